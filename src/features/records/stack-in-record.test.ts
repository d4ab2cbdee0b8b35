import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkClrSchema } from '#domain/credential/clr-schema.ts';
import { type TestSite, createTestApp, get, noon } from '../../../test/support/app.ts';
import { type Person, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type TestSeries, earn, insertSeries } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';

type Json = Record<string, unknown>;
type Inner = Json & { id: string; name: string; credentialSubject: { achievement: { id: string } } };
type Clr = Json & { credentialSubject: { verifiableCredential: Inner[]; achievement?: Json[]; association: Json[] } };

let site: TestSite;
let series: TestSeries;
let person: Person;
let headers: Record<string, string>;
let pieces: string[];
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://tessera.example' });
  series = await insertSeries(site);
  person = await insertPerson(site);
  headers = await signIn(site, person);
  pieces = [];
  for (const member of series.members) pieces.push(await earn(site, person, member));
  await site.runJobs();
});
afterAll(() => site.close());

const fetchRecord = async () =>
  (await get(site, `/awards/transcript.clr.json?issuer=${series.issuer.slug}`, headers)).json<Clr>();

async function verify(award: unknown) {
  const answer = await site.app.inject({ method: 'POST', url: '/api/verify', payload: { award } });
  const { outcome, reason, steps } = answer.json<{ outcome: string; reason: string; steps: Json[] }>();
  return { outcome, reason, contents: steps.find(({ name }) => name === 'contents')?.detail };
}

async function setStatus(publicId: string, status: 'suspended' | 'revoked' | 'in-force') {
  site.setNow(new Date(site.deps.now().getTime() + 3600_000));
  await site.db.transaction().execute(async (trx) => {
    const award = await trx
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', publicId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    await setAwardStatus(trx, {
      ...{ issuerId: award.issuer_id, awardId: award.id, status, reason: 'A test.' },
      ...{ byPerson: null, at: site.deps.now() },
    });
  });
  await site.runJobs();
}

it('stands with its pieces in a learner record that verifies, as JSON and as a JWT', async () => {
  const record = await fetchRecord();
  expect(checkClrSchema(record)).toEqual({ ok: true });
  const { verifiableCredential: inner, achievement, association } = record.credentialSubject;
  const title = series.document.stackAward!.title;
  expect(inner.map(({ name }) => name)).toContain(title);
  // The award is there, so nothing has to speak for it.
  expect(achievement ?? []).toEqual([]);
  const stackId = inner.find(({ name }) => name === title)!.credentialSubject.achievement.id;
  const members = inner
    .filter(({ name }) => name !== title)
    .map(({ credentialSubject }) => credentialSubject.achievement.id);
  expect(members).toHaveLength(2);
  for (const sourceId of members)
    expect(association).toContainEqual({
      ...{ type: 'Association', associationType: 'isPartOf' },
      ...{ sourceId, targetId: stackId },
    });
  const { body: jwt } = await get(site, `/awards/transcript.clr.jwt?issuer=${series.issuer.slug}`, headers);
  for (const award of [record, jwt])
    expect(await verify(award)).toEqual({ outcome: 'verified', reason: 'ok', contents: 'Each award in it holds: 3.' });
  for (const one of inner) expect(await verify(one)).toMatchObject({ outcome: 'verified' });
});

it('fails the record when a word of it is changed', async () => {
  const record = structuredClone(await fetchRecord());
  const title = series.document.stackAward!.title;
  record.credentialSubject.verifiableCredential.find(({ name }) => name === title)!.name = 'Grander';
  expect((await verify(record)).outcome).toBe('failed');
});

it('counts no more in a record from before it was revoked, and the one that was issued again stands in the next', async () => {
  const before = await fetchRecord();
  const stack = await site.db
    .selectFrom('awards')
    .select('public_id')
    .where('kind', '=', 'stack')
    .executeTakeFirstOrThrow();
  await setStatus(pieces[0]!, 'suspended');
  await setStatus(stack.public_id, 'revoked');
  const { contents } = await verify(before);
  expect(contents).toBe('Of 3 awards in it 1 hold; the others count no more.');

  await setStatus(pieces[0]!, 'in-force');

  const after = await fetchRecord();
  const inner = after.credentialSubject.verifiableCredential;
  expect(inner).toHaveLength(3);
  expect(JSON.stringify(after)).not.toContain(stack.public_id);
  expect(await verify(after)).toEqual({ outcome: 'verified', reason: 'ok', contents: 'Each award in it holds: 3.' });
  expect(site.deps.now().getTime()).toBeGreaterThan(noon.getTime());
});
