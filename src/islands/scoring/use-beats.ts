import { useEffect } from 'react';
import { sendJson } from './send-json.ts';
import { noLongerYours } from './send-rating.ts';

/** Milliseconds: between two beats at least; without a key or the pointer moved, until the page counts as left alone. */
const every = 30_000;
const idleAfter = 60_000;

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'scroll', 'input'] as const;

/**
 * Says that somebody is at work here, at most every 30 seconds: only while the page is in sight and was used within the
 * last minute. The first beat after a while away says so, that the time away is not counted. `onRefused` hears it when the
 * attempt is not held any more, before much is typed for nothing; of nothing once it is again.
 */
export function useBeats(
  action: string,
  onTime: (seconds: number) => void,
  onRefused: (message: string) => void,
): void {
  useEffect(() => {
    let lastSign = Date.now();
    let lastBeat = Number.NEGATIVE_INFINITY;
    let wasAway = true;
    const look = () => {
      const now = Date.now();
      if (document.visibilityState !== 'visible' || now - lastSign > idleAfter) {
        wasAway = true;
        return;
      }
      if (now - lastBeat < every) return;
      lastBeat = now;
      const resumes = wasAway;
      wasAway = false;
      void sendJson<{ activeSeconds: number }>(`${action}/beat`, 'POST', { resumes }).then((answer) => {
        if (answer.ok) onTime(answer.body.activeSeconds);
        if (answer.ok) onRefused('');
        else if (answer.status === 403 || answer.status === 404) onRefused(sentence(noLongerYours));
        else if (answer.status === 401 || answer.status === 409) onRefused(answer.message);
      });
    };
    const onSign = () => {
      // Who comes back is away until this very moment.
      look();
      lastSign = Date.now();
      look();
    };
    for (const sign of signs) document.addEventListener(sign, onSign, { capture: true, passive: true });
    const timer = setInterval(look, 5000);
    look();
    return () => {
      for (const sign of signs) document.removeEventListener(sign, onSign, { capture: true });
      clearInterval(timer);
    };
  }, []);
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
