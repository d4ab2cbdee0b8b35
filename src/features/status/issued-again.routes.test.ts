import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';
import { revokeKey } from '../awards/revoke-key.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('shows an issuer’s admin what the earner had issued again, under which name, and what nobody asked for', async () => {
  const { enrolment, attemptId } = await insertDecided(site);
  const issued = await issueAward(site.deps, { attemptId });
  const publicId = issued.ok ? issued.publicId : '';
  const { person, published } = enrolment;
  const { issuer } = published;
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer });
  const [asEarner, asAdmin] = [await signIn(site, person), await signIn(site, admin)];

  await sql`update people set name = 'Ana Luz' where id = ${person.id}`.execute(site.db);
  expect((await post(site, `/awards/${publicId}/reissue`, { name: 'account' }, asEarner)).statusCode).toBe(303);
  const correction = { name: 'Ana M. Luz' };
  await post(site, `/admin/${issuer.slug}/awards/${publicId}/reissue`, correction, asAdmin);
  const key = await site.db
    .selectFrom('issuer_keys')
    .select('id')
    .where('issuer_id', '=', issuer.id)
    .where('algorithm', '=', 'ed25519')
    .executeTakeFirstOrThrow();
  await revokeKey(site.deps, { issuer, keyId: key.id, reason: 'Lost.', actorId: null });
  await site.runJobs();

  const page = pageOf(await get(site, `/admin/${issuer.slug}/awards/${publicId}`, asAdmin));
  const rows = [...page.querySelectorAll('section[aria-labelledby="credentials-title"] li')].map(textOf);
  const day = 'November 22, 2026';
  const corrected = 'Issued again with a corrected name, to an e-mail address, in the name of';
  expect(rows.map((row) => row.replace(/\d\d? \w+ 2026|\w+ \d\d?, 2026/, day))).toEqual([
    `Number 4: Signed again with a new key, to an e-mail address, in the name of Ana M. Luz.${day}`,
    `Number 3: ${corrected} Ana M. Luz.By ${admin.name}, ${day}`,
    `Number 2: ${corrected} Ana Luz.By the earner, Ana Luz, ${day}`,
    `Number 1: Issued with the award, to an e-mail address, in the name of ${person.name}.${day}`,
  ]);
});
