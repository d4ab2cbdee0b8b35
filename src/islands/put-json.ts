export type PutAnswer = { ok: boolean; status: number; body: Record<string, unknown> };

/**
 * Puts a JSON document and reads the answer, if need be as an empty one; undefined where nothing was reached, or nothing
 * answered within so many milliseconds.
 */
export async function putJson(
  url: string,
  body: unknown,
  { keepalive, within }: { keepalive: boolean; within?: number },
): Promise<PutAnswer | undefined> {
  const stop = new AbortController();
  const timer =
    within === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort();
        }, within);
  try {
    const response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      keepalive,
      redirect: 'error',
      signal: stop.signal,
    });
    const read = response.json() as Promise<Record<string, unknown>>;
    // A refusal speaks by its status, too; a success of which the answer broke off may be asked for again.
    return { ok: response.ok, status: response.status, body: await (response.ok ? read : read.catch(() => ({}))) };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
