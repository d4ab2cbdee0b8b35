import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { pageLinks, readCaseListing } from './case-list.ts';
import { robotsText, sitemapIndexXml, sitemapXml } from './sitemap.ts';

const baseUrl = 'https://learn.example.org';
const xml = (text: string) => new JSDOM(text, { contentType: 'application/xml' }).window.document;
const texts = (text: string, tag: string) => [...xml(text).querySelectorAll(tag)].map((node) => node.textContent);

describe('a sitemap', () => {
  it('names whole addresses, and when they changed last', () => {
    const pages = [
      { path: '/', lastModified: null },
      { path: '/series/a&b<c', lastModified: new Date('2026-11-20T09:30:15.250Z') },
    ];
    expect(texts(sitemapXml(baseUrl, pages), 'loc')).toEqual([`${baseUrl}/`, `${baseUrl}/series/a&b<c`]);
    expect(texts(sitemapXml(baseUrl, pages), 'lastmod')).toEqual(['2026-11-20T09:30:15Z']);
  });

  it('has an index where one is not enough', () => {
    expect(texts(sitemapIndexXml(baseUrl, 2), 'sitemap > loc')).toEqual([
      `${baseUrl}/sitemaps/1.xml`,
      `${baseUrl}/sitemaps/2.xml`,
    ]);
  });

  it('is named to robots', () => {
    expect(robotsText(baseUrl).split('\n')).toContain(`Sitemap: ${baseUrl}/sitemap.xml`);
  });
});

describe('what a list of documents is asked for', () => {
  it.each([
    [{ limit: '0' }, 'limit', 'invalid_selection_field'],
    [{ limit: '-1' }, 'limit', 'invalid_selection_field'],
    [{ limit: ['1', '2'] }, 'limit', 'invalid_selection_field'],
    [{ offset: 'x' }, 'offset', 'invalid_selection_field'],
    [{ sort: 'constructor' }, 'sort', 'invalid_sort_field'],
    [{ orderBy: 'up' }, 'orderBy', 'invalid_selection_field'],
    [{ filter: "title='a'" }, 'filter', 'invalid_selection_field'],
    [{ fields: 'title,secret' }, 'fields', 'invalid_selection_field'],
  ])('is refused where it can’t be followed: %j', (query, field, code) => {
    expect(readCaseListing(query)).toMatchObject({ ok: false, refusal: { field, code } });
  });

  it('is never more than a page', () => {
    expect(readCaseListing({ limit: '100000' })).toMatchObject({ ok: true, listing: { limit: 500, offset: 0 } });
  });

  it.each([
    [0, 5, ['first', 'next', 'last']],
    [2, 5, ['first', 'prev', 'next', 'last']],
    [4, 5, ['first', 'prev', 'last']],
    [0, 0, ['first', 'last']],
  ])('leads on from %i of %i', (offset, count, rels) => {
    const links = pageLinks('https://x.example', { limit: 2, offset, sort: 'title', descending: false, fields: null }, count); // prettier-ignore
    expect([...links.matchAll(/rel="(\w+)"/g)].map(([, rel]) => rel)).toEqual(rels);
  });
});
