import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { type Person, insertEnrolment, insertPerson, signIn } from '../../../test/support/factories.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
import { issueAward } from '../awards/issue-award.ts';
import { bindWallet, removeWallet } from './bind-wallet.ts';
import { issueToWallet } from './issue-to-wallet.ts';

const did = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
let site: TestSite;
let person: Person;
beforeAll(async () => {
  site = await createTestApp();
  person = await insertPerson(site);
});
afterAll(() => site.close());

const bind = (of: Person, to: string) =>
  site.db.transaction().execute((trx) => bindWallet(trx, { personId: of.id, did: to, now: noon }));

async function earnAnother(): Promise<string> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

/** The id of the subject in both forms, and how the row calls it. */
async function namedIn(publicId: string): Promise<unknown[]> {
  const { credential, jwt, identity, subject_did } = await site.db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .select(['c.credential', 'c.jwt', 'c.identity', 'c.subject_did'])
    .where('a.public_id', '=', publicId)
    .where('c.number', '=', 1)
    .executeTakeFirstOrThrow();
  const { credentialSubject } = credential as { credentialSubject: { id: string; identifier: { hashed: boolean }[] } };
  expect(credentialSubject.identifier[0]).toMatchObject({ hashed: true, identityType: 'emailAddress' });
  return [credentialSubject.id, decodeJwt(jwt ?? '').sub, identity, subject_did];
}

const walletsPage = async () => textOf(pageOf(await get(site, '/awards/wallets', await signIn(site, person))).body);

it('names the wallet of its earner in a new award, as long as there is one alone', async () => {
  const unbound = expect.stringMatching(/^urn:uuid:/);
  await bind(await insertPerson(site), 'did:key:z6MkOfSomebodyElse');
  expect(await namedIn(await earnAnother())).toEqual([unbound, unbound, 'email', null]);

  const { id: walletId } = await bind(person, did);
  const publicId = await earnAnother();
  expect(await namedIn(publicId)).toEqual([did, did, 'did', did]);
  expect(await walletsPage()).toContain('New awards name this wallet from the start');
  // Taking it into that wallet gives the one that there is.
  const award = await site.db
    .selectFrom('awards')
    .select('id')
    .where('public_id', '=', publicId)
    .executeTakeFirstOrThrow();
  const taken = await site.db.transaction().execute((trx) => issueToWallet(trx, site.deps, { awardId: award.id, did }));
  expect((taken.credential as { id: string }).id).toMatch(/credentials\/1$/);

  await bind(person, 'did:key:z6MkSecond');
  expect(await namedIn(await earnAnother())).toEqual([unbound, unbound, 'email', null]);
  expect(await walletsPage()).toContain('With more than one wallet');

  await removeWallet(site.deps, { personId: person.id, walletId });
  expect(await namedIn(await earnAnother())).toEqual(
    Array.from({ length: 2 }, () => 'did:key:z6MkSecond').concat('did', 'did:key:z6MkSecond'),
  );
});

it('names it in a stack award, too', async () => {
  const series = await insertSeries(site);
  const finisher = await insertPerson(site);
  await bind(finisher, did);
  for (const member of series.members) await earn(site, finisher, member);
  await site.runJobs();
  const { public_id: publicId } = await site.db
    .selectFrom('awards')
    .select('public_id')
    .where('person_id', '=', finisher.id)
    .where('kind', '=', 'stack')
    .executeTakeFirstOrThrow();
  expect(await namedIn(publicId)).toEqual([did, did, 'did', did]);
});
