import { localCopyOf } from '../editor/draft-store.ts';
import { forgetDrafts } from '../editor/forget-drafts.ts';
import type { Unsaved } from './saver.ts';

/** By look-for. */
export type UnsavedByKey = Readonly<Record<string, Unsaved>>;

export type KeptCopies = {
  /** Keeps what is unsaved until nothing is. */
  keep(unsaved: UnsavedByKey): void;
  /** Whether what was kept last would be there after the browser was closed. */
  isKept(): boolean;
  stop(): void;
};

/**
 * What the server has not acknowledged stays in this browser, past a closed tab or an empty battery. `onLeft` is told of
 * what windows that are closed now have left behind, and says whether it took all of it up.
 */
export function keptCopies(localKey: string, onLeft: (left: UnsavedByKey) => boolean): KeptCopies {
  let copy: ReturnType<typeof localCopyOf<UnsavedByKey, null>> | undefined = localCopyOf(localKey);
  const adopted = new Set<string>();
  let isWritten = false;
  let isKept = true;
  // Whoever signs out leaves nothing here.
  const forget = () => {
    copy = undefined;
  };
  window.addEventListener(forgetDrafts, forget);
  const look = async () => {
    for (const left of (await copy?.leftBehind()) ?? []) if (onLeft(left.copy.draft)) adopted.add(left.key);
    // What was saved after all, as its window was closed.
    if (!isWritten && adopted.size > 0) clear();
  };
  void look();
  // A window that is just closing, or this one before it was loaded again, still counts as open.
  const stopped = new AbortController();
  void copy.onceOthersClose(() => void look(), stopped.signal);

  function clear(): void {
    isWritten = false;
    isKept = true;
    void copy?.clear([...adopted]);
    adopted.clear();
  }

  return {
    keep(unsaved) {
      if (Object.keys(unsaved).length === 0) {
        if (isWritten) clear();
        return;
      }
      isWritten = true;
      void copy?.write({ draft: unsaved, base: null, revision: 0, sent: [] }).then((keeping) => {
        isKept = keeping === 'kept';
      });
    },
    isKept: () => isKept,
    stop() {
      stopped.abort();
      window.removeEventListener(forgetDrafts, forget);
    },
  };
}
