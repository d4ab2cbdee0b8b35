import { type UseStore, createStore, del, entries, set } from 'idb-keyval';

/** What the server has not acknowledged yet, kept in this browser until it has. */
export type LocalCopy<Draft, Data> = {
  draft: Draft;
  /** What it came of, so that it can be joined with what was saved elsewhere meanwhile. */
  base: Data;
  revision: number;
  /** What was sent and never answered: it may have arrived. */
  sent: Data[];
};

/** How well a copy is kept: past the browser's closing, or not at all. */
export type Keeping = 'kept' | 'not-kept';

type Backend = {
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  list(prefix: string): Promise<[string, unknown][]>;
};

let opened: UseStore | undefined;
const store = () => (opened ??= createStore('tessera-drafts', 'copies'));

/** IndexedDB holds much and survives a dead battery. */
const database: Backend = {
  write: (key, value) => set(key, value, store()),
  // Async, since opening it may throw at once.
  remove: async (key) => del(key, store()),
  list: async (prefix) => (await entries<string, unknown>(store())).filter(([key]) => key.startsWith(prefix)),
};

/** Where there is no IndexedDB, as in some private windows. */
const small: Backend = {
  write: async (key, value) => localStorage.setItem(key, JSON.stringify(value)),
  remove: async (key) => localStorage.removeItem(key),
  list: async (prefix) =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key, JSON.parse(localStorage.getItem(key) ?? 'null') as unknown]),
};

async function first<Result>(act: (backend: Backend) => Promise<Result>): Promise<Result | undefined> {
  for (const backend of [database, small]) {
    try {
      return await act(backend);
    } catch {
      // The next one, if there is one.
    }
  }
  return undefined;
}

/**
 * The copy of one window. Each window has its own, so that two that are offline do not write over each other; what a
 * closed one left behind is taken up by the next that opens.
 */
export function localCopyOf<Draft, Data>(localKey: string) {
  const own = `${localKey}#${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
  const left = holdLock(own);
  let next: LocalCopy<Draft, Data> | undefined;
  let work: Promise<Keeping> | undefined;

  /** One write at a time: what was typed during one is written by the next, so that no keystroke waits long. */
  async function run(): Promise<Keeping> {
    let keeping: Keeping = 'kept';
    for (let copy = next; copy !== undefined; copy = next) {
      next = undefined;
      const written = copy;
      keeping = (await first((backend) => backend.write(own, written).then(() => true))) ? 'kept' : 'not-kept';
    }
    work = undefined;
    return keeping;
  }

  return {
    write(copy: LocalCopy<Draft, Data>): Promise<Keeping> {
      next = copy;
      return (work ??= run());
    },
    async clear(also: readonly string[] = []): Promise<void> {
      next = undefined;
      await work;
      // Something typed meanwhile has been written again.
      if (next !== undefined || work) return;
      for (const key of [own, ...also]) {
        await Promise.allSettled([database.remove(key), small.remove(key)]);
      }
    },
    /** Copies that closed windows left behind, and their keys. */
    async leftBehind(): Promise<{ key: string; copy: LocalCopy<Draft, Data> }[]> {
      const found = await Promise.allSettled([database.list(localKey), small.list(localKey)]);
      const open = await left.openWindows();
      return found
        .flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
        .filter(([key, value]) => key !== own && !open.has(key) && isCopy(value) && key.startsWith(`${localKey}#`))
        .map(([key, value]) => ({ key, copy: value as LocalCopy<Draft, Data> }));
    },
    /** Tells when a window closes that has this open now, or is just closing. */
    async onceOthersClose(tell: () => void, signal: AbortSignal): Promise<void> {
      for (const name of await left.openWindows())
        if (name !== own && name.startsWith(`${localKey}#`))
          void left.onceClosed(name, signal).then(tell, () => undefined);
    },
  };
}

function isCopy(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'draft' in value && 'revision' in value && 'base' in value;
}

/** A lock lives as long as its window. Without locks (no HTTPS) every copy may be taken up: joining it twice does no harm. */
function holdLock(name: string): {
  openWindows(): Promise<Set<string>>;
  /** Resolves once the window that holds this lock is gone. */
  onceClosed(name: string, signal: AbortSignal): Promise<void>;
} {
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  void locks?.request(name, () => new Promise(() => undefined)).catch(() => undefined);
  return {
    async openWindows() {
      const { held = [] } = (await locks?.query().catch(() => undefined)) ?? {};
      return new Set(held.flatMap((lock) => lock.name ?? []));
    },
    async onceClosed(other, signal) {
      await locks?.request(other, { signal }, () => undefined);
    },
  };
}

const prefixOf = (personId: string) => `tessera:draft:${personId}:`;

/** How many of a person's drafts are in this browser alone. */
export async function countCopies(personId: string): Promise<number> {
  const lists = await Promise.allSettled([database, small].map((backend) => backend.list(prefixOf(personId))));
  return lists.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])).length;
}

/** Removes every copy of a person's from this browser. */
export async function forgetCopies(personId: string): Promise<void> {
  for (const backend of [database, small]) {
    try {
      for (const [key] of await backend.list(prefixOf(personId))) await backend.remove(key);
    } catch {
      // There is none.
    }
  }
}
