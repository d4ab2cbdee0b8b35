/** A page that search engines may list, below the address of the installation. */
export type ListedPage = { path: string; lastModified: Date | null };

/** As many as one file may name (https://www.sitemaps.org/protocol.html). */
export const mostListed = 50_000;

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export function sitemapXml(baseUrl: string, pages: readonly ListedPage[]): string {
  return document('urlset', 'url', pages.map(entry(baseUrl)));
}

/** The file that names the others, where one is not enough. */
export function sitemapIndexXml(baseUrl: string, parts: number): string {
  const pages = Array.from({ length: parts }, (_, i) => ({ path: `/sitemaps/${i + 1}.xml`, lastModified: null }));
  return document('sitemapindex', 'sitemap', pages.map(entry(baseUrl)));
}

/** Where the sitemap is, and which pages are nobody's to find: they belong to who holds the link, or ask to sign in. */
export function robotsText(baseUrl: string): string {
  const closed = ['approve', 'attest', 'consent', 'invitations', 'records', 'reset', 'coaching', 'sign-in', 'sign-up'];
  return [
    'User-agent: *',
    ...closed.map((path) => `Disallow: /${path}`),
    '',
    `Sitemap: ${baseUrl}/sitemap.xml`,
    '',
  ].join('\n');
}

function document(root: string, element: string, entries: readonly string[]): string {
  const lines = entries.map((entry) => `<${element}>${entry}</${element}>`);
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<${root} xmlns="${namespace}">`, ...lines, `</${root}>`, ''].join(
    '\n',
  );
}

function entry(baseUrl: string) {
  return ({ path, lastModified }: ListedPage): string => {
    const modified = lastModified ? `<lastmod>${lastModified.toISOString().replace(/\.\d{3}Z$/, 'Z')}</lastmod>` : '';
    return `<loc>${escaped(`${baseUrl}${path}`)}</loc>${modified}`;
  };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
