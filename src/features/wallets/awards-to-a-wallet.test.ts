import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { type Person, insertEnrolment, insertPerson, signIn } from '../../../test/support/factories.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
import { issueAward } from '../awards/issue-award.ts';
import { bindWallet } from './bind-wallet.ts';
import { chooseWallet } from './choose-wallet.ts';
import { issueToWallet } from './issue-to-wallet.ts';
import { listWallets } from './wallets.queries.ts';

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

it('names in a new award the wallet that its earner chose for them, and no other', async () => {
  const unbound = expect.stringMatching(/^urn:uuid:/);
  const unnamed = [unbound, unbound, 'email', null];
  const headers = await signIn(site, person);
  const press = async (walletId: string, what: string) =>
    expect((await post(site, `/awards/wallets/${walletId}/${what}`, {}, headers)).statusCode).toBe(303);
  const strangers = await bind(await insertPerson(site), 'did:key:z6MkOfSomebodyElse');
  const { id: first } = await bind(person, did);
  // Whoever came first to an offer bound theirs: that alone names it in nothing to come.
  expect(await namedIn(await earnAnother())).toEqual(unnamed);
  expect(await walletsPage()).toContain('New awards name a hash of your e-mail address alone. You can');

  await press(first, 'new-awards');
  const publicId = await earnAnother();
  expect(await namedIn(publicId)).toEqual([did, did, 'did', did]);
  expect(await walletsPage()).toContain('Wallet 1 is the wallet for new awards.');
  // Taking it into that wallet gives the one that there is.
  const award = await site.db
    .selectFrom('awards')
    .select('id')
    .where('public_id', '=', publicId)
    .executeTakeFirstOrThrow();
  const taken = await site.db.transaction().execute((trx) => issueToWallet(trx, site.deps, { awardId: award.id, did }));
  expect((taken.credential as { id: string }).id).toMatch(/credentials\/1$/);

  const { id: second } = await bind(person, 'did:key:z6MkSecond');
  expect((await namedIn(await earnAnother()))[0]).toBe(did);
  await press(second, 'new-awards');
  expect((await namedIn(await earnAnother()))[0]).toBe('did:key:z6MkSecond');
  await press(second, 'new-awards/stop');
  await press(second, 'new-awards/stop');
  expect(await namedIn(await earnAnother())).toEqual(unnamed);

  await press(second, 'new-awards');
  await press(second, 'remove');
  expect(await namedIn(await earnAnother())).toEqual(unnamed);
  for (const gone of [second, strangers.id])
    expect((await post(site, `/awards/wallets/${gone}/new-awards`, {}, headers)).statusCode).toBe(404);
});

it('lets one of two choices at once hold', async () => {
  const both = await insertPerson(site);
  const ids = [(await bind(both, 'did:key:z6MkOne')).id, (await bind(both, 'did:key:z6MkTwo')).id];
  const held = await hold(site);
  await held.selectFrom('wallets').select('id').where('person_id', '=', both.id).forUpdate().execute();
  const choices = ids.map((walletId) => chooseWallet(site.deps, { personId: both.id, walletId }));
  await untilBlocked(site, 2);
  await held.commit().execute();
  await Promise.all(choices);
  const wallets = await listWallets(site.db, both.id);
  expect(wallets.map(({ isChosen }) => isChosen).sort()).toEqual([false, true]);
});

it('names it in a stack award, too', async () => {
  const series = await insertSeries(site);
  const finisher = await insertPerson(site);
  const { id: walletId } = await bind(finisher, did);
  await chooseWallet(site.deps, { personId: finisher.id, walletId });
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
