import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBadge } from '#domain/badge/read-badge.ts';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Person,
  type Published,
  insertEnrolment,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';

let site: TestSite;
let usual: Awarded;
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://tessera.example' });
  usual = await insertAward();
});
afterAll(() => site.close());

type Awarded = { person: Person; published: Published; publicId: string; address: string };

async function insertAward(name = 'José “Pepe” Álvarez'): Promise<Awarded> {
  const person = await insertPerson(site, { name });
  const published = await insertPublished(site);
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person, published }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return { person, published, publicId: result.publicId, address: `/verify/${result.publicId}` };
}

async function setStatus({ publicId }: Awarded, status: 'revoked' | 'suspended' | 'in-force') {
  const { id, issuer_id } = await site.db
    .selectFrom('awards')
    .select(['id', 'issuer_id'])
    .where('public_id', '=', publicId)
    .executeTakeFirstOrThrow();
  await site.db
    .insertInto('award_status_events')
    .values({ issuer_id, award_id: id, status, reason: 'Told to the earner alone.', at: noon })
    .execute();
}

const badgeIn = (response: { rawPayload: Buffer }) => {
  const read = readBadge(response.rawPayload);
  if (!read.ok) throw new Error(read.reason);
  return read;
};

describe('baked badges', () => {
  it.each(['png', 'svg'])('carry the very credential that is served, as %s', async (ending) => {
    const { address } = usual;
    const read = badgeIn(await get(site, `${address}/badge.${ending}`));
    expect(read).toMatchObject({ carrier: ending, badge: { version: '3.0', form: 'json' } });
    expect(JSON.parse(read.badge.text)).toEqual((await get(site, `${address}/credential.json`)).json());
  });

  it.each(['png', 'svg'])('carry the JWT where it is asked for, as %s', async (ending) => {
    const jwt = await get(site, `${usual.address}/credential.jwt`);
    const response = await get(site, `${usual.address}/badge.${ending}?format=jwt`);
    expect(response.statusCode).toBe(jwt.statusCode);
    if (jwt.statusCode === 200) expect(badgeIn(response).badge).toMatchObject({ form: 'jwt', text: jwt.body });
  });

  it('are small pictures that any site may show', async () => {
    const response = await get(site, `${usual.address}/badge.png`);
    expect(await sharp(response.rawPayload).metadata()).toMatchObject({ format: 'png', width: 400, height: 400 });
    expect(response.rawPayload.length).toBeLessThan(50_000);
    expect(response.headers).toMatchObject({
      'content-type': 'image/png',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    const svg = await get(site, `${usual.address}/badge.svg`);
    expect(await sharp(svg.rawPayload).metadata()).toMatchObject({ format: 'svg' });
  });

  it('carry an assertion of Open Badges 2.0 for older backpacks', async () => {
    const { badge } = badgeIn(await get(site, `${usual.address}/badge.png?format=ob2`));
    expect(badge).toMatchObject({ version: '2.0', form: 'json' });
    expect(JSON.parse(badge.text)).toEqual((await get(site, `/ob2/assertions/${usual.publicId}`)).json());
  });
});

describe('Open Badges 2.0', () => {
  it('leads from the assertion to its badge class and its issuer, each at the address that is its id', async () => {
    const local = (url: string) => url.replace(site.deps.baseUrl, '');
    const assertion = (await get(site, `/ob2/assertions/${usual.publicId}`)).json();
    expect(assertion).toMatchObject({
      '@context': 'https://w3id.org/openbadges/v2',
      type: 'Assertion',
      id: `https://tessera.example/ob2/assertions/${usual.publicId}`,
      verification: { type: 'HostedBadge' },
      issuedOn: noon.toISOString(),
    });
    const badge = (await get(site, local(assertion.badge))).json();
    const { definition, issuer } = usual.published;
    expect(badge).toMatchObject({ type: 'BadgeClass', id: assertion.badge, name: definition.title });
    expect(badge.criteria.narrative).toContain(definition.guides[0]?.lookFors[0]?.text);
    const profile = (await get(site, local(badge.issuer))).json();
    expect(profile).toMatchObject({ type: 'Issuer', id: badge.issuer, name: issuer.name });
    expect(profile.verification.startsWith).toBe('https://tessera.example/ob2/assertions/');
    // The validator of the specification's makers asks every issuer for one.
    expect(profile.email).toBe('no-reply@tessera.example');
  });

  it('names the earner by the same salted hash as the signed credential', async () => {
    const { recipient } = (await get(site, `/ob2/assertions/${usual.publicId}`)).json();
    const [hashed] = (await get(site, `${usual.address}/credential.json`)).json().credentialSubject.identifier;
    expect(recipient).toEqual({ type: 'email', hashed: true, identity: hashed.identityHash, salt: hashed.salt });
    expect(JSON.stringify(recipient)).not.toContain(usual.person.email);
  });

  it.each([
    'assertions/0000000000000000000',
    'badges/no-such/1',
    'badges/no-such/x',
    'series/no-such/1',
    'issuers/nobody',
  ])('has nothing at %s', async (rest) => {
    expect((await get(site, `/ob2/${rest}`)).statusCode).toBe(404);
  });

  it.each(['0', '2', '-1', '1e0', '99999999999999999999'])('has no version %s', async (version) => {
    const { slug } = usual.published.definition;
    expect((await get(site, `/ob2/badges/${slug}/${version}`)).statusCode).toBe(404);
  });
});

describe('an award that does not count', () => {
  it.each([
    ['revoked', 410],
    ['suspended', 403],
  ] as const)('is given out in no picture while it is %s', async (state, code) => {
    const award = await insertAward();
    await setStatus(award, state);
    for (const file of ['badge.png', 'badge.svg', 'badge.png?format=ob2', 'image.png'])
      expect.soft((await get(site, `${award.address}/${file}`)).statusCode, file).toBe(code);
    const page = pageOf(await get(site, `/awards/${award.publicId}/share`, await signIn(site, award.person)));
    expect(textOf(page.querySelector('main h2'))).toContain(state);
    expect(page.querySelector('#snippet')).toBeNull();
  });

  it.each(['revoked', 'suspended'] as const)(
    'is gone as an assertion while %s, and says so to programs',
    async (state) => {
      const award = await insertAward();
      await setStatus(award, state);
      const response = await get(site, `/ob2/assertions/${award.publicId}`);
      expect(response.statusCode).toBe(410);
      expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
      expect(response.json()).toMatchObject({ revoked: true, revocationReason: `The issuer ${state} this award.` });
      expect(response.body).not.toContain('Told to the earner alone');
    },
  );

  it('is there again once a suspension is lifted', async () => {
    const award = await insertAward();
    await setStatus(award, 'suspended');
    await setStatus(award, 'in-force');
    for (const address of [`/ob2/assertions/${award.publicId}`, `${award.address}/badge.png`])
      expect.soft((await get(site, address)).statusCode, address).toBe(200);
  });
});

describe('the card of a link', () => {
  it('is a picture of the size that sites ask for, drawn once and known by its tag', async () => {
    const address = `${usual.address}/image.png`;
    const first = await get(site, address);
    expect(await sharp(first.rawPayload).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    const { etag } = first.headers as { etag: string };
    const again = await get(site, address, { 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const other = await insertAward('Somebody Else');
    expect((await get(site, `${other.address}/image.png`, { 'if-none-match': etag })).statusCode).toBe(200);
  });

  it('stays within its frame, however long a name is', async () => {
    const { address } = await insertAward(`${'W'.repeat(120)} #eval("1+1") $x$`);
    const { data, info } = await sharp((await get(site, `${address}/image.png`)).rawPayload)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const column = (x: number) =>
      new Set(Array.from({ length: info.height }, (_, y) => data.readUIntBE((y * info.width + x) * 3, 3)));
    expect(column(info.width - 20).size).toBe(1);
    expect(column(600).size).toBeGreaterThan(1);
  });

  it('is named in the head of the award’s page by whole addresses', async () => {
    const page = pageOf(await get(site, usual.address));
    const meta = (property: string) => page.querySelector(`meta[property="${property}"]`)?.getAttribute('content');
    expect(meta('og:image')).toBe(`https://tessera.example${usual.address}/image.png`);
    expect(meta('og:url')).toBe(`https://tessera.example${usual.address}`);
    expect(meta('og:title')).toBe(`${usual.person.name}: ${usual.published.definition.title}`);
    expect(page.querySelector('meta[name="twitter:card"]')?.getAttribute('content')).toBe('summary_large_image');
  });
});

describe('GET /awards/:publicId/share', () => {
  it('gives the earner a link to copy, files, and HTML that is safe whatever the title', async () => {
    const page = pageOf(await get(site, `/awards/${usual.publicId}/share`, await signIn(site, usual.person)));
    expect(page.querySelector<HTMLInputElement>('#address')?.value).toBe(`https://tessera.example${usual.address}`);
    const hrefs = [...page.querySelectorAll('main a')].map((link) => link.getAttribute('href'));
    for (const file of ['badge.png', 'badge.svg', 'credential.json', 'badge.png?format=ob2'])
      expect(hrefs).toContain(`${usual.address}/${file}`);
    expect(page.querySelector('#snippet')?.textContent).toContain(`https://tessera.example${usual.address}/badge.svg`);
  });

  it('fills in LinkedIn’s form', async () => {
    const page = pageOf(await get(site, `/awards/${usual.publicId}/share`, await signIn(site, usual.person)));
    const href = page.querySelector('a[href^="https://www.linkedin.com/"]')?.getAttribute('href') ?? '';
    const { pathname, searchParams } = new URL(href);
    expect(pathname).toBe('/profile/add');
    expect(Object.fromEntries(searchParams)).toEqual({
      startTask: 'CERTIFICATION_NAME',
      name: usual.published.definition.title,
      organizationName: usual.published.issuer.name,
      issueYear: '2026',
      issueMonth: '11',
      certUrl: `https://tessera.example${usual.address}`,
      certId: usual.publicId,
    });
  });

  it('is nobody else’s', async () => {
    const headers = await signIn(site, await insertPerson(site));
    expect((await get(site, `/awards/${usual.publicId}/share`, headers)).statusCode).toBe(404);
  });
});
