import { type Choice, isSame, mergeEvidence } from '#domain/draft/merge-evidence.ts';
import type { draftSaving } from './draft-saving.ts';
import type { DraftOptions, DraftSets, DraftSteps, LiveDraft, Version } from './draft-steps.ts';
import type { LocalCopy } from './draft-store.ts';
import { keepCaret } from './keep-caret.ts';

/** What comes of two versions: joined where they were changed apart, beside one another where they were not. */
export function draftVersions<Draft, Data>(
  it: LiveDraft<Draft, Data>,
  sets: Pick<DraftSets<Draft, Data>, 'notice' | 'setAside'>,
  { toData, toDraft }: Pick<DraftOptions<Draft, Data>, 'toData' | 'toDraft'>,
  steps: DraftSteps<Draft, Data>,
  { change, save, settle }: ReturnType<typeof draftSaving<Draft, Data>>,
) {
  const { enter, show, showTheirs, setBase, stopTimers, keepCopy, forgetCopy } = steps;

  /** Another version was saved: joined with this one, or shown beside it. */
  function receive(current: Version<Data>): void {
    const mine = toData(it.draft);
    const own = it.sent.find((data) => isSame(data, current.data));
    if (own !== undefined) {
      // It is what was sent from here: only its answer was lost.
      it.sent = [];
      setBase(current);
      settle();
      return;
    }
    const result = mine !== undefined && it.hasBase ? mergeEvidence(it.base, mine, current.data) : undefined;
    if (!result || result.conflicts.length > 0) {
      stopTimers();
      showTheirs(current);
      enter('stale');
      keepCopy();
      return;
    }
    it.sent = [];
    setBase(current);
    if (!isSame(result.merged, mine)) {
      keepCaret(() => show(toDraft(result.merged as Data)));
      sets.notice('Your other window’s changes were merged in.');
    }
    settle();
  }

  /** Saves what was chosen; false where a place is left to choose. */
  function resolve(choices: Readonly<Record<string, Choice>>): boolean {
    const mine = toData(it.draft);
    if (!it.theirs || mine === undefined) return false;
    const { merged, conflicts } = mergeEvidence(it.base, mine, it.theirs.data, choices);
    if (conflicts.length > 0) return false;
    show(toDraft(merged as Data));
    goOnFrom(it.theirs);
    return true;
  }

  function goOnFrom(version: Version<Data>): void {
    it.sent = [];
    setBase(version);
    showTheirs(undefined);
    enter('unsaved');
    keepCopy();
    void save();
  }

  function keepMine(): void {
    if (it.theirs) goOnFrom(it.theirs);
  }

  function takeTheirs(): void {
    if (!it.theirs) return;
    sets.setAside(it.draft);
    show(toDraft(it.theirs.data));
    goOnFrom(it.theirs);
  }

  function bringBack(setAside: Draft | undefined): void {
    if (setAside === undefined) return;
    sets.setAside(undefined);
    change(setAside);
  }

  /** Takes up what a window left behind that was closed before it could save. */
  function adopt({ draft: left, base, revision: of, sent }: LocalCopy<Draft, Data>, key: string): void {
    const now = toData(it.draft);
    const mine = toData(left);
    const from = sent.find((data) => isSame(data, now)) ?? base;
    if (mine !== undefined && now !== undefined && !isSame(mine, now)) {
      const { merged, conflicts } = mergeEvidence(from, mine, now);
      if (conflicts.length > 0) {
        // What was typed here meanwhile comes first: the copy waits for the next time.
        if (!isSame(now, it.base)) return;
        showTheirs({ data: it.base, revision: it.revision });
        it.base = from;
        show(left);
        enter('stale');
      } else if (!isSame(merged, now)) {
        sets.notice('What this browser had not saved yet is back in its place.');
        change(toDraft(merged as Data));
      }
    } else if (mine === undefined && of === it.revision && it.state === 'saved') {
      change(left);
    } else if (mine === undefined) return;
    it.adopted.push(key);
    if (it.state === 'saved') forgetCopy();
  }

  return { receive, resolve, keepMine, takeTheirs, bringBack, adopt };
}
