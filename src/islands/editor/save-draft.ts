import { putJson } from '../put-json.ts';

export type SaveAnswer =
  | { kind: 'saved'; revision: number }
  | { kind: 'stale'; current: { data: unknown; revision: number }; artifacts: unknown[] }
  | { kind: 'signed-out' }
  | { kind: 'unreachable' }
  | { kind: 'refused'; message: string };

/** Browsers refuse a request that is to outlive its page and carries more than 64 KiB. */
const mostOutliving = 60_000;

/** Sends a draft. `last` is for a page that is being left: the request then outlives it. */
export async function saveDraft(
  url: string,
  body: { revision: number; data: unknown },
  last = false,
): Promise<SaveAnswer> {
  const keepalive = last && new TextEncoder().encode(JSON.stringify(body)).length < mostOutliving;
  const answer = await putJson(url, body, { keepalive });
  if (!answer || answer.status >= 500 || answer.status === 429) return { kind: 'unreachable' };
  const { revision, current, artifacts, detail } = answer.body;
  if (answer.ok) return { kind: 'saved', revision: Number(revision) };
  // Not found: somebody else has signed in meanwhile.
  if (answer.status === 401 || answer.status === 404) return { kind: 'signed-out' };
  if (answer.status === 409 && current !== undefined) {
    return {
      kind: 'stale',
      current: current as { data: unknown; revision: number },
      artifacts: Array.isArray(artifacts) ? artifacts : [],
    };
  }
  return { kind: 'refused', message: typeof detail === 'string' ? detail : 'This could not be saved.' };
}
