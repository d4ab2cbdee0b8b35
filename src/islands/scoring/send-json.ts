export type JsonAnswer<Body> = { ok: true; body: Body } | { ok: false; message: string; status?: number };

/** Asks or posts below the assessment; every way in which that may fail gets a sentence. */
export async function sendJson<Body>(
  url: string,
  method: 'GET' | 'POST',
  body?: unknown,
  keepalive = false,
): Promise<JsonAnswer<Body>> {
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      keepalive,
    });
    if (response.ok) return { ok: true, body: (await response.json()) as Body };
    const { status } = response;
    if (status === 401) return { ok: false, status, message: 'You have been signed out. Sign in in another tab.' };
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    return { ok: false, status, message: problem.detail ?? 'That did not work. Try again.' };
  } catch {
    return { ok: false, message: 'No connection. Try again.' };
  }
}
