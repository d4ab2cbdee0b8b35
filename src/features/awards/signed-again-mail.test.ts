import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { earn } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { listIssuerKeys } from './issuer-keys.queries.ts';
import { replaceCredentials } from './replace-credentials.ts';
import { revokeKey } from './revoke-key.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('writes once to each earner of what a revoked key signed, wherever the job was killed, and says so on the status page', async () => {
  const first = await insertPublished(site);
  const { issuer } = first;
  const second = await insertPublished(site, { issuer });
  const [one, both, lost] = [await insertPerson(site), await insertPerson(site), await insertPerson(site)];
  const publicId = await earn(site, one, first);
  for (const published of [first, second]) await earn(site, both, published);
  await earn(site, lost, first);
  const { id: awardId } = await site.db
    .selectFrom('awards')
    .select('id')
    .where('person_id', '=', lost.id)
    .executeTakeFirstOrThrow();
  const change = { issuerId: issuer.id, awardId, reason: 'So', byPerson: null, at: site.deps.now() };
  await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'revoked' }));
  await site.runJobs();
  const written = async () => {
    await site.runJobs();
    const mails = await Promise.all([one, both, lost].map(({ email }) => site.mailsTo(email)));
    return mails.map((some) => some.filter(({ subject }) => subject.includes('signed with a new key')));
  };
  const statusPage = async () =>
    textOf(pageOf(await get(site, `/awards/${publicId}/status`, await signIn(site, one))).querySelector('main'));
  expect(await statusPage()).not.toContain('new key');

  const keyId = (await listIssuerKeys(site.db, issuer.id)).find(({ algorithm }) => algorithm === 'ed25519')?.id ?? '';
  await revokeKey(site.deps, { issuer, keyId, reason: 'A backup was lost.', actorId: null });
  // Killed when everything was done but the end of the job: it runs again from the beginning.
  await replaceCredentials(site.deps, { keyId });
  await replaceCredentials(site.deps, { keyId });

  const [toOne, toBoth, toLost] = await written();
  expect(toOne?.map(({ subject }) => subject)).toEqual([
    `Your award “${first.definition.title}” is signed with a new key`,
  ]);
  expect(toOne?.[0]?.text).toContain(`/verify/${publicId}`);
  expect(toBoth?.map(({ subject }) => subject)).toEqual(['Your awards are signed with a new key']);
  for (const { definition } of [first, second]) expect(toBoth?.[0]?.text).toContain(`“${definition.title}”`);
  expect(toBoth?.[0]?.text).toContain('2 of your awards');
  expect(toLost).toEqual([]);
  expect(await statusPage()).toMatch(/Signed with a new keyThis award was signed again on \w+ \d+, 2026, because/);
});

it('tells nobody before the last award is signed again', async () => {
  const published = await insertPublished(site);
  const person = await insertPerson(site);
  await earn(site, person, published);
  const key = (await listIssuerKeys(site.db, published.issuer.id)).find(({ algorithm }) => algorithm === 'ed25519');
  await revokeKey(site.deps, { issuer: published.issuer, keyId: key?.id ?? '', reason: 'Lost.', actorId: null });
  const broken = {
    ...site.deps,
    canonize: () => {
      throw new Error('killed');
    },
  };
  await expect(replaceCredentials(broken, { keyId: key?.id ?? '' })).rejects.toThrow('killed');
  const told = () => site.db.selectFrom('key_notices').select('person_id').where('person_id', '=', person.id).execute();
  expect(await told()).toEqual([]);
  await site.runJobs();
  expect(await told()).toHaveLength(1);
});
