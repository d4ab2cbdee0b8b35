import { readLocatorAddress } from '#domain/evidence/locator-address.ts';
import { openViewer } from './open-viewer.ts';

/** Opens the file that a link of `ArtifactLink` leads to, at its place, on this page. */
export async function followLink(link: HTMLAnchorElement): Promise<void> {
  const { pathname, searchParams } = new URL(link.href);
  const [, filesUrl = '', id = ''] = /^(.*)\/([^/]+)\/view$/u.exec(pathname) ?? [];
  const locator = readLocatorAddress(searchParams.get('at') ?? 'whole');
  await openViewer({ artifact: { id, name: link.dataset.view ?? '' }, filesUrl, ...(locator && { locator }) });
}
