import { useEffect, useRef, useState } from 'react';
import { clearLocalCopy, readLocalCopy, writeLocalCopy } from './local-copy.ts';
import { saveDraft } from './save-draft.ts';

/** `held`: something typed can't be read yet, so that it can't be saved as it stands. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'held' | 'unreachable' | 'signed-out' | 'stale' | 'refused';

export type DraftOptions<Draft, Data> = {
  localKey: string;
  url: string;
  saved: { data: Data; revision: number };
  typed: Draft | null;
  isStale: boolean;
  toDraft: (data: Data) => Draft;
  /** `undefined` while something in the draft can't be read. */
  toData: (draft: Draft) => Data | undefined;
};

/** Milliseconds of quiet after which what was typed is saved. */
const quiet = 1000;
const retryAfter = 8000;

/**
 * A draft that saves itself. Until the server has acknowledged it, a copy stays in this browser; a version saved
 * elsewhere meanwhile is never written over: both are offered.
 */
export function useDraft<Draft, Data>(options: DraftOptions<Draft, Data>) {
  const { localKey, url, toData, toDraft } = options;
  const [draft, setDraft] = useState(() => options.typed ?? toDraft(options.saved.data));
  const [state, setState] = useState<SaveState>(options.isStale ? 'stale' : options.typed ? 'unsaved' : 'saved');
  const [revision, setRevision] = useState(options.saved.revision);
  const [theirs, setTheirs] = useState(options.isStale ? options.saved : undefined);
  const [notice, setNotice] = useState<string>();
  const [setAside, setSetAside] = useState<Draft>();

  // What timers and listeners need is read here, not from the render that made them.
  const live = useRef({
    draft,
    state,
    revision,
    acknowledged: JSON.stringify(options.saved.data),
    saving: undefined as Promise<boolean> | undefined,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  });

  const enter = (next: SaveState) => {
    live.current.state = next;
    setState(next);
  };
  const takeRevision = (next: number) => {
    live.current.revision = next;
    setRevision(next);
  };
  const saveSoon = (after = quiet) => {
    clearTimeout(live.current.timer);
    live.current.timer = setTimeout(() => void save(), after);
  };

  function change(next: Draft | ((current: Draft) => Draft)): void {
    const value = typeof next === 'function' ? (next as (current: Draft) => Draft)(live.current.draft) : next;
    live.current.draft = value;
    setDraft(value);
    writeLocalCopy(localKey, { draft: value, revision: live.current.revision });
    if (live.current.state === 'stale') return;
    if (live.current.state !== 'saving') enter('unsaved');
    saveSoon();
  }

  /** Whether all that was typed is on the server when it is done. */
  async function save(last = false): Promise<boolean> {
    clearTimeout(live.current.timer);
    while (live.current.saving) await live.current.saving;
    if (live.current.state === 'stale') return false;
    const data = toData(live.current.draft);
    if (data === undefined) {
      enter('held');
      return false;
    }
    const sent = JSON.stringify(data);
    if (sent === live.current.acknowledged) {
      clearLocalCopy(localKey);
      enter('saved');
      return true;
    }
    enter('saving');
    live.current.saving = send(data, sent, last);
    const done = await live.current.saving;
    live.current.saving = undefined;
    return done;
  }

  async function send(data: Data, sent: string, last: boolean): Promise<boolean> {
    const answer = await saveDraft(url, { revision: live.current.revision, data }, last);
    switch (answer.kind) {
      case 'saved': {
        takeRevision(answer.revision);
        live.current.acknowledged = sent;
        const current = toData(live.current.draft);
        if (JSON.stringify(current) === sent) {
          clearLocalCopy(localKey);
          enter('saved');
          return true;
        }
        writeLocalCopy(localKey, { draft: live.current.draft, revision: answer.revision });
        enter('unsaved');
        saveSoon();
        return false;
      }
      case 'stale':
        setTheirs(answer.current as { data: Data; revision: number });
        enter('stale');
        return false;
      case 'refused':
        setNotice(answer.message);
        enter('refused');
        return false;
      case 'signed-out':
      case 'unreachable':
        enter(answer.kind);
        saveSoon(retryAfter);
        return false;
    }
  }

  function keepMine(): void {
    if (!theirs) return;
    takeRevision(theirs.revision);
    live.current.acknowledged = JSON.stringify(theirs.data);
    setTheirs(undefined);
    enter('unsaved');
    void save();
  }

  function takeTheirs(): void {
    if (!theirs) return;
    setSetAside(live.current.draft);
    takeRevision(theirs.revision);
    live.current.acknowledged = JSON.stringify(theirs.data);
    live.current.draft = toDraft(theirs.data);
    setDraft(live.current.draft);
    setTheirs(undefined);
    clearLocalCopy(localKey);
    enter('saved');
  }

  function bringBack(): void {
    if (setAside === undefined) return;
    setSetAside(undefined);
    change(setAside);
  }

  useEffect(() => {
    const copy = readLocalCopy<Draft>(localKey);
    if (!copy || options.typed !== null) return;
    if (JSON.stringify(toData(copy.draft)) === live.current.acknowledged) {
      clearLocalCopy(localKey);
    } else if (copy.revision === live.current.revision) {
      setNotice('What this browser had not saved yet is back in its place.');
      change(copy.draft);
    } else {
      live.current.draft = copy.draft;
      setDraft(copy.draft);
      setTheirs(options.saved);
      enter('stale');
    }
  }, []);

  useEffect(() => {
    const isDirty = () => live.current.state !== 'saved';
    const saveNow = () => {
      if (isDirty()) void save(true);
    };
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') saveNow();
      else if (isDirty()) void save();
    };
    const onReturn = () => {
      if (live.current.state === 'unreachable' || live.current.state === 'signed-out') void save();
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (['unreachable', 'signed-out', 'stale', 'held', 'refused'].includes(live.current.state))
        event.preventDefault();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', saveNow);
    window.addEventListener('online', onReturn);
    window.addEventListener('focus', onReturn);
    window.addEventListener('beforeunload', warn);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', saveNow);
      window.removeEventListener('online', onReturn);
      window.removeEventListener('focus', onReturn);
      window.removeEventListener('beforeunload', warn);
    };
  }, []);

  return { draft, change, state, revision, theirs, notice, setAside, save, keepMine, takeTheirs, bringBack };
}
