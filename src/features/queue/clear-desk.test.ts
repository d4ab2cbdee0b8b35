import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt } from '../../../test/support/attempts.ts';
import { insertEnrolment, insertMember, insertPublished } from '../../../test/support/factories.ts';
import { importRatings } from '../offline/import-ratings.ts';
import { digestOf } from '../offline/sheet-columns.ts';
import { leaveDesk } from './clear-desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('lets go in the order in which a sheet is saved, so that the two never wait for each other', async () => {
  const { person, issuer } = await insertMember(site, 'assessor');
  const published = await insertPublished(site, { issuer });
  const made = [];
  for (let count = 0; count < 2; count += 1) {
    const attempt = await insertAttempt(site, { enrolment: await insertEnrolment(site, { published }) });
    made.push({ attempt, id: await insertAssessment(site, attempt, person) });
  }
  const [first, second] = made.map(({ id }) => id).sort() as [string, string];
  // A row that was written to lies behind the others, where a search through the table comes to it last.
  await sql`update assessments set note = 'Read twice.' where id = ${first}`.execute(site.db);
  const { rows: sealed } = await sql<{ id: string; sha256: string }>`
    select a.id, t.sha256 from assessments a join attempts t on t.id = a.attempt_id where a.assessor_id = ${person.id}`.execute(
    site.db,
  );
  const rating = { value: 'yes' as const, condition: null, comment: '' };
  const nothing = digestOf({ value: null, condition: null, comment: '' });
  const rows = sealed.map(({ id, sha256 }, index) => ({
    row: index + 2,
    key: { lookFor: 'tally-readable', assessmentId: id, sealed: sha256, was: `0-${nothing}` },
    text: 'The tally shows who spoke',
    rating,
  }));

  const holder = await hold(site);
  await sql`select 1 from assessments where id = ${first} for update`.execute(holder);
  const assessor = { id: person.id, name: person.name, issuerIds: [issuer.id] };
  const importing = site.db.transaction().execute((trx) => importRatings(trx, { assessor, rows, now: noon }));
  await untilBlocked(site, 1);
  const leaving = site.db.transaction().execute(async (trx) => {
    await sql`set local enable_indexscan = off`.execute(trx);
    await sql`set local enable_bitmapscan = off`.execute(trx);
    await trx.deleteFrom('memberships').where('person_id', '=', person.id).execute();
    await leaveDesk(trx, { issuerId: issuer.id, personId: person.id, actorId: null, now: noon });
  });
  await untilBlocked(site, 2);
  await holder.commit().execute();
  expect(await importing).toMatchObject({ ok: true });
  await leaving;
  const states = await site.db.selectFrom('assessments').select('state').where('id', 'in', [first, second]).execute();
  expect(states).toEqual([{ state: 'let_go' }, { state: 'let_go' }]);
  const saved = await site.db
    .selectFrom('ratings')
    .select('value')
    .where('assessment_id', 'in', [first, second])
    .execute();
  expect(saved).toHaveLength(2);
});
