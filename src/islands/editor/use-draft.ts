import { useEffect, useRef, useState } from 'react';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { type ConflictPlace, conflictPlaces } from './conflict-places.ts';
import { draftChannel } from './draft-channel.ts';
import { draftSaving } from './draft-saving.ts';
import { type DraftOptions, type DraftSets, type LiveDraft, type SaveState, draftSteps } from './draft-steps.ts';
import { type Keeping, localCopyOf } from './draft-store.ts';
import { draftVersions } from './draft-versions.ts';
import { useDraftListeners } from './use-draft-listeners.ts';

/**
 * A draft that saves itself. Until the server has acknowledged it, a copy stays in this browser. What was saved elsewhere
 * meanwhile is joined with it where the two were changed apart, and offered beside it where they were not. Revisions and
 * contents decide, never a clock.
 */
export function useDraft<Draft, Data>(options: DraftOptions<Draft, Data>) {
  const { localKey, toData, toDraft } = options;
  const [draft, setDraft] = useState(() => options.typed ?? toDraft(options.saved.data));
  const [state, setState] = useState<SaveState>(options.isStale ? 'stale' : options.typed ? 'unsaved' : 'saved');
  const [revision, setRevision] = useState(options.saved.revision);
  const [theirs, setTheirs] = useState(options.isStale ? options.saved : undefined);
  const [notice, setNotice] = useState<string>();
  const [setAside, setSetAside] = useState<Draft>();
  const [keeping, setKeeping] = useState<Keeping>('kept');
  const [known, setKnown] = useState(() => new Map(options.artifacts.map((one) => [one.id, one])));

  const live = useRef<LiveDraft<Draft, Data>>({
    draft,
    state,
    revision,
    theirs,
    known,
    base: (options.isStale ? options.base?.data : options.saved.data) as Data,
    hasBase: !options.isStale || options.base != null,
    sent: [],
    adopted: [],
    failures: 0,
    isRefused: false,
    saving: undefined,
    timer: undefined,
    latest: undefined,
    copy: undefined,
    channel: undefined,
  });
  const it = live.current;
  const sets = {
    draft: setDraft,
    state: setState,
    revision: setRevision,
    theirs: setTheirs,
    notice: setNotice,
    setAside: setSetAside,
    keeping: setKeeping,
    known: setKnown,
  } as DraftSets<Draft, Data>;
  const steps = draftSteps(it, sets, options);
  const saving = draftSaving(it, sets, options, steps, (current) => {
    versions.receive(current);
  });
  const versions = draftVersions(it, sets, options, steps, saving);

  useEffect(() => {
    it.copy = localCopyOf<Draft, Data>(localKey);
    it.channel = draftChannel(localKey, ({ revision: next, data }) => {
      const isKnown = evidenceArtifactIds(options.requirement, data).every((id) => it.known.has(id));
      if (next <= it.revision || it.saving || it.state === 'held' || !isKnown) return;
      if (it.theirs && next > it.theirs.revision) steps.showTheirs({ data: data as Data, revision: next });
      else if (!it.theirs) versions.receive({ data: data as Data, revision: next });
    });
    if (options.typed === null) {
      void it.copy.leftBehind().then((copies) => {
        for (const { key, copy } of copies) if (it.state !== 'stale') versions.adopt(copy, key);
      });
    }
    return () => it.channel?.close();
  }, []);

  const keepingNow = useRef(keeping);
  keepingNow.current = keeping;
  useDraftListeners(it, saving.save, steps.stopTimers, keepingNow);

  /** Where somebody must choose; empty where only whole versions can be chosen from. */
  const mineNow = theirs && it.hasBase ? toData(draft) : undefined;
  const places: ConflictPlace[] =
    theirs && mineNow !== undefined
      ? conflictPlaces(
          { base: it.base, mine: mineNow, theirs: theirs.data },
          { requirement: options.requirement, details: options.details, artifacts: known },
        )
      : [];
  const stale = {
    places,
    chosen: options.base?.chosen ?? {},
    baseRevision: options.base?.revision,
    resolve: versions.resolve,
  };

  return {
    draft,
    change: saving.change,
    state,
    revision,
    theirs,
    notice,
    setAside,
    save: saving.save,
    keepMine: versions.keepMine,
    takeTheirs: versions.takeTheirs,
    bringBack() {
      versions.bringBack(setAside);
    },
    keeping,
    stale,
  };
}
