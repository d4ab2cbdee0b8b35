import type { Dispatch, SetStateAction } from 'react';
import type { Choice } from '#domain/draft/merge-evidence.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import type { KindOfEvidence } from '#domain/evidence/registry.ts';
import type { draftChannel } from './draft-channel.ts';
import type { Keeping, localCopyOf } from './draft-store.ts';
import type { EditorArtifact } from './editor-props.ts';

/** `held`: something typed can't be read yet, so that it can't be saved as it stands. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'held' | 'unreachable' | 'signed-out' | 'stale' | 'refused';

export type Version<Data> = { data: Data; revision: number };

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

/** What timers and listeners need is read here, not from the render that made them. */
export type LiveDraft<Draft, Data> = {
  draft: Draft;
  state: SaveState;
  revision: number;
  theirs: Version<Data> | undefined;
  known: ReadonlyMap<string, EditorArtifact>;
  /** What both this draft and what is saved came of. */
  base: Data;
  hasBase: boolean;
  /** Sent and not answered. */
  sent: Data[];
  adopted: string[];
  failures: number;
  isRefused: boolean;
  saving: Promise<boolean> | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  latest: ReturnType<typeof setTimeout> | undefined;
  copy: ReturnType<typeof localCopyOf<Draft, Data>> | undefined;
  channel: ReturnType<typeof draftChannel> | undefined;
};

type Set<Value> = Dispatch<SetStateAction<Value>>;

/** What of it is drawn. */
export type DraftSets<Draft, Data> = {
  draft: (next: Draft) => void;
  state: Set<SaveState>;
  revision: Set<number>;
  theirs: Set<Version<Data> | undefined>;
  notice: Set<string | undefined>;
  setAside: (next: Draft | undefined) => void;
  keeping: Set<Keeping>;
  known: (next: ReadonlyMap<string, EditorArtifact>) => void;
};

export type DraftSteps<Draft, Data> = ReturnType<typeof draftSteps<Draft, Data>>;

/** Changes of one thing each, in what lives and in what is drawn. */
export function draftSteps<Draft, Data>(
  it: LiveDraft<Draft, Data>,
  sets: DraftSets<Draft, Data>,
  options: Pick<DraftOptions<Draft, Data>, 'onArtifacts'>,
) {
  const enter = (next: SaveState) => {
    it.state = next;
    sets.state(next);
  };
  const show = (next: Draft) => {
    it.draft = next;
    sets.draft(next);
  };
  const showTheirs = (next: Version<Data> | undefined) => {
    it.theirs = next;
    sets.theirs(next);
  };
  const setBase = ({ data, revision: next }: Version<Data>) => {
    it.base = data;
    it.hasBase = true;
    it.revision = next;
    sets.revision(next);
  };
  const stopTimers = () => {
    clearTimeout(it.timer);
    clearTimeout(it.latest);
    it.latest = undefined;
  };
  const keepCopy = () => {
    const { draft: kept, base, revision: of, sent } = it;
    void it.copy?.write({ draft: kept, base, revision: of, sent }).then(sets.keeping);
  };
  const forgetCopy = () => {
    void it.copy?.clear(it.adopted);
    it.adopted = [];
  };
  const learn = (artifacts: readonly EditorArtifact[]) => {
    const fresh = artifacts.filter(({ id }) => !it.known.has(id));
    if (fresh.length === 0) return;
    it.known = new Map([...it.known, ...fresh.map((one) => [one.id, one] as const)]);
    sets.known(it.known);
    options.onArtifacts?.(fresh);
  };
  return { enter, show, showTheirs, setBase, stopTimers, keepCopy, forgetCopy, learn };
}
