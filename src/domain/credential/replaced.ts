/** What stands at the address of a credential that a newer one of the same award has replaced (RFC 9457). */
export type ReplacedProblem = {
  type: 'about:blank';
  title: string;
  status: 410;
  detail: string;
  /** The address of the present one. */
  latestVersion: string;
};

export function replacedProblem(latestVersion: string): ReplacedProblem {
  return {
    type: 'about:blank',
    title: 'This credential was replaced by a newer one of the same award.',
    status: 410,
    detail: `The present one is at ${latestVersion}`,
    latestVersion,
  };
}

/**
 * The address of the present one in what an address answered with 410. It comes from whoever answered: only one at the same host
 * is taken, since nobody else speaks for its credentials.
 */
export function readReplacedBy(body: string, askedUrl: string): string | undefined {
  if (body.length > 4000) return undefined;
  try {
    const { latestVersion } = Object(JSON.parse(body)) as Record<string, unknown>;
    const latest = typeof latestVersion === 'string' ? URL.parse(latestVersion) : null;
    return latest && /^https?:$/.test(latest.protocol) && latest.host === URL.parse(askedUrl)?.host
      ? latest.href
      : undefined;
  } catch {
    return undefined;
  }
}
