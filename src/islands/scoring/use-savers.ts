import { type RefObject, useEffect, useRef, useState } from 'react';
import { overallKey, readField, writeComment } from './form-fields.ts';
import { type SavedContent, type Saver, type SaverView, createSaver, firstView } from './saver.ts';
import type { OtherVersion, ScoringProps, ScoringText } from './scoring-props.ts';
import { sendRating } from './send-rating.ts';

/** Keystrokes are saved once they pause for this long, in milliseconds; a choice at once. */
const pause = 700;

export type Savers = {
  /** False on the server and until the script runs: then the form is saved by its button. */
  live: boolean;
  view(key: string): SaverView;
  edited(key: string, settled: boolean): void;
  keepMine(key: string): void;
  takeOther(key: string): void;
  /** Saves everything that is not saved yet; false when something could not be. */
  settle(): Promise<boolean>;
  isDirty(): boolean;
};

/** A saver for each open look-for and one for the overall comment. */
export function useSavers(props: ScoringProps, formRef: RefObject<HTMLFormElement | null>): Savers {
  const savers = useRef(new Map<string, Saver>());
  const [, redraw] = useState(0);
  const [live, setLive] = useState(false);
  const ratings = openRatings(props);

  useEffect(() => {
    const form = formRef.current;
    if (!form) return;
    const made = savers.current;
    for (const [key, { saved, conflict }] of ratings) {
      made.set(
        key,
        createSaver(saved, {
          conflict,
          send: ({ value, comment }, revision) =>
            key === overallKey
              ? sendRating(`${props.action}/overall`, { comment, revision })
              : sendRating(`${props.action}/ratings/${encodeURIComponent(key)}`, { value, comment, revision }),
          onChange: () => {
            redraw((count) => count + 1);
          },
        }),
      );
      // What was chosen or typed before this script ran.
      made.get(key)?.edit(readField(form, key), pause);
    }
    setLive(true);
    const leaving = () => {
      if (document.visibilityState === 'hidden') for (const saver of made.values()) void saver.settle();
    };
    document.addEventListener('visibilitychange', leaving);
    return () => {
      document.removeEventListener('visibilitychange', leaving);
      made.clear();
    };
    // Once: the fields, not the props, hold what is there from now on.
  }, []);

  const view = (key: string): SaverView => {
    const rating = ratings.get(key);
    const first = rating && firstView(rating.saved, rating.conflict);
    return savers.current.get(key)?.view() ?? first ?? nothing;
  };
  const views = () => [...savers.current.values()].map((saver) => saver.view());
  return {
    live,
    view,
    edited(key, settled) {
      if (formRef.current) savers.current.get(key)?.edit(readField(formRef.current, key), settled ? 0 : pause);
    },
    keepMine: (key) => savers.current.get(key)?.keepMine(),
    takeOther(key) {
      const saver = savers.current.get(key);
      saver?.takeOther();
      if (saver && formRef.current) writeComment(formRef.current, key, saver.view().content.comment);
    },
    async settle() {
      await Promise.all([...savers.current.values()].map((saver) => saver.settle()));
      return views().every(({ state }) => state !== 'failed' && state !== 'conflict');
    },
    isDirty: () => views().some(({ state }) => state !== 'saved' && state !== 'unchanged'),
  };
}

const nothing: SaverView = { content: { value: null, comment: '' }, state: 'unchanged', was: '' };

type OpenRating = { saved: SavedContent; conflict: SavedContent | undefined };

/** By key: what stands in its fields, and the other version where there is a conflict. */
function openRatings({ guides, conflicts, overall, overallConflict }: ScoringProps): Map<string, OpenRating> {
  const open = guides.flatMap((guide) => guide.lookFors).filter((lookFor) => lookFor.demonstratedIn === undefined);
  const other = overallConflict && { value: null, comment: overallConflict.comment };
  return new Map([
    ...open.map(({ id, rating }) => [id, toOpen(rating, rating.value, conflicts[id])] as const),
    [overallKey, toOpen(overall, null, other)] as const,
  ]);
}

function toOpen(text: ScoringText, value: OtherVersion['value'], other: OtherVersion | undefined): OpenRating {
  const { comment, revision, was } = text;
  return { saved: { value, comment, revision, was }, conflict: other && { ...other, revision, was } };
}
