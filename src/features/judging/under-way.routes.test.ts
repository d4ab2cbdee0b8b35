import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { type TestJudging, insertAttempt } from '../../../test/support/attempts.ts';
import { insertEnrolment, insertMember, insertMembership, signIn } from '../../../test/support/factories.ts';
import { type Judged, insertJudged, twoSeats } from '../../../test/support/judged.ts';
import { wayPageSize } from './under-way.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** The list as a lead sees it: of each attempt its page, where it is, and when it is due. */
async function wayOf({ lead }: Pick<Judged, 'lead'>, query = '') {
  const page = pageOf(await get(site, `/lead/decisions${query}`, await signIn(site, lead)));
  const rows = [...page.querySelectorAll('#under-way tbody tr')].map((row) => ({
    href: row.querySelector('a')?.getAttribute('href'),
    name: textOf(row.querySelector('a')),
    stage: textOf(row.querySelector('[data-label=Stage] .status')),
    due: textOf(row.querySelector('[data-label=Due] .status')),
  }));
  return { page, rows };
}

const setDue = (attempt: { id: string }, due_at: Date) =>
  site.db.updateTable('judgings').set({ due_at, check_due_at: due_at }).where('attempt_id', '=', attempt.id).execute();

it('lists what waits and what is in hand, the overdue first, and nothing that is decided', async () => {
  const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
  const { attempt, ada, ben, cem } = judged;
  const { published } = attempt.enrolment;
  const another = async (judging: TestJudging) =>
    insertAttempt(site, { enrolment: await insertEnrolment(site, { published }), judging });
  const check = await another({ stage: 'pre_check' });
  const decided = await another({});
  await setDue(attempt, new Date('2026-11-18T18:00:00Z'));
  await setDue(check, new Date('2026-11-27T18:00:00Z'));
  await assess(site, ada, attempt.id);
  await assess(site, ada, decided.id);
  const { rows } = await wayOf(judged);
  expect(rows.map(({ href, stage }) => [href, stage])).toEqual([
    [`/lead/attempts/${attempt.id}`, 'Waits for its second assessor'],
    [`/lead/attempts/${check.id}`, 'Waits for its completeness check'],
  ]);
  expect(rows[0]?.due).toContain('Overdue');
  const seat = await claim(site, ben, attempt.id);
  expect((await wayOf(judged, '?stage=scoring')).rows.map(({ stage }) => stage)).toEqual(['With its second assessor']);
  expect((await wayOf(judged, '?stage=pre_check')).rows.map(({ href }) => href)).toEqual([
    `/lead/attempts/${check.id}`,
  ]);
  // A seat whose time is over waits again.
  await site.db.updateTable('assessments').set({ lease_expires_at: site.deps.now() }).where('id', '=', seat).execute();
  expect((await wayOf(judged)).rows[0]?.stage).toBe('Waits for its second assessor');
  expect(textOf((await wayOf(judged)).page)).not.toContain(cem.name);
});

it('names nobody whose work is judged blind, and leaves out another issuer’s and a lead’s own', async () => {
  const judged = await insertJudged(site, {}, { isBlind: true });
  const { rows } = await wayOf(judged);
  expect(rows.map(({ href }) => href)).toEqual([`/lead/attempts/${judged.attempt.id}`]);
  expect(rows[0]?.name).toMatch(/by Earner [0-9A-F]{4}/u);
  expect(rows[0]?.name).not.toContain(judged.earner.name);
  const { person: elsewhere } = await insertMember(site, 'lead_assessor');
  expect((await wayOf({ lead: elsewhere })).rows).toEqual([]);
  await insertMembership(site, judged.issuer, judged.earner, 'lead_assessor');
  expect((await wayOf({ lead: judged.earner })).rows).toEqual([]);
});

it('is read by the page, each once, those due at one time too', async () => {
  const judged = await insertJudged(site);
  const { published } = judged.attempt.enrolment;
  const ids = [judged.attempt.id];
  for (let made = 0; made < wayPageSize + 2; made += 1)
    ids.push((await insertAttempt(site, { enrolment: await insertEnrolment(site, { published }) })).id);
  const first = await wayOf(judged);
  expect(first.rows).toHaveLength(wayPageSize);
  const next = first.page.querySelector('#under-way a[rel=next]')?.getAttribute('href') ?? '';
  const rest = await wayOf(judged, next.replace('/lead/decisions', '').replace('#under-way', ''));
  expect([...first.rows, ...rest.rows].map(({ href }) => href).sort()).toEqual(
    ids.map((id) => `/lead/attempts/${id}`).sort(),
  );
  expect(rest.page.querySelector('#under-way a[rel=next]')).toBeNull();
});
