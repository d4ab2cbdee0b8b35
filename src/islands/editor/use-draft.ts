import { useEffect, useRef, useState } from 'react';
import { type Choice, isSame, mergeEvidence } from '#domain/draft/merge-evidence.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { type KindOfEvidence, evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { backOff } from './back-off.ts';
import { type ConflictPlace, conflictPlaces } from './conflict-places.ts';
import { draftChannel } from './draft-channel.ts';
import { type Keeping, type LocalCopy, localCopyOf } from './draft-store.ts';
import type { EditorArtifact } from './editor-props.ts';
import { keepCaret } from './keep-caret.ts';
import { saveDraft } from './save-draft.ts';
import { forgetDrafts } from './forget-drafts.ts';

/** `held`: something typed can't be read yet, so that it can't be saved as it stands. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'held' | 'unreachable' | 'signed-out' | 'stale' | 'refused';

type Version<Data> = { data: Data; revision: number };

export type DraftOptions<Draft, Data> = {
  localKey: string;
  url: string;
  saved: Version<Data>;
  typed: Draft | null;
  isStale: boolean;
  base?: { data: unknown; revision: number; chosen: Readonly<Record<string, Choice>> } | null;
  requirement: KindOfEvidence;
  details: readonly DetailContext[];
  artifacts: readonly EditorArtifact[];
  toDraft: (data: Data) => Draft;
  /** `undefined` while something in the draft can't be read. */
  toData: (draft: Draft) => Data | undefined;
  /** Artifacts that another window added and that its version, merged in here, names. */
  onArtifacts?: (added: EditorArtifact[]) => void;
};

/** Milliseconds of quiet after which what was typed is saved, and the longest that somebody who types on waits for it. */
const quiet = 400;
const longestWait = 700;

/**
 * A draft that saves itself. Until the server has acknowledged it, a copy stays in this browser. What was saved elsewhere
 * meanwhile is joined with it where the two were changed apart, and offered beside it where they were not. Revisions and
 * contents decide, never a clock.
 */
export function useDraft<Draft, Data>(options: DraftOptions<Draft, Data>) {
  const { localKey, url, toData, toDraft } = options;
  const [draft, setDraft] = useState(() => options.typed ?? toDraft(options.saved.data));
  const [state, setState] = useState<SaveState>(options.isStale ? 'stale' : options.typed ? 'unsaved' : 'saved');
  const [revision, setRevision] = useState(options.saved.revision);
  const [theirs, setTheirs] = useState(options.isStale ? options.saved : undefined);
  const [notice, setNotice] = useState<string>();
  const [setAside, setSetAside] = useState<Draft>();
  const [keeping, setKeeping] = useState<Keeping>('kept');
  const [known, setKnown] = useState(() => new Map(options.artifacts.map((one) => [one.id, one])));

  // What timers and listeners need is read here, not from the render that made them.
  const live = useRef({
    draft,
    state,
    revision,
    theirs,
    known,
    /** What both this draft and what is saved came of. */
    base: (options.isStale ? options.base?.data : options.saved.data) as Data,
    hasBase: !options.isStale || options.base != null,
    /** Sent and not answered. */
    sent: [] as Data[],
    adopted: [] as string[],
    failures: 0,
    isRefused: false,
    saving: undefined as Promise<boolean> | undefined,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    latest: undefined as ReturnType<typeof setTimeout> | undefined,
    copy: undefined as ReturnType<typeof localCopyOf<Draft, Data>> | undefined,
    channel: undefined as ReturnType<typeof draftChannel> | undefined,
  });
  const it = live.current;

  const enter = (next: SaveState) => {
    it.state = next;
    setState(next);
  };
  const show = (next: Draft) => {
    it.draft = next;
    setDraft(next);
  };
  const showTheirs = (next: Version<Data> | undefined) => {
    it.theirs = next;
    setTheirs(next);
  };
  const setBase = ({ data, revision: next }: Version<Data>) => {
    it.base = data;
    it.hasBase = true;
    it.revision = next;
    setRevision(next);
  };
  const stopTimers = () => {
    clearTimeout(it.timer);
    clearTimeout(it.latest);
    it.latest = undefined;
  };
  const saveSoon = () => {
    clearTimeout(it.timer);
    it.timer = setTimeout(() => void save(), quiet);
    it.latest ??= setTimeout(() => void save(), longestWait);
  };
  const keepCopy = () => {
    const { draft: kept, base, revision: of, sent } = it;
    void it.copy?.write({ draft: kept, base, revision: of, sent }).then(setKeeping);
  };
  const forgetCopy = () => {
    void it.copy?.clear(it.adopted);
    it.adopted = [];
  };
  const learn = (artifacts: readonly EditorArtifact[]) => {
    const fresh = artifacts.filter(({ id }) => !it.known.has(id));
    if (fresh.length === 0) return;
    it.known = new Map([...it.known, ...fresh.map((one) => [one.id, one] as const)]);
    setKnown(it.known);
    options.onArtifacts?.(fresh);
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
        if (it.isRefused) setNotice(undefined);
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
        setNotice(answer.message);
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
      setNotice('Your other window’s changes were merged in.');
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
    setSetAside(it.draft);
    show(toDraft(it.theirs.data));
    goOnFrom(it.theirs);
  }

  function bringBack(): void {
    if (setAside === undefined) return;
    setSetAside(undefined);
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
        setNotice('What this browser had not saved yet is back in its place.');
        change(toDraft(merged as Data));
      }
    } else if (mine === undefined && of === it.revision && it.state === 'saved') {
      change(left);
    } else if (mine === undefined) return;
    it.adopted.push(key);
    if (it.state === 'saved') forgetCopy();
  }

  useEffect(() => {
    it.copy = localCopyOf<Draft, Data>(localKey);
    it.channel = draftChannel(localKey, ({ revision: next, data }) => {
      const isKnown = evidenceArtifactIds(options.requirement, data).every((id) => it.known.has(id));
      if (next <= it.revision || it.saving || it.state === 'held' || !isKnown) return;
      if (it.theirs && next > it.theirs.revision) showTheirs({ data: data as Data, revision: next });
      else if (!it.theirs) receive({ data: data as Data, revision: next });
    });
    if (options.typed === null) {
      void it.copy.leftBehind().then((copies) => {
        for (const { key, copy } of copies) if (it.state !== 'stale') adopt(copy, key);
      });
    }
    return () => it.channel?.close();
  }, []);

  useEffect(() => {
    const isDirty = () => it.state !== 'saved';
    const saveNow = () => {
      if (isDirty()) void save(true);
    };
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') saveNow();
      else if (isDirty()) void save();
    };
    const onReturn = () => {
      if (it.state === 'unreachable' || it.state === 'signed-out') void save();
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty() && (it.state === 'refused' || keepingNow.current === 'not-kept')) event.preventDefault();
    };
    const forget = () => {
      stopTimers();
      it.copy = undefined;
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', saveNow);
    window.addEventListener('online', onReturn);
    window.addEventListener('focus', onReturn);
    window.addEventListener('beforeunload', warn);
    window.addEventListener(forgetDrafts, forget);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', saveNow);
      window.removeEventListener('online', onReturn);
      window.removeEventListener('focus', onReturn);
      window.removeEventListener('beforeunload', warn);
      window.removeEventListener(forgetDrafts, forget);
    };
  }, []);
  const keepingNow = useRef(keeping);
  keepingNow.current = keeping;

  /** Where somebody must choose; empty where only whole versions can be chosen from. */
  const mineNow = theirs && it.hasBase ? toData(draft) : undefined;
  const places: ConflictPlace[] =
    theirs && mineNow !== undefined
      ? conflictPlaces(
          { base: it.base, mine: mineNow, theirs: theirs.data },
          { requirement: options.requirement, details: options.details, artifacts: known },
        )
      : [];
  const stale = { places, chosen: options.base?.chosen ?? {}, baseRevision: options.base?.revision, resolve };

  return {
    draft,
    change,
    state,
    revision,
    theirs,
    notice,
    setAside,
    save,
    keepMine,
    takeTheirs,
    bringBack,
    keeping,
    stale,
  };
}
