import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { focusFields, overallKey, readFields, writeFields } from './form-fields.ts';
import { type UnsavedByKey, keptCopies } from './kept-copies.ts';
import { type SavedContent, type Saver, type SaverView, createSaver, firstView, sameContent } from './saver.ts';
import type { RatingFields, ScoringProps, ScoringText } from './scoring-props.ts';
import { nothing, sendRating } from './send-rating.ts';
import { watchLeaving } from './watch-leaving.ts';

/** Keystrokes are saved once they pause for this long, in milliseconds; a choice at once. */
const pause = 700;

export type Savers = {
  view(key: string): SaverView;
  edited(key: string, settled: boolean): void;
  setPlaces(key: string, places: readonly string[]): void;
  keepMine(key: string): void;
  takeOther(key: string): void;
  /** The version that was not chosen. */
  bringBack(key: string): void;
  /** Saves everything that is not saved yet; false when something could not be. */
  settle(): Promise<boolean>;
  isDirty(): boolean;
};

type Hears = {
  onTime: (seconds: number) => void;
  /** Of what is back in its fields, though it was never saved. */
  onBack: () => void;
};

/**
 * A saver for each look-for that is rated and one for the overall comment. `live` is false on the server and until the
 * script runs: then the form is saved by its button. Of `savers`, which stays the same, views change one by one.
 */
export function useSavers(
  props: ScoringProps,
  formRef: RefObject<HTMLFormElement | null>,
  hears: Hears,
): { live: boolean; savers: Savers } {
  const made = useRef(new Map<string, Saver>());
  const [, redraw] = useState(0);
  const [live, setLive] = useState(false);
  // Once: the fields, not the props, hold what is there from now on.
  const ratings = useMemo(() => openRatings(props), []);
  const savers = useMemo(() => saversOf(made.current, ratings, formRef), []);

  useEffect(() => {
    const form = formRef.current;
    if (!form) return;
    const copies = keptCopies(props.localKey, (left) => takeUp(form, made.current, left, hears.onBack));
    for (const [key, { saved, conflict }] of ratings) {
      const saver = createSaver(saved, {
        conflict,
        send: (content, revision) => sendRating(props.action, key, content, revision, hears.onTime),
        onChange: () => {
          redraw((count) => count + 1);
          copies.keep(unsavedOf(made.current));
        },
      });
      made.current.set(key, saver);
      // What was chosen or typed before this script ran.
      saver.edit(readFields(form, key, saved.places), pause);
    }
    setLive(true);
    const stop = watchLeaving(form, {
      savers,
      each: () => made.current.values(),
      isKept: () => copies.isKept(),
    });
    return () => {
      stop();
      copies.stop();
      made.current.clear();
    };
  }, []);
  return { live, savers };
}

function saversOf(
  made: ReadonlyMap<string, Saver>,
  ratings: ReadonlyMap<string, OpenRating>,
  formRef: RefObject<HTMLFormElement | null>,
): Savers {
  const view = (key: string) => made.get(key)?.view() ?? ratings.get(key)?.first ?? blank;
  const views = () => [...made.values()].map((saver) => saver.view());
  const edit = (key: string, places: readonly string[], delay: number) => {
    if (formRef.current) made.get(key)?.edit(readFields(formRef.current, key, places), delay);
  };
  const write = (key: string) => {
    if (formRef.current) writeFields(formRef.current, key, view(key).content);
    focusFields(key);
  };
  return {
    view,
    edited(key, settled) {
      edit(key, view(key).content.places, settled ? 0 : pause);
    },
    setPlaces(key, places) {
      edit(key, places, 0);
    },
    keepMine(key) {
      made.get(key)?.keepMine();
      focusFields(key);
    },
    takeOther(key) {
      made.get(key)?.takeOther();
      write(key);
    },
    bringBack(key) {
      const { aside } = view(key);
      if (aside) made.get(key)?.edit(aside, 0);
      write(key);
    },
    async settle() {
      await Promise.all([...made.values()].map((saver) => saver.settle()));
      return views().every(({ state }) => !['unreachable', 'refused', 'conflict'].includes(state));
    },
    isDirty: () => views().some(({ state }) => state !== 'saved' && state !== 'unchanged'),
  };
}

function unsavedOf(savers: ReadonlyMap<string, Saver>): UnsavedByKey {
  return Object.fromEntries(
    [...savers].flatMap(([key, saver]) => {
      const unsaved = saver.unsaved();
      return unsaved ? [[key, unsaved]] : [];
    }),
  );
}

/** Puts what a closed window left behind back into its fields; false where something was typed there meanwhile. */
function takeUp(
  form: HTMLFormElement,
  savers: ReadonlyMap<string, Saver>,
  left: UnsavedByKey,
  onBack: () => void,
): boolean {
  let isWhole = true;
  for (const [key, unsaved] of Object.entries(left)) {
    const saver = savers.get(key);
    if (!saver || sameContent(saver.view().content, unsaved.content)) continue;
    if (saver.view().state === 'unchanged') {
      saver.adopt(unsaved);
      writeFields(form, key, unsaved.content);
      onBack();
    } else isWhole = false;
  }
  return isWhole;
}

const blank: SaverView = { content: nothing, state: 'unchanged', was: '' };

type OpenRating = { saved: SavedContent; conflict: SavedContent | undefined; first: SaverView };

/** By key: what stands in its fields, and the other version where there is a conflict. */
function openRatings({ guides, conflicts, overall, overallConflict }: ScoringProps): Map<string, OpenRating> {
  const open = guides.flatMap((guide) => guide.lookFors).filter((lookFor) => lookFor.settled === undefined);
  return new Map([
    ...open.map(({ id, rating }) => [id, toOpen(rating, rating, conflicts[id])] as const),
    [overallKey, toOpen({ ...nothing, ...overall }, overall, overallConflict && { ...nothing, ...overallConflict })],
  ]);
}

function toOpen(fields: RatingFields, { revision, was }: ScoringText, other: RatingFields | undefined): OpenRating {
  const { choice, condition, comment, places, note } = fields;
  const saved = { choice, condition, comment, places, note, revision, was };
  const conflict = other && { ...other, revision, was };
  return { saved, conflict, first: firstView(saved, conflict) };
}
