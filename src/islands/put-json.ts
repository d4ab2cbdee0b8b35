export type PutAnswer = { ok: boolean; status: number; body: Record<string, unknown> };

/** Puts a JSON document and reads the answer, if need be as an empty one; undefined where nothing was reached. */
export async function putJson(
  url: string,
  body: unknown,
  { keepalive }: { keepalive: boolean },
): Promise<PutAnswer | undefined> {
  try {
    const response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      keepalive,
      redirect: 'error',
    });
    const read = response.json() as Promise<Record<string, unknown>>;
    // A refusal speaks by its status, too; a success of which the answer broke off may be asked for again.
    return { ok: response.ok, status: response.status, body: await (response.ok ? read : read.catch(() => ({}))) };
  } catch {
    return undefined;
  }
}
