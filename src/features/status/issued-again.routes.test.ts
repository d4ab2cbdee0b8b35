import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
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
  const rowsFor = async (headers: Record<string, string>) => {
    const answer = await get(site, `/admin/${issuer.slug}/awards/${publicId}`, headers);
    return [
      answer,
      [...pageOf(answer).querySelectorAll('section[aria-labelledby="credentials-title"] li')].map(textOf),
    ] as const;
  };
  const lead = await insertPerson(site);
  await insertMembership(site, issuer, lead, 'lead_assessor');
  const [seen, ofLead] = await rowsFor(await signIn(site, lead));
  expect(seen.statusCode).toBe(200);
  expect(ofLead.map((row) => row.replace(/\..*/, ''))).toEqual([
    'Number 4: Signed again with a new key, to an e-mail address, in the name of Ana M',
    'Number 3: Issued again with a corrected name, to an e-mail address, in the name of Ana M',
    'Number 2: Issued again with a corrected name, to an e-mail address, in another name',
    'Number 1: Issued with the award, to an e-mail address, in another name',
  ]);
  expect(seen.body).not.toContain(person.name);

  const listed = async (search: string) =>
    textOf(
      pageOf(await get(site, `/admin/${issuer.slug}/awards?q=${encodeURIComponent(search)}`, asAdmin)).querySelector(
        'main',
      ),
    );
  expect(await listed('Ana M.')).toContain('Ana M. Luz');
  expect(await listed(person.name)).not.toContain('Ana M. Luz');

  await post(
    site,
    `/admin/${issuer.slug}/awards/${publicId}/announce`,
    { code: 'other', announceReason: 'A test.' },
    await signIn(site, lead),
  );
  const waiting = await get(site, '/lead', await signIn(site, lead));
  expect(waiting.body).toContain('Ana M. Luz');
  expect(waiting.body).not.toContain(person.name);
});

it('shows in a review of a stack award the name that the award bears now', async () => {
  const series = await insertSeries(site);
  const person = await insertPerson(site);
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
  const asAdmin = await signIn(site, admin);
  const pieces: string[] = [];
  for (const member of series.members) pieces.push(await earn(site, person, member));
  await site.runJobs();
  const stack = await site.db
    .selectFrom('awards')
    .select('public_id')
    .where('person_id', '=', person.id)
    .where('kind', '=', 'stack')
    .executeTakeFirstOrThrow();
  const act = async (publicId: string, what: string, fields: Record<string, string>) =>
    expect(
      (await post(site, `/admin/${series.issuer.slug}/awards/${publicId}/${what}`, fields, asAdmin)).statusCode,
    ).toBe(303);
  await act(stack.public_id, 'reissue', { name: 'Corrected Name' });
  await act(pieces[0]!, 'suspend', { statusReason: 'A question about it.' });
  await site.runJobs();
  const led = pageOf(await get(site, `/admin/${series.issuer.slug}/series/${series.slug}`, asAdmin));
  const reviews = textOf(led.querySelector('section:has(#reviews), [aria-labelledby=reviews]'));
  expect(reviews).toContain('Corrected Name');
  expect(reviews).not.toContain(person.name);
});
