import type { Content, SaveAnswer, SavedContent } from './saver.ts';

/** Puts one change; every way in which that may fail gets a sentence that says what to do. */
export async function sendRating(url: string, body: Partial<Content> & { revision: number }): Promise<SaveAnswer> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      // The last change may be on its way while the page is left.
      keepalive: true,
    });
  } catch {
    return { ok: false, reason: 'unreachable', message: 'Not saved: no connection. It is tried again by itself.' };
  }
  if (response.ok) return { ok: true, ...((await response.json()) as { revision: number; was: string }) };
  if (response.status === 401)
    return {
      ok: false,
      reason: 'unreachable',
      message: 'Not saved: you have been signed out. Sign in in another tab; it is tried again by itself.',
    };
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; current?: SavedContent };
  if (response.status === 409 && problem.current) return { ok: false, reason: 'conflict', current: problem.current };
  if (response.status >= 500)
    return {
      ok: false,
      reason: 'unreachable',
      message: 'Not saved: the server had a problem. It is tried again by itself.',
    };
  return { ok: false, reason: 'refused', message: problem.detail ?? 'Not saved. Reload the page to see what changed.' };
}
