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
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      keepalive: last,
      redirect: 'error',
    });
  } catch {
    return { kind: 'unreachable' };
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return { kind: 'saved', revision: Number(answer.revision) };
  if (response.status === 401) return { kind: 'signed-out' };
  if (response.status === 409 && answer.current !== undefined) {
    return { kind: 'stale', current: answer.current as { data: unknown; revision: number } };
  }
  if (response.status >= 500 || response.status === 429) return { kind: 'unreachable' };
  return { kind: 'refused', message: typeof answer.detail === 'string' ? answer.detail : 'This could not be saved.' };
}
