import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CfPackage } from '#domain/open-data/case-types.ts';
import { caseIds } from '#domain/open-data/case-ids.ts';
import { caseUrl, ctidOf, issuerCtid, resourceUrl } from '#domain/open-data/ids.ts';
import { publishProgrammes } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Published,
  baseDefinition,
  insertEnrolment,
  insertIssuer,
  insertPublished,
} from '../../../test/support/factories.ts';
import { insertSeries } from '../../../test/support/series.ts';
import { issueAward } from '../awards/issue-award.ts';
import { readSitemapPart } from './sitemap.queries.ts';

/** Whatever was answered. */
type Json = Record<string, ReturnType<typeof JSON.parse>>;

const hostile = '</script><script>alert(1)</script><!-- & “quotes”';

let site: TestSite;
let baseUrl: string;
/** Two versions: the second has another outcome than the first. */
let published: Published;

beforeAll(async () => {
  site = await createTestApp();
  ({ baseUrl } = site.deps);
  await publishProgrammes(site);
  const issuer = await insertIssuer(site, { slug: 'hostile', name: hostile });
  const definition = baseDefinition({ slug: 'hostile', title: hostile });
  published = await insertPublished(site, { issuer, definition });
});
afterAll(() => site.close());

const data = (url: string, headers: Record<string, string> = {}) =>
  get(site, url.replace(baseUrl, ''), { accept: '*/*', ...headers });

async function json<T = Json>(url: string): Promise<T> {
  const response = await data(url);
  expect([url, response.statusCode]).toEqual([url, 200]);
  return response.json<T>();
}

const resource = (kind: 'micro-credential' | 'series', slug: string) =>
  resourceUrl(baseUrl, ctidOf(baseUrl, { kind, slug }));

describe('what an award points to', () => {
  it('is here: every CASE item, and the CTDL resource', async () => {
    const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
    const issued = await issueAward(site.deps, { attemptId });
    const { credentialSubject } = await json(`/verify/${issued.ok ? issued.publicId : ''}/credential.json`);
    const targets = credentialSubject.achievement.alignment as Record<string, string>[];
    expect(targets.map(({ targetType }) => targetType)).toEqual(['CTDL', 'CFItem']);

    const [ctdl, item] = await Promise.all(targets.map(({ targetUrl }) => json(targetUrl!)));
    expect(ctdl!['@id']).toBe(targets[0]!.targetUrl);
    expect(item).toMatchObject({ uri: targets[1]!.targetUrl, fullStatement: targets[1]!.targetName });
    expect(item!.CFDocumentURI.title).toBe(targets[1]!.targetFramework);
  });

  it('stays when a later version has another outcome, and what is new is found', async () => {
    const { definition, issuer, microCredentialId } = published;
    const [first] = definition.outcomes;
    const next = { ...definition, outcomes: [{ ...first!, id: 'another', title: 'Another' }] };
    const ids = caseIds(baseUrl, 'hostile');
    expect((await data(caseUrl(baseUrl, 'CFItems', ids.outcome('another')))).statusCode).toBe(404);
    await insertPublished(site, { issuer, definition: next, microCredentialId });

    expect((await json(caseUrl(baseUrl, 'CFItems', ids.outcome('another')))).fullStatement).toBe('Another');
    expect((await json(caseUrl(baseUrl, 'CFItems', ids.outcome(first!.id)))).fullStatement).toBe(first!.title);
    expect((await json(resource('micro-credential', 'hostile')))['ceterms:versionIdentifier']).toMatchObject([
      { 'ceterms:identifierValueCode': '2' },
    ]);
  });
});

describe('CTDL', () => {
  it('leads on to the issuer, to the series and back', async () => {
    const series = await json(resource('series', 'advancing-powerful-student-learning'));
    expect(series['ceterms:hasPart']).toHaveLength(15);
    const member = await json(series['ceterms:hasPart'][0]);
    expect(member['ceterms:isPartOf']).toEqual([series['@id']]);
    const issuer = await json(member['ceterms:ownedBy'][0]);
    expect(issuer['@type']).toBe('ceterms:CredentialOrganization');
    expect(issuer['ceterms:offers']).toEqual(expect.arrayContaining([series['@id'], member['@id']]));
  });

  it('says what must be earned first, and is part of no series that is not a credential', async () => {
    const order = (slugs: string[]) => ({
      stackAward: undefined,
      prerequisites: [{ microCredential: slugs[1], after: [slugs[0]], level: 'required' }],
    });
    const { members, slug } = await insertSeries(site, { change: order });
    const [first, second] = members.map(({ definition }) => resource('micro-credential', definition.slug));
    const described = await json(second!);
    const [, before] = described['ceterms:requires'];
    expect(before['ceterms:targetCredential']).toEqual([first]);
    expect(described).not.toHaveProperty(['ceterms:isPartOf']);
    expect((await json(resource('series', slug)))['ceterms:hasMember']).toEqual([first, second]);
  });

  it('is the page to a browser', async () => {
    const url = resource('series', 'leadership-for-equity').replace(baseUrl, '');
    const response = await get(site, url);
    expect([response.statusCode, response.headers.location]).toEqual([303, `${baseUrl}/series/leadership-for-equity`]);
    expect(response.headers.vary).toContain('accept');
    expect((await get(site, `${url}.json`)).headers['content-type']).toBe('application/ld+json; charset=utf-8');
  });

  it('says in JSON what it does not know', async () => {
    const response = await data(resource('series', 'no-such-series'));
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('CASE 1.1', () => {
  const base = '/ims/case/v1p1';

  it('lists every document by pages, and leads to all there is of each', async () => {
    const seen: string[] = [];
    for (let next: string | undefined = `${base}/CFDocuments?limit=10&sort=title`; next;) {
      const response = await data(next);
      const { CFDocuments } = response.json<{ CFDocuments: Json[] }>();
      seen.push(...CFDocuments.map(({ identifier }) => identifier as string));
      expect(Number(response.headers['x-total-count'])).toBeGreaterThan(20);
      next = /<([^>]+)>; rel="next"/.exec(String(response.headers.link))?.[1];
    }
    const { count } = await site.db
      .selectFrom('micro_credentials')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(new Set(seen).size).toBe(Number(count));

    const whole = await json<CfPackage>(`${base}/CFPackages/${caseIds(baseUrl, 'building-will').document}`);
    expect(seen).toContain(whole.CFDocument.identifier);
    for (const { uri } of [whole.CFDocument, whole.CFItems[0]!, whole.CFAssociations[0]!, whole.CFRubrics[0]!])
      expect((await json(uri)).uri).toBe(uri);
    const { CFItemTypes } = await json(whole.CFDefinitions.CFItemTypes[0]!.uri);
    expect(CFItemTypes).toEqual(whole.CFDefinitions.CFItemTypes);
    const associated = await json(`${base}/CFItemAssociations/${whole.CFItems[0]!.identifier}`);
    const children = whole.CFItems.filter(({ CFItemType }) => CFItemType === 'Outcome detail');
    expect(associated.CFAssociations.length).toBeGreaterThan(1);
    expect(associated.CFAssociations.length).toBeLessThanOrEqual(children.length + 1);
  });

  it('picks fields and sorts, the newest first', async () => {
    const url = `${base}/CFDocuments?limit=1&sort=version&orderBy=desc&fields=title,version`;
    expect((await json(url)).CFDocuments).toEqual([{ title: `Outcomes of ${hostile}`, version: '2' }]);
  });

  it.each([
    ['/CFDocuments?limit=none', 400, 'limit', 'invalid_selection_field'],
    ['/CFDocuments?sort=secret', 400, 'sort', 'invalid_sort_field'],
    ['/CFItems/00000000-0000-4000-8000-000000000000', 404, 'sourcedId', 'unknownobject'],
    ['/CFRubrics/nothing', 404, 'sourcedId', 'invaliduuid'],
    ['/CFSubjects/00000000-0000-4000-8000-000000000000', 404, 'sourcedId', 'unknownobject'],
  ])('answers %s as the standard has it', async (path, status, field, code) => {
    const response = await data(`${base}${path}`);
    expect(response.statusCode).toBe(status);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.json()).toMatchObject({
      imsx_codeMajor: 'failure',
      imsx_severity: 'error',
      imsx_codeMinor: {
        imsx_codeMinorField: [{ imsx_codeMinorFieldName: field, imsx_codeMinorFieldValue: code }],
      },
    });
  });

  it('takes the id of one kind for no other', async () => {
    const { document, rubric } = caseIds(baseUrl, 'hostile');
    expect((await data(`${base}/CFItems/${document}`)).statusCode).toBe(404);
    expect((await data(`${base}/CFDocuments/${rubric('guide')}`)).statusCode).toBe(404);
  });
});

describe('every answer', () => {
  const urls = () => [
    resource('micro-credential', 'hostile'),
    resourceUrl(baseUrl, issuerCtid(baseUrl, 'hostile')),
    '/ims/case/v1p1/CFDocuments',
    `/ims/case/v1p1/CFPackages/${caseIds(baseUrl, 'hostile').document}`,
    '/ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json',
    '/sitemap.xml',
    '/robots.txt',
  ];

  it('is open to other sites, and asked for again only when it has changed', async () => {
    for (const url of urls()) {
      const { headers } = await data(url);
      expect([url, headers['access-control-allow-origin']]).toEqual([url, '*']);
      expect(headers['cache-control']).toMatch(/^public, max-age=\d+/);
      const again = await data(url, { 'if-none-match': String(headers.etag) });
      expect([url, again.statusCode, again.body]).toEqual([url, 304, '']);
      expect((await data(url, { 'if-none-match': 'W/"other"' })).statusCode).toBe(200);
    }
  });

  it('takes one statement once the ids are known, however long it is', async () => {
    const counts = [];
    for (const url of urls()) counts.push(await countStatements(() => data(url)));
    // The description of the service and robots.txt ask the database for nothing.
    expect(counts).toEqual([1, 1, 1, 1, 0, 1, 0]);
  });
});

describe('in the pages', () => {
  const graphOf = (page: Document) => {
    const [block, more] = page.querySelectorAll('script[type="application/ld+json"]');
    expect(more).toBeUndefined();
    return (JSON.parse(block!.textContent) as { '@graph': Json[] })['@graph'];
  };

  it('the micro-credential says what it is, and no title ends the data', async () => {
    const response = await get(site, '/micro-credentials/hostile');
    expect(response.body).not.toContain('<script>alert');
    const [issuer, credential, places] = graphOf(pageOf(response));
    expect(issuer).toMatchObject({ '@type': 'Organization', name: hostile });
    expect(credential).toMatchObject({
      '@type': 'EducationalOccupationalCredential',
      '@id': resource('micro-credential', 'hostile'),
      name: hostile,
      competencyRequired: [{ name: 'Another' }],
    });
    expect(places!.itemListElement.map(({ name }: { name: string }) => name)).toEqual(['Library', hostile]);
  });

  it('the series has its parts, its one address and its data', async () => {
    const page = pageOf(await get(site, '/series/advancing-powerful-student-learning?before=x'));
    expect(graphOf(page)[1]!.hasPart).toHaveLength(15);
    const slug = 'advancing-powerful-student-learning';
    expect(page.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(`${baseUrl}/series/${slug}`);
    expect(page.querySelector('link[rel=alternate]')?.getAttribute('href')).toBe(resource('series', slug));
  });

  it('a page for people lists what there is, page by page', async () => {
    const first = pageOf(await get(site, '/open-data'));
    expect(textOf(first)).toContain(hostile);
    const link = first.querySelector('tbody a[href^="/resources/"]')!.getAttribute('href')!;
    expect((await get(site, link)).statusCode).toBe(200);
    const rest = pageOf(await get(site, '/open-data?title=Understanding+Improvement&after=understanding-improvement'));
    expect(textOf(rest.querySelector('tbody'))).not.toContain('Building Will');
  });
});

describe('the sitemap', () => {
  it('lists what anybody may find: no award, nobody’s pages', async () => {
    const body = (await data('/sitemap.xml')).body;
    expect(body).toContain(`<loc>${baseUrl}/series/leadership-for-equity</loc><lastmod>`);
    expect(body).toContain(`<loc>${baseUrl}/micro-credentials/hostile</loc>`);
    expect(body).not.toMatch(/\/verify\/.|\/awards|\/work/);
    expect((await data('/robots.txt')).body).toContain(`Sitemap: ${baseUrl}/sitemap.xml`);
  });

  it('has every page once, in as many parts as it takes', async () => {
    const whole = await readSitemapPart(site.db, { part: 1, perPart: 50_000 });
    expect(whole.parts).toBe(1);
    const { parts } = await readSitemapPart(site.db, { part: 1, perPart: 7 });
    expect(parts).toBe(Math.ceil(whole.pages.length / 7));
    const paths: string[] = [];
    for (let part = 1; part <= parts; part += 1)
      paths.push(...(await readSitemapPart(site.db, { part, perPart: 7 })).pages.map(({ path }) => path));
    expect(paths).toEqual(whole.pages.map(({ path }) => path));
    expect((await data('/sitemaps/2.xml')).statusCode).toBe(404);
  });
});

/** Statements that the application sends meanwhile. */
async function countStatements(act: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await act();
    return sent.mock.calls.length;
  } finally {
    sent.mockRestore();
  }
}
