import type { Locator } from '#domain/evidence/locator.ts';

/** The part of an address that makes a browser go to a page of a PDF or a time of a recording by itself. */
export function fileFragment(mediaType: string | null, locator: Locator | undefined): string {
  if (!locator) return '';
  if (mediaType === 'application/pdf') {
    if (locator.type === 'page') return `#page=${locator.page}`;
    if (locator.type === 'slide') return `#page=${locator.slide}`;
    if (locator.type === 'pages' || locator.type === 'slides') return `#page=${locator.from}`;
  }
  if (/^(video|audio)\//.test(mediaType ?? '')) {
    if (locator.type === 'time') return `#t=${locator.at}`;
    if (locator.type === 'times') return `#t=${locator.from},${locator.to}`;
  }
  return '';
}
