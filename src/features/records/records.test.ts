import { existsSync, readFileSync } from 'node:fs';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential } from '@digitalbazaar/vc';
import { importJWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clrContext } from '#domain/credential/clr-context.ts';
import { checkClrSchema } from '#domain/credential/clr-schema.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Person,
  type TestIssuer,
  baseDefinition,
  insertEnrolment,
  insertIssuer,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { issueAward } from '../awards/issue-award.ts';
import { setAwardStatus } from '../status/set-status.ts';

type Json = Record<string, unknown>;
type Clr = Json & {
  id: string;
  name: string;
  credentialSubject: Json & {
    verifiableCredential: (Json & { id: string; name: string; proof: Json[] })[];
    achievement?: Json[];
    association?: Json[];
  };
  proof: Json[];
};

let site: TestSite;
let person: Person;
let other: Person;
let headers: Record<string, string>;
let north: TestIssuer;
let south: TestIssuer;
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://tessera.example' });
  north = await insertIssuer(site, { slug: 'north', name: 'North' });
  south = await insertIssuer(site, { slug: 'south', name: 'South' });
  person = await insertPerson(site);
  other = await insertPerson(site);
  headers = await signIn(site, person);
  await award(north, 'first-steps');
  await award(north, 'second-steps');
  await insertSeries(north, 'all-steps', ['first-steps', 'second-steps', 'third-steps']);
  await award(south, 'southern-steps');
});
afterAll(() => site.close());

async function award(issuer: TestIssuer, slug: string) {
  const published = await insertPublished(site, { issuer, definition: baseDefinition({ slug, title: slug }) });
  const enrolment = await insertEnrolment(site, { published, person });
  const { attemptId } = await insertDecided(site, { enrolment });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

/** A published series; the second member after the first. */
async function insertSeries(issuer: TestIssuer, slug: string, members: string[]) {
  const texts = { title: 'All steps', statement: 'Walks.', summary: 'How to walk.', audience: ['teacher' as const] };
  const document = {
    ...{ format: 'tessera/1', kind: 'series', slug, ...texts, tiers: [], strands: [] },
    members: members.map((microCredential) => ({ microCredential, tier: 'one', strand: 'one' })),
    prerequisites: [{ microCredential: members[1], after: [members[0]], level: 'recommended' }],
    stackAward: { title: 'Walker', statement: 'Walked all steps.', rule: 'all-members' },
    ...{ sisters: [], notes: [] },
  };
  await site.db.transaction().execute(async (trx) => {
    const series = await trx
      .insertInto('series')
      .values({ issuer_id: issuer.id, slug, ...texts })
      .returning('id')
      .executeTakeFirstOrThrow();
    const version = await trx
      .insertInto('series_versions')
      .values({
        ...{ issuer_id: issuer.id, series_id: series.id, number: 1, sha256: 'a'.repeat(64) },
        document: JSON.stringify(document),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx.updateTable('series').set({ current_version_id: version.id }).where('id', '=', series.id).execute();
  });
}

const fetchRecord = async (issuer: string) =>
  (await get(site, `/awards/transcript.clr.json?issuer=${issuer}`, headers)).json<Clr>();

/** As others verify: with the library, and the issuer's DID document as this site serves it. */
async function holds(document: unknown): Promise<boolean> {
  const did = await get(site, '/issuers/north/did.json', { accept: 'application/json' });
  const didDocument = did.json<{ id: string; verificationMethod: { id: string }[] }>();
  const context = 'https://w3id.org/security/multikey/v1';
  const served = new Map<string, unknown>([
    [didDocument.id, didDocument],
    ...didDocument.verificationMethod.map((method): [string, unknown] => [
      method.id,
      { '@context': context, ...method },
    ]),
  ]);
  const { verified } = await verifyCredential({
    credential: structuredClone(document) as object,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: createDocumentLoader(served),
    now: noon,
    checkStatus: () => ({ verified: true }),
  });
  return verified;
}

describe('a learner record', () => {
  it('holds before the program that signed it, award by award, in either form', async () => {
    const { body: jwt } = await get(site, '/awards/transcript.clr.jwt?issuer=north', headers);
    for (const award of [await fetchRecord('north'), jwt]) {
      const answer = await site.app.inject({ method: 'POST', url: '/api/verify', payload: { award } });
      const { outcome, steps } = answer.json<{ outcome: string; steps: Json[] }>();
      expect([outcome, steps.filter((step) => step.outcome !== 'passed')]).toEqual(['verified', []]);
      expect(steps.find(({ name }) => name === 'contents')).toMatchObject({ detail: 'Each award in it holds: 2.' });
    }
  });

  it('fits the specification, and says how its awards belong together', async () => {
    const record = await fetchRecord('north');
    expect(checkClrSchema(record)).toEqual({ ok: true });
    expect(record.id).toMatch(/^urn:uuid:/);
    const { verifiableCredential, achievement = [], association } = record.credentialSubject;
    const [first, second] = verifiableCredential.map(
      ({ credentialSubject }) => (credentialSubject as { achievement: { id: string } }).achievement.id,
    );
    expect(achievement.map(({ name }) => name)).toEqual(['Walker']);
    const series = achievement[0]?.id;
    expect(association).toEqual([
      { type: 'Association', associationType: 'isPartOf', sourceId: first, targetId: series },
      { type: 'Association', associationType: 'isPartOf', sourceId: second, targetId: series },
      { type: 'Association', associationType: 'precedes', sourceId: first, targetId: second },
    ]);
  });

  it('verifies by other software, and so does every credential in it by itself', async () => {
    const record = await fetchRecord('north');
    expect(await holds(record)).toBe(true);
    const inner = record.credentialSubject.verifiableCredential;
    expect(await Promise.all(inner.map(holds))).toEqual([true, true]);
    expect(record.proof).toHaveLength(1);
  });

  it('fails as a whole once a word of a credential in it is changed, and this one by itself; the others hold', async () => {
    const record = structuredClone(await fetchRecord('north'));
    const [first, second] = record.credentialSubject.verifiableCredential;
    if (first) first.name = 'Something grander';
    expect(await holds(record)).toBe(false);
    expect(await Promise.all([first, second].map(holds))).toEqual([false, true]);
  });

  it('fails once an association is added or a credential left out', async () => {
    const record = await fetchRecord('north');
    const without = structuredClone(record);
    without.credentialSubject.verifiableCredential.pop();
    const more = structuredClone(record);
    const [one] = record.credentialSubject.association ?? [];
    more.credentialSubject.association?.push({ ...one, associationType: 'isPeerOf' });
    expect(await Promise.all([without, more].map(holds))).toEqual([false, false]);
  });

  it('is a JWT, too, by the issuer’s RSA key', async () => {
    const answer = await get(site, '/awards/transcript.clr.jwt?issuer=north', headers);
    expect(answer.headers['content-type']).toContain('application/vc+jwt');
    const { kid } = JSON.parse(Buffer.from(answer.body.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };
    const jwk = (await get(site, new URL(kid).pathname, { accept: 'application/json' })).json<Json>();
    const { payload } = await jwtVerify(answer.body, await importJWK(jwk, 'RS256'), { currentDate: noon });
    expect(payload).toMatchObject({
      iss: 'did:web:tessera.example:issuers:north',
      type: ['VerifiableCredential', 'ClrCredential'],
    });
  });

  it('is one of each issuer: without a name there is nothing to choose by', async () => {
    expect((await fetchRecord('south')).credentialSubject.verifiableCredential).toHaveLength(1);
    const answer = await get(site, '/awards/transcript.clr.json', headers);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/awards/record']);
    expect((await get(site, '/awards/transcript.clr.json?issuer=nobody', headers)).statusCode).toBe(404);
    const strange = await get(site, '/awards/transcript.clr.json?issuer=north', await signIn(site, other));
    expect(strange.statusCode).toBe(404);
  });

  it('is signed once, and anew when what is in it changes', async () => {
    const once = await fetchRecord('north');
    expect((await fetchRecord('north')).id).toBe(once.id);
    const publicId = await award(north, 'fourth-steps');
    const more = await fetchRecord('north');
    expect(more.id).not.toBe(once.id);
    expect(more.credentialSubject.verifiableCredential).toHaveLength(3);
    const { id } = await site.db
      .selectFrom('awards')
      .select('id')
      .where('public_id', '=', publicId)
      .executeTakeFirstOrThrow();
    await site.db.transaction().execute((trx) =>
      setAwardStatus(trx, {
        ...{ issuerId: north.id, awardId: id, status: 'revoked', reason: 'A test', byPerson: null, at: noon },
      }),
    );
    // Revoked, it is no longer part of what the issuer vouches for.
    expect((await fetchRecord('north')).credentialSubject.verifiableCredential).toHaveLength(2);
  });
});

describe('a link to it', () => {
  it('opens the record for whoever has it, until its owner ends it', async () => {
    expect((await post(site, '/awards/record/shares', { note: ' ' }, headers)).statusCode).toBe(422);
    await post(site, '/awards/record/shares', { note: 'The district' }, headers);
    const page = pageOf(await get(site, '/awards/record', headers));
    const address = new URL(page.querySelector<HTMLInputElement>('input[readonly]')?.value ?? '').pathname;
    const shared = await get(site, address);
    expect(textOf(pageOf(shared))).toContain('first-steps');
    expect(shared.headers).toMatchObject({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'private, no-store' });
    const record = (await get(site, `${address}/transcript.clr.json?issuer=north`)).json<Clr>();
    expect(record.name).toBe(`Learner record of ${person.name} at North`);
    const end = page.querySelector('form[action$="/end"]')?.getAttribute('action') ?? '';
    expect((await post(site, end, {}, await signIn(site, other))).statusCode).toBe(404);
    expect((await get(site, address)).statusCode).toBe(200);
    await post(site, end, {}, headers);
    expect((await get(site, address)).statusCode).toBe(404);
    expect((await get(site, `${address}/transcript.clr.json?issuer=north`)).statusCode).toBe(404);
  });

  it('is made so many times, and no more', async () => {
    for (let made = 1; made <= 20; made++)
      expect((await post(site, '/awards/record/shares', { note: `${made}` }, headers)).statusCode).toBe(303);
    const refused = await post(site, '/awards/record/shares', { note: 'one more' }, headers);
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused))).toContain('You have 20 links already.');
  });
});

/** Published by others, and therefore not part of this repository. */
const contextFile = '../shared/reference/open-badges/clr-v2p0-2.0.1.json';

it.skipIf(!existsSync(contextFile))('names its terms as the published context does', () => {
  expect(clrContext).toEqual(JSON.parse(readFileSync(contextFile, 'utf8')));
});
