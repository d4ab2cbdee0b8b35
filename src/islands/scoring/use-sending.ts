import { type FormEvent, useRef, useState } from 'react';
import { afterwards } from './afterwards.ts';
import type { Savers } from './use-savers.ts';

/** `offline`: it was not begun, since nothing can be reached. */
export type Sending = 'no' | 'saving' | 'offline';

/** Sends the form once all of it is saved, and leads to what keeps it back. */
export function useSending(
  savers: Savers,
  live: boolean,
): { onSubmit: (event: FormEvent<HTMLFormElement>) => void; sending: Sending } {
  const [sending, setSending] = useState<Sending>('no');
  const isWaiting = useRef(false);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (!live || (!savers.isDirty() && navigator.onLine)) return;
    event.preventDefault();
    // Pressed twice, it is sent once.
    if (isWaiting.current) return;
    if (!navigator.onLine) {
      setSending('offline');
      window.addEventListener(
        'online',
        () => {
          setSending('no');
        },
        { once: true },
      );
      return;
    }
    // What is on its way arrives first, so that the form is not held against itself.
    const form = event.currentTarget;
    const button = (event.nativeEvent as SubmitEvent).submitter;
    isWaiting.current = true;
    setSending('saving');
    void afterwards(savers.settle()).then((saved) => {
      isWaiting.current = false;
      setSending('no');
      if (saved) form.requestSubmit(button);
      else leadTo(form.querySelector<HTMLElement>('.conflict, .save-note--failed'));
    });
  };
  return { onSubmit, sending };
}

function leadTo(problem: HTMLElement | null): void {
  const part =
    problem?.closest<HTMLElement>('[data-look-for]') ?? problem?.closest('.overall')?.querySelector('textarea');
  part?.focus({ preventScroll: true });
  problem?.scrollIntoView({ block: 'center' });
}
