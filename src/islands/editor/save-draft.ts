import { putJson } from '../put-json.ts';

export type SaveAnswer =
  | { kind: 'saved'; revision: number }
  | { kind: 'stale'; current: { data: unknown; revision: number } }
  | { kind: 'signed-out' }
  | { kind: 'unreachable' }
  | { kind: 'refused'; message: string };

/** Sends a draft. `last` is for a page that is being left: the request then outlives it. */
export async function saveDraft(
  url: string,
  body: { revision: number; data: unknown },
  last = false,
): Promise<SaveAnswer> {
  const answer = await putJson(url, body, { keepalive: last });
  if (!answer || answer.status >= 500 || answer.status === 429) return { kind: 'unreachable' };
  const { revision, current, detail } = answer.body;
  if (answer.ok) return { kind: 'saved', revision: Number(revision) };
  if (answer.status === 401) return { kind: 'signed-out' };
  if (answer.status === 409 && current !== undefined) {
    return { kind: 'stale', current: current as { data: unknown; revision: number } };
  }
  return { kind: 'refused', message: typeof detail === 'string' ? detail : 'This could not be saved.' };
}
