import { isSame } from '#domain/draft/merge-evidence.ts';
import { backOff } from './back-off.ts';
import type { DraftOptions, DraftSets, DraftSteps, LiveDraft, Version } from './draft-steps.ts';
import type { EditorArtifact } from './editor-props.ts';
import { saveDraft } from './save-draft.ts';

/** Milliseconds of quiet after which what was typed is saved, and the longest that somebody who types on waits for it. */
const quiet = 400;
const longestWait = 700;

/** Saving what is typed; `receive` hears of a version that was saved elsewhere. */
export function draftSaving<Draft, Data>(
  it: LiveDraft<Draft, Data>,
  sets: Pick<DraftSets<Draft, Data>, 'notice'>,
  { url, toData }: Pick<DraftOptions<Draft, Data>, 'url' | 'toData'>,
  steps: DraftSteps<Draft, Data>,
  receive: (current: Version<Data>) => void,
) {
  const { enter, show, setBase, stopTimers, keepCopy, forgetCopy, learn } = steps;
  const saveSoon = () => {
    clearTimeout(it.timer);
    it.timer = setTimeout(() => void save(), quiet);
    it.latest ??= setTimeout(() => void save(), longestWait);
  };

  function change(next: Draft | ((current: Draft) => Draft)): void {
    show(typeof next === 'function' ? (next as (current: Draft) => Draft)(it.draft) : next);
    keepCopy();
    // While the server can't be reached the next try has its time; two versions wait for a choice.
    if (it.state === 'stale' || it.state === 'unreachable' || it.state === 'signed-out') return;
    if (it.state !== 'saving') enter('unsaved');
    saveSoon();
  }

  /** Whether all that was typed is on the server when it is done. */
  async function save(last = false): Promise<boolean> {
    stopTimers();
    while (it.saving) await it.saving;
    if (it.state === 'stale') return false;
    const data = toData(it.draft);
    if (data === undefined) {
      enter('held');
      return false;
    }
    if (isSame(data, it.base)) {
      forgetCopy();
      enter('saved');
      return true;
    }
    if (it.state !== 'unreachable') enter('saving');
    it.sent = [...it.sent.slice(-3), data];
    keepCopy();
    it.saving = send(data, last);
    const done = await it.saving;
    it.saving = undefined;
    return done;
  }

  async function send(data: Data, last: boolean): Promise<boolean> {
    const answer = await saveDraft(url, { revision: it.revision, data }, last);
    if (answer.kind !== 'unreachable') it.failures = 0;
    switch (answer.kind) {
      case 'saved':
        if (it.isRefused) sets.notice(undefined);
        it.isRefused = false;
        it.sent = [];
        setBase({ data, revision: answer.revision });
        it.channel?.tell(answer.revision, data);
        return settle();
      case 'stale':
        learn(answer.artifacts as EditorArtifact[]);
        receive(answer.current as Version<Data>);
        return false;
      case 'refused':
        it.isRefused = true;
        sets.notice(answer.message);
        enter('refused');
        return false;
      case 'signed-out':
        enter('signed-out');
        return false;
      case 'unreachable':
        enter('unreachable');
        it.failures += 1;
        clearTimeout(it.timer);
        it.timer = setTimeout(() => void save(), backOff(it.failures));
        return false;
    }
  }

  /** Says whether anything is left to save, and has it saved. */
  function settle(): boolean {
    const data = toData(it.draft);
    if (data !== undefined && isSame(data, it.base)) {
      forgetCopy();
      enter('saved');
      return true;
    }
    keepCopy();
    enter('unsaved');
    saveSoon();
    return false;
  }

  return { change, save, settle };
}
