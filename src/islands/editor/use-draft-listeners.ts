import { type RefObject, useEffect } from 'react';
import type { LiveDraft } from './draft-steps.ts';
import type { Keeping } from './draft-store.ts';
import { forgetDrafts } from './forget-drafts.ts';

/** Saves as the page goes out of sight, tries again as it comes back, and asks where something would be lost. */
export function useDraftListeners<Draft, Data>(
  it: LiveDraft<Draft, Data>,
  save: (last?: boolean) => Promise<boolean>,
  stopTimers: () => void,
  keepingNow: RefObject<Keeping>,
): void {
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
}
