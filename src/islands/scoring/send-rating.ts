import { type PutAnswer, putJson } from '../put-json.ts';
import { overallKey } from './form-fields.ts';
import type { Content, SaveAnswer, SavedContent } from './saver.ts';

/** Browsers refuse requests that are to outlive their page once those on their way carry more than 64 KiB together. */
const mostOutliving = 60_000;
let outliving = 0;
/** Milliseconds after which an answer is not waited for any more: a comment is short even for a slow network. */
const patience = 20_000;

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
  const answer = await putOutliving(url, isOverall ? overallBody(content, revision) : bodyOf(content, revision));
  if (!answer) return unreachable('no connection. It is tried again by itself.');
  if (answer.ok) {
    const { activeSeconds, ...saved } = answer.body as { revision: number; was: string; activeSeconds: number };
    onTime(activeSeconds);
    return { ok: true, ...saved };
  }
  if (answer.status === 401)
    return unreachable('you have been signed out. Sign in in another tab; it is tried again by itself.');
  if (answer.status === 429) return unreachable('the server is busy. It is tried again by itself.');
  if (answer.status >= 500) return unreachable('the server had a problem. It is tried again by itself.');
  // Hidden from whoever is signed in now looks like absent.
  if (answer.status === 403 || answer.status === 404)
    return { ok: false, reason: 'refused', message: `Not saved: ${noLongerYours}` };
  const problem = answer.body as {
    detail?: string;
    current?: Partial<SavedContent> & { revision: number; was: string };
  };
  if (answer.status === 409 && problem.current)
    return { ok: false, reason: 'conflict', current: { ...nothing, ...problem.current } };
  return { ok: false, reason: 'refused', message: problem.detail ?? 'Not saved. Reload the page to see what changed.' };
}

/** What to do once a role is gone, or somebody else has signed in. */
export const noLongerYours =
  'you can no longer score this attempt as whoever is signed in now. Copy what you typed before you leave, or sign in again in another tab.';

/** The last change may be on its way while the page is left. */
async function putOutliving(url: string, body: unknown): Promise<PutAnswer | undefined> {
  const size = new TextEncoder().encode(JSON.stringify(body)).length;
  const keepalive = outliving + size < mostOutliving;
  if (keepalive) outliving += size;
  try {
    return await putJson(url, body, { keepalive, within: patience });
  } finally {
    if (keepalive) outliving -= size;
  }
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
