import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { overallKey, readFields, writeFields } from './form-fields.ts';
import { type SavedContent, type Saver, type SaverView, createSaver, firstView } from './saver.ts';
import type { RatingFields, ScoringProps, ScoringText } from './scoring-props.ts';
import { nothing, sendRating } from './send-rating.ts';

/** Keystrokes are saved once they pause for this long, in milliseconds; a choice at once. */
const pause = 700;

export type Savers = {
  view(key: string): SaverView;
  edited(key: string, settled: boolean): void;
  setPlaces(key: string, places: readonly string[]): void;
  keepMine(key: string): void;
  takeOther(key: string): void;
  /** Saves everything that is not saved yet; false when something could not be. */
  settle(): Promise<boolean>;
  isDirty(): boolean;
};

/**
 * A saver for each look-for that is rated and one for the overall comment. `live` is false on the server and until the
 * script runs: then the form is saved by its button. Of `savers`, which stays the same, views change one by one.
 */
export function useSavers(
  props: ScoringProps,
  formRef: RefObject<HTMLFormElement | null>,
  onTime: (seconds: number) => void,
): { live: boolean; savers: Savers } {
  const made = useRef(new Map<string, Saver>());
  const [, redraw] = useState(0);
  const [live, setLive] = useState(false);
  // Once: the fields, not the props, hold what is there from now on.
  const ratings = useMemo(() => openRatings(props), []);

  useEffect(() => {
    const form = formRef.current;
    if (!form) return;
    for (const [key, { saved, conflict }] of ratings) {
      const saver = createSaver(saved, {
        conflict,
        send: (content, revision) => sendRating(props.action, key, content, revision, onTime),
        onChange: () => {
          redraw((count) => count + 1);
        },
      });
      made.current.set(key, saver);
      // What was chosen or typed before this script ran.
      saver.edit(readFields(form, key, saved.places), pause);
    }
    setLive(true);
    const leaving = () => {
      if (document.visibilityState === 'hidden') for (const saver of made.current.values()) void saver.settle();
    };
    document.addEventListener('visibilitychange', leaving);
    return () => {
      document.removeEventListener('visibilitychange', leaving);
      made.current.clear();
    };
  }, []);

  const savers = useMemo((): Savers => {
    const view = (key: string) => made.current.get(key)?.view() ?? ratings.get(key)?.first ?? blank;
    const views = () => [...made.current.values()].map((saver) => saver.view());
    return {
      view,
      edited(key, settled) {
        const form = formRef.current;
        if (form) made.current.get(key)?.edit(readFields(form, key, view(key).content.places), settled ? 0 : pause);
      },
      setPlaces(key, places) {
        const form = formRef.current;
        if (form) made.current.get(key)?.edit(readFields(form, key, places), 0);
      },
      keepMine: (key) => made.current.get(key)?.keepMine(),
      takeOther(key) {
        const saver = made.current.get(key);
        saver?.takeOther();
        if (saver && formRef.current) writeFields(formRef.current, key, saver.view().content);
      },
      async settle() {
        await Promise.all([...made.current.values()].map((saver) => saver.settle()));
        return views().every(({ state }) => state !== 'failed' && state !== 'conflict');
      },
      isDirty: () => views().some(({ state }) => state !== 'saved' && state !== 'unchanged'),
    };
  }, []);
  return { live, savers };
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
