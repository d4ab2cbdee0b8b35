import { putJson } from '../put-json.ts';
import type { Content, SaveAnswer, SavedContent } from './saver.ts';

/** Puts one change; every way in which that may fail gets a sentence that says what to do. */
export async function sendRating(url: string, body: Partial<Content> & { revision: number }): Promise<SaveAnswer> {
  // The last change may be on its way while the page is left.
  const answer = await putJson(url, body, { keepalive: true });
  if (!answer) return unreachable('no connection. It is tried again by itself.');
  if (answer.ok) return { ok: true, ...(answer.body as { revision: number; was: string }) };
  if (answer.status === 401)
    return unreachable('you have been signed out. Sign in in another tab; it is tried again by itself.');
  if (answer.status >= 500) return unreachable('the server had a problem. It is tried again by itself.');
  const problem = answer.body as { detail?: string; current?: SavedContent };
  if (answer.status === 409 && problem.current) return { ok: false, reason: 'conflict', current: problem.current };
  return { ok: false, reason: 'refused', message: problem.detail ?? 'Not saved. Reload the page to see what changed.' };
}

const unreachable = (why: string): SaveAnswer => ({ ok: false, reason: 'unreachable', message: `Not saved: ${why}` });
