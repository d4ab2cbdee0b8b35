import { addJob } from '#platform/jobs.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { type OutsidePage, OutsideError } from '#platform/fetch-outside.ts';
import { unescapeXml } from './xml-text.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'snapshot-link': { artifactId: string };
  }
}

/** Asks what the page of a link is called, in the transaction that hands it in. */
export async function askForLinkSnapshot(trx: Trx, artifactId: string): Promise<void> {
  await addJob(trx, 'snapshot-link', { artifactId });
}

/**
 * Notes what a link’s page is called and when that was seen, so that it can be recognised when the page has moved. A page
 * that can’t be read leaves no note: that is no fault of the evidence.
 */
export async function snapshotLink(
  { db, now, fetchOutside }: Pick<Deps, 'db' | 'now' | 'fetchOutside'>,
  artifactId: string,
): Promise<void> {
  const link = await db
    .selectFrom('artifacts')
    .select(['url', 'link_seen_at'])
    .where('id', '=', artifactId)
    .where('kind', '=', 'link')
    .executeTakeFirst();
  if (link?.url == null || link.link_seen_at !== null) return;
  try {
    const page = await fetchOutside(link.url);
    if (page.status < 200 || page.status > 299) return;
    await db
      .updateTable('artifacts')
      .set({ link_title: titleOf(page), link_seen_at: now() })
      .where('id', '=', artifactId)
      .where('link_seen_at', 'is', null)
      .execute();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
  }
}

/** What a page calls itself; `null` for what is no page or has no title. */
export function titleOf({ contentType, body }: Pick<OutsidePage, 'contentType' | 'body'>): string | null {
  if (!/html/i.test(contentType)) return null;
  const start = body.toString('latin1', 0, 4096);
  const charset =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^<>]+charset=["']?([\w-]+)/i.exec(start)?.[1] ?? 'utf-8';
  const html = decode(body, charset);
  const title = /<title\b[^<>]*>([^<]*)/i.exec(html)?.[1] ?? openGraphTitle(html) ?? '';
  const clean = unescapeXml(title)
    .replaceAll('&nbsp;', ' ')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return clean === '' ? null : clean.slice(0, 300).toWellFormed();
}

/** Tag by tag, each of a bounded length: whoever made the page may want whoever reads it to take for ever. */
function openGraphTitle(html: string): string | undefined {
  for (const [tag] of html.matchAll(/<meta\b[^<>]{0,2000}/gi)) {
    if (/\bproperty=["']og:title["']/i.test(tag)) return /\bcontent=["']([^"']*)/i.exec(tag)?.[1];
  }
  return undefined;
}

function decode(body: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8'); // A name that nobody knows.
  }
}
