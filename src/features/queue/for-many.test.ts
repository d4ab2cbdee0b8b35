import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertAnchor, insertSet } from '../../../test/support/anchors.ts';
import { type TestSite, createTestApp, get, noon, pageOf } from '../../../test/support/app.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { insertCoach, insertConflict, insertJudged } from '../../../test/support/judged.ts';
import { worksAt } from '../../../test/support/queue-population.ts';
import type { DB } from '#platform/tables.ts';
import { certify } from '../calibration/certify.ts';
import { rubricSha256 } from '../calibration/rubric.ts';
import { listObstacles, obstaclesOfMany } from './eligibility.queries.ts';
import { listNobodysOf } from './who-may.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** An attempt that nobody may score: one reason each, and whoever is left has seen the names. */
async function stuck(assessors: number) {
  const judged = await insertJudged(site);
  const { issuer, attempt, ada, ben, cem, lead } = judged;
  const { published } = attempt.enrolment;
  await insertSet(site, [await insertAnchor(site, { published, lead, use: 'qualify' })], { lead });
  const rubric = { microCredentialId: published.microCredentialId, rubricSha256: rubricSha256(published.definition) };
  const by = { namedBy: lead.id, reason: 'Wrote the guide.' };
  for (const { id: personId } of [ada, cem]) {
    const command = { ...rubric, issuerId: issuer.id, personId, by, now: noon };
    await site.db.transaction().execute((trx) => certify(trx, command));
  }
  await insertConflict(site, judged, ada);
  const away = { away_from: '2026-01-01', away_until: '2026-12-31' };
  await site.db
    .insertInto('assessor_profiles')
    .values({ issuer_id: issuer.id, person_id: cem.id, ...away })
    .execute();
  for (let more = 4; more < assessors; more += 1) await insertMember(site, 'assessor', { issuer });
  await sql`insert into names_seen (person_id, enrolment_id, issuer_id, seen_at)
    select distinct person_id, ${attempt.enrolment.id}::uuid, issuer_id, ${noon}::timestamptz from memberships
    where issuer_id = ${issuer.id} and person_id <> all(${[ada.id, ben.id, cem.id]}::uuid[])`.execute(site.db);
  const ids = await site.db.selectFrom('memberships').select('person_id').where('issuer_id', '=', issuer.id).execute();
  return { ...judged, assessorIds: ids.map(({ person_id }) => person_id) };
}

async function counted<T>(ask: (db: Kysely<DB>) => Promise<T>): Promise<{ result: T; statements: number }> {
  let statements = 0;
  const log = () => void (statements += 1);
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: site.deps.pool }), log });
  return { result: await ask(db), statements };
}

it.each([6, 30])(
  'of %i assessors it is asked in the same few statements what keeps each from an attempt',
  async (n) => {
    const { attempt, issuer, ada, ben, cem, assessorIds } = await stuck(n);
    const asked = { assessorIds, attemptId: attempt.id, now: noon };
    const each = await counted((db) => obstaclesOfMany(db, asked));
    expect(each.result.size).toBe(n);
    expect(each.result.get(ada.id)?.map(({ reason }) => reason)).toEqual(['conflict-declared']);
    expect(each.result.get(ben.id)?.map(({ reason }) => reason)).toEqual(['not-certified']);
    expect(each.result.get(cem.id)?.map(({ reason }) => reason)).toEqual(['away']);
    expect(each.statements).toBe(4);

    const nobodys = await counted((db) =>
      listNobodysOf(db, { issuerId: issuer.id, attemptIds: [attempt.id], now: noon }),
    );
    expect(nobodys.result.get(attempt.id)).toEqual(
      new Map([
        ['conflict', 1],
        ['certification', 1],
        ['away', 1],
        ['names', n - 3],
      ]),
    );
    // Who assesses; then of the first few and of all others: which rubrics are guarded, who is certified, what keeps them.
    expect(nobodys.statements).toBe(7);
  },
);

it('finds nothing to be nobody’s as soon as one of many may take it', async () => {
  const { attempt, issuer } = await stuck(12);
  const asked = { issuerId: issuer.id, attemptIds: [attempt.id], now: noon };
  await site.db
    .updateTable('qualification_sets')
    .set({ is_active: false })
    .where('issuer_id', '=', issuer.id)
    .execute();
  expect(await listNobodysOf(site.db, asked)).toEqual(new Map());
});

it('says of each of many what it says of one alone', async () => {
  const judged = await insertJudged(site);
  const { attempt, ada, ben, cem, lead, earner } = judged;
  await insertCoach(site, judged, ada);
  for (const person of [ben, earner]) await worksAt(site, person, 'Lincoln');
  await insertConflict(site, judged, cem);
  const assessorIds = [ada, ben, cem, lead, earner].map(({ id }) => id);
  const all = await obstaclesOfMany(site.db, { assessorIds, attemptId: attempt.id, now: noon });
  expect(assessorIds.map((id) => all.get(id)?.map(({ reason }) => reason))).toEqual([
    ['coached'],
    ['same-school'],
    ['conflict-declared'],
    [],
    ['own-work', 'same-school'],
  ]);
  for (const id of assessorIds)
    expect(await listObstacles(site.db, { assessor: { id }, attemptId: attempt.id, now: noon })).toEqual(all.get(id));
});

it('opens an appeal for a lead in as many statements for 30 assessors as for six', async () => {
  const opened: number[] = [];
  for (const n of [6, 30]) {
    const { attempt, issuer, lead, ada, assessorIds } = await stuck(n);
    const about = { issuer_id: issuer.id, attempt_id: attempt.id };
    const decided = { outcome: 'not_yet', decided_by: ada.id, released_at: noon } as const;
    await site.db
      .insertInto('decisions')
      .values({ ...about, ...decided })
      .execute();
    const appealed = { look_fors: ['noticed-shown'], reason: 'See page 2.', raised_at: noon, due_at: noon };
    await site.db
      .insertInto('appeals')
      .values({ ...about, ...appealed, enrolment_id: attempt.enrolment.id })
      .execute();
    const headers = await signIn(site, lead);
    let statements = 0;
    const count = () => (statements += 1);
    site.deps.pool.on('acquire', count);
    const page = pageOf(await get(site, `/lead/appeals/${attempt.id}`, headers));
    site.deps.pool.off('acquire', count);
    expect(page.querySelectorAll('.talk-list li')).toHaveLength(assessorIds.length);
    opened.push(statements);
  }
  expect(new Set(opened).size).toBe(1);
});
