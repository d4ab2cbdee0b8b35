/** All that a verification asks of an installation: no page, and no document that is dear to make. */
const needed = new RegExp(
  `^/(?:${[
    String.raw`issuers/[\w-]+/(?:did\.json|keys/[\w-]+|status/[\w-]+/\d+)`,
    String.raw`verify/[\w-]+/credential(?:\.json|\.jwt|s/\d+(?:\.jwt)?)`,
    String.raw`endorsements/[\w-]+`,
  ].join('|')})$`,
);

/**
 * The path of an address of this installation that a verification needs; `none` for any other of ours, `undefined` for another
 * host. A `did:web` says nothing of http or https, so that either is ours.
 */
export function ownPath(baseUrl: string, url: string): { path: string } | 'none' | undefined {
  const [asked, base] = [URL.parse(url), new URL(baseUrl)];
  if (asked?.host !== base.host || !/^https?:$/.test(asked.protocol)) return undefined;
  const folder = base.pathname.replace(/\/$/, '');
  const path = asked.pathname.startsWith(`${folder}/`) ? asked.pathname.slice(folder.length) : '';
  return needed.test(path) ? { path } : 'none';
}
