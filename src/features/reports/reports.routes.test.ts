import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import {
  type Person,
  type Published,
  type TestIssuer,
  insertMember,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { insertRated } from '../../../test/support/rated.ts';
import { row } from '../../../test/support/report-row.ts';

let site: TestSite;
let issuer: TestIssuer;
let lead: { cookie: string };
let ruth: Person;
let sam: Person;
let published: Published;

/** Forty attempts that two assessors scored over four look-fors; in every fourth they differ at the last. */
beforeAll(async () => {
  site = await createTestApp();
  const member = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  issuer = member.issuer;
  lead = await signIn(site, member.person);
  ruth = await insertPerson(site, { name: 'Ruth Lindqvist' });
  sam = await insertPerson(site, { name: 'Samuel Adeyemi' });
  published = await insertPublished(site, { issuer });
  for (let index = 0; index < 40; index += 1)
    await insertRated(site, {
      published,
      assessors: [ruth, sam],
      attempts: [
        {
          first: index % 4 === 0 ? '2220' : '2222',
          second: index % 4 === 0 ? '2222' : index % 5 === 0 ? '2122' : '2222',
          comment: '=Name the data source you used, please',
        },
      ],
    });
});
afterAll(() => site.close());

const page = async (url: string, as = lead) => pageOf(await get(site, url, as));

describe('agreement', () => {
  it('counts independent first ratings, with intervals by attempt', async () => {
    const document = await page('/lead/reports');
    const exact = row(document, 'Agreement of independent first ratings', 'Exact agreement');
    // Of 160 pairs 10 differ at the last look-for and 6 at the second.
    expect(exact[0]).toBe('90 %');
    expect(exact[1]).toMatch(/^8\d % to 9\d %$/u);
    expect(exact[3]).toBe('160');
    expect(row(document, 'First against second assessor: counts', 'No')).toEqual(['0', '0', '10', '10']);
    expect(row(document, 'First against second assessor: counts', 'Yes')).toEqual(['0', '6', '144', '150']);
    expect(row(document, 'Agreement of independent first ratings', 'Gwet’s AC1')[0]).toMatch(/^0\.8/u);
  });

  it('leaves out adjudicators, anchors and whatever is not completed', async () => {
    const before = row(await page('/lead/reports'), 'Agreement of independent first ratings', 'Exact agreement');
    const { attemptIds, enrolmentId } = await insertRated(site, {
      published,
      assessors: [ruth],
      attempts: [{ first: '0000' }],
    });
    const seat = async (role: 'adjudicator' | 'anchor' | 'second', isCompleted: boolean) => {
      const person = await insertPerson(site);
      const { id } = await site.db
        .insertInto('assessments')
        .values({
          issuer_id: issuer.id,
          attempt_id: attemptIds[0] ?? '',
          assessor_id: person.id,
          role,
          lease_expires_at: noon,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const rating = {
        assessment_id: id,
        attempt_id: attemptIds[0] ?? '',
        look_for_key: 'tally-readable',
        value: 'yes' as const,
      };
      await site.db.insertInto('ratings').values(rating).execute();
      if (isCompleted)
        await site.db
          .updateTable('assessments')
          .set({ state: 'completed', completed_at: noon })
          .where('id', '=', id)
          .execute();
    };
    await seat('adjudicator', true);
    await seat('anchor', true);
    await seat('second', false);
    expect(row(await page('/lead/reports'), 'Agreement of independent first ratings', 'Exact agreement')).toEqual(
      before,
    );
    await site.db
      .deleteFrom('enrolments')
      .where('id', '=', enrolmentId)
      .execute()
      .catch(() => undefined);
  });

  it('shows shares and no coefficient of fewer than 30 pairs, and says where nothing varies', async () => {
    const few = await insertPublished(site, { issuer });
    for (const index of [1, 2, 3])
      await insertRated(site, {
        published: few,
        assessors: [ruth, sam],
        attempts: [{ first: '2222', second: index === 1 ? '2221' : '2222' }],
      });
    const document = await page(`/lead/reports?micro-credential=${few.definition.slug}`);
    const kappa = row(document, 'Agreement of independent first ratings', 'Cohen’s kappa');
    expect(kappa.slice(0, 3)).toEqual(['fewer than 30 pairs', '', '92 %']);
    const even = await insertPublished(site, { issuer });
    for (let index = 0; index < 8; index += 1)
      await insertRated(site, {
        published: even,
        assessors: [ruth, sam],
        attempts: [{ first: '2222', second: '2222' }],
      });
    const same = await page(`/lead/reports?micro-credential=${even.definition.slug}`);
    expect(row(same, 'Agreement of independent first ratings', 'Gwet’s AC1').slice(0, 3)).toEqual([
      'not defined (no variation)',
      '',
      '100 %',
    ]);
  });
});

it('shows how hard each look-for is and, chosen, who said what', async () => {
  const own = `/lead/reports/look-fors?micro-credential=${published.definition.slug}`;
  const document = await page(own);
  const cells = row(document, 'Look-fors: difficulty and agreement', 'A routine was changed');
  expect(cells.slice(0, 1)).toEqual(['73 %']);
  const link = [...document.querySelectorAll('a')].find((a) => textOf(a) === 'A routine was changed');
  const chosen = await page(link?.getAttribute('href') ?? '');
  expect(row(chosen, 'A routine was changed: counts', 'No')).toEqual(['0', '0', '10', '10']);
});

describe('what comes back', () => {
  it('lists look-fors by how often, and what comments say of them', async () => {
    const document = await page(`/lead/reports/comments?micro-credential=${published.definition.slug}`);
    expect(row(document, 'Look-fors in released decisions', 'A routine was changed').slice(0, 3)).toEqual([
      '11',
      '0',
      '11',
    ]);
    expect(textOf(document)).toContain('name the data source10');
  });
});

describe('files', () => {
  it('hold the same tables as the page', async () => {
    const query = `?micro-credential=${published.definition.slug}`;
    const csv = (await get(site, `/lead/reports/overview/figures.csv${query}`, lead)).body;
    expect(csv).toContain('No,0,0,10,10');
    const file = await get(site, `/lead/reports/overview/figures.xlsx${query}`, lead);
    expect(file.headers['content-disposition']).toBe('attachment; filename="overview.xlsx"');
    const sheets = await readXlsxFile(file.rawPayload);
    expect(JSON.stringify(sheets)).toContain('["No",0,0,10,10]');
  });

  it('never let a formula through', async () => {
    await site.db.updateTable('people').set({ name: '=HYPERLINK("http://x")' }).where('id', '=', sam.id).execute();
    const csv = (await get(site, '/lead/reports/assessors/figures.csv', lead)).body;
    expect(csv).toContain('"\'=HYPERLINK(""http://x"")"');
    expect(csv).not.toMatch(/(^|,|\n)"?=/u);
    await site.db.updateTable('people').set({ name: sam.name }).where('id', '=', sam.id).execute();
  });
});

describe('whose figures they are', () => {
  it('are those of the issuers that somebody oversees', async () => {
    const other = await insertMember(site, 'issuer_admin');
    const as = await signIn(site, other.person);
    for (const report of ['overview', 'look-fors', 'assessors', 'turn-around', 'comments', 'fairness']) {
      const document = await page(`/lead/reports/${report}`, as);
      expect(document.querySelectorAll('table')).toHaveLength(0);
      expect(textOf(document.querySelector('.empty-state'))).toMatch(/yet/u);
    }
    const wrong = await get(site, `/lead/reports?micro-credential=${published.definition.slug}`, as);
    expect(wrong.statusCode).toBe(404);
    expect((await get(site, '/lead/reports/nothing', lead)).statusCode).toBe(404);
    await insertMembership(site, issuer, other.person, 'lead_assessor');
    expect((await page('/lead/reports', as)).querySelectorAll('table').length).toBeGreaterThan(0);
  });

  it('ask for one version or a period by the address', async () => {
    const next = await insertPublished(site, {
      issuer,
      microCredentialId: published.microCredentialId,
      definition: { ...published.definition, summary: 'Look again.' },
    });
    const slug = published.definition.slug;
    expect(textOf(await page(`/lead/reports?micro-credential=${slug}&version=2`))).toContain(
      'No attempt has been scored by two',
    );
    expect((await get(site, `/lead/reports?micro-credential=${slug}&version=9`, lead)).statusCode).toBe(404);
    expect(next.versionId).not.toBe(published.versionId);
    site.setNow(new Date('2027-06-01T12:00:00Z'));
    const later = await signIn(site, { id: (await insertMemberOf('lead_assessor')).id });
    expect(textOf(await page('/lead/reports?period=month', later))).toContain('No attempt has been scored by two');
    expect((await page('/lead/reports?period=year', later)).querySelectorAll('table').length).toBeGreaterThan(0);
    site.setNow(noon);
  });
});

async function insertMemberOf(role: 'lead_assessor'): Promise<Person> {
  const person = await insertPerson(site);
  await insertMembership(site, issuer, person, role);
  return person;
}
