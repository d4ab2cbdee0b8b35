import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type TestIssuer,
  baseDefinition,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const day = 24 * 3600_000;

async function makeAdmin(issuer?: TestIssuer) {
  const made = await insertMember(site, 'issuer_admin', issuer ? { issuer } : {});
  return { issuer: made.issuer, admin: `/admin/${made.issuer.slug}`, headers: await signIn(site, made.person) };
}

const rowsOf = (page: Document, label: string) =>
  [...page.querySelectorAll(`[aria-label="${label}"] tbody tr`)].map((row) =>
    [...row.children].map((cell) => textOf(cell)),
  );

/** Submitted so many days ago, and due so many days from now. */
async function wait(enrolmentId: string, days: number, due: number) {
  await site.db
    .updateTable('enrolments')
    .set({
      state: 'submitted',
      attempts_count: 1,
      submitted_at: new Date(noon.getTime() - days * day),
      due_at: new Date(noon.getTime() + due * day),
    })
    .where('id', '=', enrolmentId)
    .execute();
}

describe('/admin', () => {
  it('lists the issuers that one administers, and to an operator all', async () => {
    const { issuer, headers } = await makeAdmin();
    const other = await insertIssuer(site, { name: 'Another <i>issuer</i>' });
    const own = textOf(pageOf(await get(site, '/admin', headers)));
    expect(own).toContain(issuer.name);
    expect(own).not.toContain(other.name);

    const operator = await signIn(site, await insertPerson(site, { isOperator: true }));
    const all = textOf(pageOf(await get(site, '/admin', operator)));
    expect([all.includes(issuer.name), all.includes(other.name)]).toEqual([true, true]);
  });

  it('is closed to everyone else', async () => {
    const { person } = await insertMember(site, 'lead_assessor');
    expect((await get(site, '/admin', await signIn(site, person))).statusCode).toBe(403);
    expect((await get(site, '/admin')).headers.location).toBe('/sign-in?next=%2Fadmin');
  });
});

describe('an issuer’s overview', () => {
  it('counts people from enrolment to award, and the days that work waits', async () => {
    const { issuer, admin, headers } = await makeAdmin();
    const published = await insertPublished(site, { issuer });
    await insertEnrolment(site, { published });
    await wait((await insertEnrolment(site, { published })).id, 3, 2);
    await wait((await insertEnrolment(site, { published })).id, 9, -1);
    await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
    const elsewhere = await insertPublished(site);
    await insertEnrolment(site, { published: elsewhere });

    const page = pageOf(await get(site, admin, headers));

    expect(rowsOf(page, 'From enrolment to award')).toEqual([
      ['Reading the Room', '4', '3 (75 %)', '1 (25 %)', '', '2, 1 overdue', '9'],
    ]);
    expect(textOf(page.querySelector('dl'))).toContain('Enrolled4Submitted at least once3Earned1');
  });

  it('names the look-fors most often not yet there, with how often they were rated', async () => {
    const { issuer, admin, headers } = await makeAdmin();
    const published = await insertPublished(site, { issuer });
    const decide = async (ratings: Record<string, 'yes' | 'almost' | 'no'>, outcome: 'earned' | 'not_yet') =>
      insertDecided(site, { enrolment: await insertEnrolment(site, { published }), ratings, outcome });
    await decide({ 'overview-complete': 'almost', 'noticed-shown': 'no', 'tally-readable': 'yes' }, 'not_yet');
    await decide({ 'overview-complete': 'yes', 'noticed-shown': 'no', 'tally-readable': 'yes' }, 'not_yet');
    const elsewhere = await insertPublished(site);
    await insertDecided(site, {
      enrolment: await insertEnrolment(site, { published: elsewhere }),
      ratings: { 'changed-shown': 'no' },
    });

    const page = pageOf(await get(site, admin, headers));

    expect(rowsOf(page, 'Look-fors most often not yet there')).toEqual([
      ['Participation was counted', 'Reading the Room', '2', '2', '100 %'],
      ['The class and its routines are described', 'Reading the Room', '1', '2', '50 %'],
    ]);
  });

  it('says what comes next while there is nothing', async () => {
    const { admin, headers } = await makeAdmin();
    const text = textOf(pageOf(await get(site, admin, headers)));
    expect(text).toContain('No micro-credential is published yet');
    expect(text).toContain('No look-for has been rated Almost or No');
  });

  it.each(['', '/people', '/programmes', '/awards'])('%s does not exist for another issuer’s admin', async (path) => {
    const { headers } = await makeAdmin();
    const other = await insertIssuer(site);
    expect((await get(site, `/admin/${other.slug}${path}`, headers)).statusCode).toBe(404);
  });
});

describe('an issuer’s programmes', () => {
  it('shows versions with their hashes, and what changed between two', async () => {
    const { issuer, admin, headers } = await makeAdmin();
    const definition = baseDefinition({ slug: 'three-versions' });
    const first = await insertPublished(site, { issuer, definition });
    const { microCredentialId } = first;
    const title = 'Reading the <em>Room</em> Again';
    const second = await insertPublished(site, { issuer, microCredentialId, definition: { ...definition, title } });
    await insertPublished(site, {
      issuer,
      microCredentialId,
      definition: { ...definition, title, summary: 'Shorter.' },
    });
    await insertEnrolment(site, { published: first });

    expect(rowsOf(pageOf(await get(site, `${admin}/programmes`, headers)), 'Micro-credentials')).toEqual([
      ['Reading the Room', '3', 'Nov 22, 2026', '1', '1'],
    ]);
    const path = `${admin}/programmes/three-versions`;
    const page = pageOf(await get(site, path, headers));
    expect(rowsOf(page, 'Versions').map(([number, , , enrolled, hash]) => [number, enrolled, hash])).toEqual([
      ['3 (current)', '0', expect.stringMatching(/^[0-9a-f]{64}$/)],
      ['2', '0', second.sha256],
      ['1', '1', first.sha256],
    ]);
    expect(rowsOf(page, 'Differences from version 2 to version 3')).toEqual([
      ['summary', definition.summary, 'Shorter.'],
    ]);
    const asked = pageOf(await get(site, `${path}?from=1&to=2`, headers));
    expect(rowsOf(asked, 'Differences from version 1 to version 2')).toEqual([['title', definition.title, title]]);
    expect((await get(site, `${path}?from=x&to=99`, headers)).statusCode).toBe(200);
  });

  it('does not show another issuer’s micro-credential under its own address', async () => {
    const { admin, headers } = await makeAdmin();
    const other = await insertPublished(site);
    expect((await get(site, `${admin}/programmes/${other.definition.slug}`, headers)).statusCode).toBe(404);
  });
});

describe('an issuer’s awards', () => {
  async function insertAwards(issuer: TestIssuer, recipients: readonly string[]) {
    const published = await insertPublished(site, { issuer });
    for (const [index, recipient] of recipients.entries()) {
      const { enrolment, attemptId } = await insertDecided(site, {
        enrolment: await insertEnrolment(site, { published }),
      });
      await site.db
        .insertInto('awards')
        .values({
          public_id: `award-${issuer.slug}-${String(index).padStart(8, '0')}`,
          issuer_id: issuer.id,
          enrolment_id: enrolment.id,
          attempt_id: attemptId,
          person_id: enrolment.person.id,
          micro_credential_id: published.microCredentialId,
          definition_version_id: published.versionId,
          recipient_name: recipient,
          // Several in the same moment: the page must not lose any between them.
          awarded_at: new Date(noon.getTime() + Math.floor(index / 3) * 1000),
        })
        .execute();
    }
  }

  it('are listed newest first, paged by key without loss, counted and found', async () => {
    const { issuer, admin, headers } = await makeAdmin();
    const recipients = Array.from({ length: 53 }, (_, index) => `Recipient ${index}`);
    await insertAwards(issuer, [...recipients, 'Ana <script>alert(1)</script>']);
    await insertAwards(await insertIssuer(site), ['Somebody else’s']);

    const first = await get(site, `${admin}/awards`, headers);
    expect(first.body).not.toContain('<script>alert');
    expect(textOf(pageOf(first))).toContain('54 awards');
    const next = pageOf(first).querySelector('.pager a')?.getAttribute('href') ?? '';
    const second = pageOf(await get(site, next, headers));
    const seen = [...rowsOf(pageOf(first), 'Awards given'), ...rowsOf(second, 'Awards given')].map(([name]) => name);
    expect(new Set(seen)).toEqual(new Set([...recipients, 'Ana <script>alert(1)</script>']));
    expect(seen).toHaveLength(54);
    expect(second.querySelector('.pager a')).toBeNull();

    const found = pageOf(await get(site, `${admin}/awards?q=recipient%2052`, headers));
    expect(rowsOf(found, 'Awards given').map(([name]) => name)).toEqual(['Recipient 52']);
  });
});
