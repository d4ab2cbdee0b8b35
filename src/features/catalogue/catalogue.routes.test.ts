import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonSchemas } from '#domain/definition/json-schema.ts';
import { projectRoot } from '#platform/root.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { createTestApp, get, pageOf, textOf, type TestSite } from '../../../test/support/app.ts';
import { enrolIn } from '../../../test/support/acts.ts';
import { insertPerson, signIn } from '../../../test/support/factories.ts';
import { checkProgrammes } from '../programmes/check-programmes.ts';
import { publishProgramme } from '../programmes/publish-programme.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  const { documents } = await checkProgrammes(join(projectRoot, 'programmes'));
  await publishProgramme(
    site.db,
    documents.map(({ document }) => document),
    null,
  );
  return () => site.close();
});

async function page(url: string, headers: Record<string, string> = {}) {
  const response = await get(site, url, headers);
  expect(response.statusCode).toBe(200);
  return pageOf(response);
}

async function titles(query: string): Promise<string[]> {
  return [...(await page(`/library${query}`)).querySelectorAll('.tile-list h3')].map((heading) => textOf(heading));
}

describe('the home page', () => {
  it('says what this is, links to the series and shows their tiles', async () => {
    const home = await page('/');

    expect(textOf(home.querySelector('h1'))).toBe('Show what you can do, one stone at a time');
    expect(home.querySelector('a[href="/series/leadership-for-equity"]')).not.toBeNull();
    expect(textOf(home)).toContain('22 micro-credentials from 4 issuers');
  });
});

describe('the library', () => {
  it('lists every micro-credential with its count', async () => {
    const library = await page('/library');

    expect(textOf(library.querySelector('[role=status]'))).toBe('22 micro-credentials');
    expect(await titles('')).toHaveLength(22);
  });

  it.each([
    ['a word of the title', '?q=Considering+culture', 'Considering Impact on Culture'],
    ['another form of the word', '?q=listen+student', 'Listening to Student Voice'],
    ['a typing error', '?q=colecting+dat', 'Collecting Data'],
    ['swapped letters', '?q=grwoing+equity', 'Constructing and Growing Equity'],
    ['words in another order', '?q=equity+growing', 'Constructing and Growing Equity'],
    [
      'two typing errors and a stop word',
      '?q=the+cultraly+responsiv+staf',
      'Hiring and Retaining Culturally Responsive Staff',
    ],
    [
      'the name of the issuer',
      '?q=teaching+matters+foundations',
      'Building Foundations for Culturally Responsive Education',
    ],
  ])('finds by %s', async (_, query, title) => {
    expect((await titles(query))[0]).toBe(title);
  });

  it('finds no more by swapped letters than by the word itself', async () => {
    expect(await titles('?q=grwoing')).toEqual(await titles('?q=growing'));
    expect(await titles('?q=grwoing+equity')).toEqual(['Constructing and Growing Equity']);
  });

  it('sorts what its form searches for by the best match, and marks its place in the menu', async () => {
    const posted = async (url: string, q: string) => {
      const library = await page(url);
      const form = library.querySelector<HTMLFormElement>('form[action="/library"]')!;
      form.querySelector<HTMLInputElement>('#q')!.value = q;
      const fields = new library.defaultView!.FormData(form) as unknown as Iterable<[string, string]>;
      return page(`/library?${new URLSearchParams([...fields]).toString()}`);
    };
    const sortOf = (library: Document) =>
      textOf(library.querySelector<HTMLSelectElement>('#sort')!.selectedOptions[0] ?? null);
    const found = await posted('/library', 'culture');
    expect(sortOf(found)).toBe('Best match');
    expect(textOf(found.querySelector('nav[aria-label=Main] [aria-current=page]'))).toBe('Library');
    expect(sortOf(await posted('/library?sort=most-hours', 'culture'))).toBe('Most hours');
    expect(sortOf(await posted('/library?q=culture&sort=title', 'culture'))).toBe('Title');
    expect(sortOf(await posted('/library?q=culture', ''))).toBe('Title');
  });

  it('filters by issuer, series, audience and hours, and keeps what was chosen', async () => {
    expect(await titles('?issuer=ed-leaders-network')).toHaveLength(2);
    expect(await titles('?series=leadership-for-equity')).toHaveLength(4);
    expect(await titles('?audience=teacher&hours=over-15')).toEqual(['Building Skills in Others', 'Building Will']);

    const library = await page('/library?issuer=ed-leaders-network&q=equity');
    expect(library.querySelector<HTMLSelectElement>('#issuer')?.value).toBe('ed-leaders-network');
    expect(library.querySelector<HTMLInputElement>('#q')?.value).toBe('equity');
  });

  it('sorts by hours', async () => {
    const fewest = await titles('?sort=fewest-hours');

    expect(fewest[0]).toBe('Sharing Improvement Strategies to Advance Professional Knowledge');
    expect((await titles('?sort=most-hours'))[0]).toBe('Building Skills in Others');
  });

  it('says what to do when nothing fits, and takes nonsense for no filter', async () => {
    expect(textOf(await page('/library?q=xylophone'))).toContain('Nothing fits all of that');
    const nonsense = `?issuer='%3B--&audience=x&hours=1&sort=up&after=~&q=${encodeURIComponent('" & | ! :* <b>')}`;
    expect((await get(site, `/library${nonsense}`)).statusCode).toBe(200);
    expect((await get(site, '/library?q=a&q=b&after=zzz~00000000-0000-0000-0000-000000000000')).statusCode).toBe(200);
    for (const key of ['zzz', '%20', '0b1', '1e-400', '']) {
      const url = `/library?sort=fewest-hours&after=${key}~00000000-0000-0000-0000-000000000000`;
      expect.soft((await get(site, url)).statusCode, key).toBe(200);
    }
  });

  it('goes on from page to page and shows each micro-credential once', async () => {
    const issuer = await site.db
      .selectFrom('issuers')
      .select('id')
      .where('slug', '=', 'teaching-matters')
      .executeTakeFirstOrThrow();
    const [version] = await site.db.selectFrom('definition_versions').select('id').execute();
    const extra = Array.from({ length: 30 }, (_, i) => ({
      issuer_id: issuer.id,
      slug: `filler-${i}`,
      title: `Filler ${i % 3}`,
      statement: 'Fills a page.',
      summary: 'Fills a page.',
      audience: ['district-leader'],
      pd_hours: '1',
      current_version_id: version!.id,
    }));
    await site.db.insertInto('micro_credentials').values(extra).execute();

    const seen: string[] = [];
    let url: string | null = '/library?q=filler';
    while (url !== null) {
      const library: Document = await page(url);
      expect(textOf(library.querySelector('[role=status]'))).toBe('30 micro-credentials found');
      seen.push(...[...library.querySelectorAll('.tile-list h3 a')].map((link) => link.getAttribute('href') ?? ''));
      url = library.querySelector('a[rel=next]')?.getAttribute('href') ?? null;
    }
    expect(seen).toHaveLength(30);
    expect(new Set(seen).size).toBe(30);
    await site.db.deleteFrom('micro_credentials').where('slug', 'like', 'filler-%').execute();
  });
});

describe('a micro-credential’s page', () => {
  const url = '/micro-credentials/constructing-and-growing-equity';

  it('shows its worth, every outcome detail, every requirement and every look-for', async () => {
    const { document } = await site.db
      .selectFrom('definition_versions as v')
      .innerJoin('micro_credentials as m', 'm.current_version_id', 'v.id')
      .select('v.document')
      .where('m.slug', '=', 'constructing-and-growing-equity')
      .executeTakeFirstOrThrow();
    const definition = document as Definition;
    const shown = textOf(await page(url));

    expect(shown).toContain('20 hours of professional development');
    expect(shown).toContain('at least 1,000 words');
    for (const { details } of definition.outcomes) for (const { text } of details) expect(shown).toContain(text);
    for (const { requirements } of definition.parts)
      for (const { prompt } of requirements)
        for (const paragraph of prompt.split('\n\n')) expect(shown).toContain(paragraph);
    for (const { lookFors } of definition.guides) for (const { text } of lookFors) expect(shown).toContain(text);
  });

  it('offers a visitor to sign up and come back, and someone signed in to enrol', async () => {
    expect(
      (await page(url)).querySelector('a[href="/sign-up?next=%2Fmicro-credentials%2Fconstructing-and-growing-equity"]'),
    ).not.toBeNull();

    const headers = await signIn(site, await insertPerson(site));
    const form = (await page(url, headers)).querySelector<HTMLFormElement>('main form');
    expect(form?.getAttribute('action')).toBe(`${url}/enrol`);
    expect(form?.method).toBe('post');
  });

  it('leads whoever is enrolled to their work', async () => {
    const person = await insertPerson(site);
    const id = await enrolIn(site, person, 'constructing-and-growing-equity');

    const offer = await page(url, await signIn(site, person));

    expect(textOf(offer.querySelector(`a[href="/work/${id}"]`))).toBe('Continue your work');
    expect(offer.querySelector('main form')).toBeNull();
  });

  it('is not found under another slug', async () => {
    expect((await get(site, '/micro-credentials/nothing')).statusCode).toBe(404);
    expect((await get(site, '/series/nothing')).statusCode).toBe(404);
    expect((await get(site, '/tiles/nothing.svg')).statusCode).toBe(404);
  });
});

describe('what goes with the pages', () => {
  it('answers a tile again with 304', async () => {
    const first = await get(site, '/tiles/collecting-data.svg');
    expect(first.headers['content-type']).toContain('image/svg+xml');
    expect(first.headers['cache-control']).toContain('public');

    const again = await get(site, '/tiles/collecting-data.svg', { 'if-none-match': String(first.headers.etag) });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  it.each(Object.keys(jsonSchemas))('serves the schema %s, which equals the file that editors read', async (name) => {
    const response = await get(site, `/schemas/${name}.json`);

    expect(response.statusCode).toBe(200);
    // Written anew by: npm run schemas
    expect(response.body).toBe(await readFile(join(projectRoot, 'schemas', `${name}.json`), 'utf8'));
  });

  it('needs few statements for a page', async () => {
    const headers = await signIn(site, await insertPerson(site));
    for (const [url, most] of [
      ['/', 2],
      ['/library?q=equty', 3],
      // One of them for the endorsements of partners.
      ['/micro-credentials/collecting-data', 3],
      ['/series/leadership-for-equity', 2],
    ] as const) {
      let statements = 0;
      const count = () => (statements += 1);
      site.deps.pool.on('acquire', count);
      await get(site, url, headers);
      site.deps.pool.off('acquire', count);
      expect(statements, url).toBeLessThanOrEqual(most);
    }
  });
});
