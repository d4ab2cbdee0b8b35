import { putJson } from '../put-json.ts';
import { overallKey } from './form-fields.ts';
import type { Content, SaveAnswer, SavedContent } from './saver.ts';

/** Puts one change below the form’s address; every way in which that may fail gets a sentence that says what to do. */
export async function sendRating(
  action: string,
  key: string,
  content: Content,
  revision: number,
  onTime: (seconds: number) => void,
): Promise<SaveAnswer> {
  const isOverall = key === overallKey;
  const url = isOverall ? `${action}/overall` : `${action}/ratings/${encodeURIComponent(key)}`;
  // The last change may be on its way while the page is left.
  const answer = await putJson(url, isOverall ? overallBody(content, revision) : bodyOf(content, revision), {
    keepalive: true,
  });
  if (!answer) return unreachable('no connection. It is tried again by itself.');
  if (answer.ok) {
    const { activeSeconds, ...saved } = answer.body as { revision: number; was: string; activeSeconds: number };
    onTime(activeSeconds);
    return { ok: true, ...saved };
  }
  if (answer.status === 401)
    return unreachable('you have been signed out. Sign in in another tab; it is tried again by itself.');
  if (answer.status >= 500) return unreachable('the server had a problem. It is tried again by itself.');
  const problem = answer.body as {
    detail?: string;
    current?: Partial<SavedContent> & { revision: number; was: string };
  };
  if (answer.status === 409 && problem.current)
    return { ok: false, reason: 'conflict', current: { ...nothing, ...problem.current } };
  return { ok: false, reason: 'refused', message: problem.detail ?? 'Not saved. Reload the page to see what changed.' };
}

export const nothing: Content = { choice: null, condition: '', comment: '', places: [], note: '' };

function bodyOf({ choice, condition, comment, places, note }: Content, revision: number) {
  const value = choice === 'cannot' ? null : choice;
  return { value, condition: condition === '' ? null : condition, comment, places, note, revision };
}

function overallBody({ comment, note }: Content, revision: number) {
  return { comment, note, revision };
}

const unreachable = (why: string): SaveAnswer => ({ ok: false, reason: 'unreachable', message: `Not saved: ${why}` });
