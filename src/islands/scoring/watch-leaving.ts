import { afterwards } from './afterwards.ts';
import type { Saver } from './saver.ts';
import type { Savers } from './use-savers.ts';

type Watched = {
  savers: Pick<Savers, 'settle' | 'isDirty'>;
  each: () => Iterable<Saver>;
  /** Whether this browser keeps what is not saved. */
  isKept: () => boolean;
};

/**
 * Nothing that was typed gets lost by leaving: what waits is sent as the page goes out of sight, another form of the page
 * waits until it is saved, and the browser asks where it can't be. What could not be sent is tried again as soon as there
 * is reason to.
 */
export function watchLeaving(form: HTMLFormElement, { savers, each, isKept }: Watched): () => void {
  const saveNow = () => {
    for (const saver of each()) void saver.settle();
  };
  const tryAgain = () => {
    for (const saver of each()) saver.retry();
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') saveNow();
    else tryAgain();
  };
  const warn = (event: BeforeUnloadEvent) => {
    const isRefused = [...each()].some((saver) => saver.view().state === 'refused');
    if (isRefused || (savers.isDirty() && !isKept())) event.preventDefault();
  };
  const waiting = new WeakSet<HTMLFormElement>();
  const onSubmit = (event: SubmitEvent) => {
    const other = event.target;
    if (!(other instanceof HTMLFormElement) || other === form || other.method !== 'post') return;
    if (!waiting.has(other) && !savers.isDirty()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.has(other)) return;
    waiting.add(other);
    void afterwards(savers.settle()).then(() => {
      waiting.delete(other);
      document.removeEventListener('submit', onSubmit, { capture: true });
      other.requestSubmit(event.submitter);
      document.addEventListener('submit', onSubmit, { capture: true });
    });
  };
  const listeners = [
    [document, 'visibilitychange', onVisibility],
    [window, 'pagehide', saveNow],
    [window, 'online', tryAgain],
    [window, 'focus', tryAgain],
    [window, 'beforeunload', warn],
  ] as const;
  for (const [on, type, hear] of listeners) on.addEventListener(type, hear);
  document.addEventListener('submit', onSubmit, { capture: true });
  return () => {
    for (const [on, type, hear] of listeners) on.removeEventListener(type, hear);
    document.removeEventListener('submit', onSubmit, { capture: true });
  };
}
