import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, post } from '../../../test/support/app.ts';
import {
  insertClaim,
  insertLicence,
  insertRecorded,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertPerson, signIn } from '../../../test/support/factories.ts';
import { insertProviderDesk } from '../../../test/support/provider.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
import { settleClaim } from '../credit/settle-claim.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site, [await ruleLike({ slug: 'elsewhere', title: 'Elsewhere' })]);
});
afterAll(() => site.close());

it('has no shared number by hours that an issuer’s people enter for anybody, nor of a licence that it has nothing to do with', async () => {
  const series = await insertSeries(site);
  const desk = await insertProviderDesk(site, series.issuer);
  const roster = async () => {
    const wish = { kind: 'roster', ending: 'csv', from: '2026-07-01', to: '2026-12-31', 'micro-credential': '' };
    const made = await post(site, `${desk.path}/files`, wish, desk.headers);
    const id = (made.headers.location ?? '').split('#file-')[1] ?? '';
    return (await get(site, `${desk.path}/files/${id}`, desk.headers)).body;
  };
  const person = await insertPerson(site, { name: 'Open Adams' });
  const licenceId = await insertLicence(site, person, { number: '5555555', sharesNumber: true });
  const otherId = await insertLicence(site, person, { slug: 'elsewhere', number: '6666666', sharesNumber: true });
  const lured = await insertRecorded(site, { issuer: series.issuer, person, change: { title: 'Never held' } });
  expect(await roster()).toContain('Open Adams,,');

  // A draft is no word of theirs, and a claim that is withdrawn is none any more.
  const claimId = await insertClaim(site, person, lured, otherId);
  expect(await roster()).toContain('Open Adams,,');
  const move = { personId: person.id, claimId, note: '', actorId: person.id, now: noon };
  await site.db.transaction().execute((trx) => settleClaim(trx, { ...move, to: 'waiting' }));
  const claimed = await roster();
  expect(claimed).toMatch(/Open Adams,[^,]*5555555/u);
  await site.db.transaction().execute((trx) => settleClaim(trx, { ...move, to: 'withdrawn' }));
  expect(await roster()).toContain('Open Adams,,');

  await earn(site, person, series.members[0]!);
  const rows = (await roster()).split('\r\n');
  expect(rows.find((row) => row.includes('Never held'))).toContain('Open Adams,,');
  expect(rows.find((row) => row.includes(series.members[0]!.definition.title))).toContain('Open Adams,5555555,');
  expect(rows.join('\n')).not.toContain('6666666');

  const headers = await signIn(site, person);
  const page = await get(site, `/credit/licences/${licenceId}`, headers);
  expect(page.body).toContain('Hours that they merely enter for you give them no number.');
});
