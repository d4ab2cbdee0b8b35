/** What goes into the commands of the random sequences: who does it, in which seat, and what the database is told directly. */
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { completeAppeal } from '../../src/features/appeals/complete-appeal.ts';
import { findScoring } from '../../src/features/desk/desk.queries.ts';
import { lookForsToRate } from '../../src/features/desk/look-fors-to-rate.ts';
import { saveRatings } from '../../src/features/desk/save-ratings.ts';
import { completeAssessment, ratingsDigest } from '../../src/features/judging/complete-assessment.ts';
import { leaveDesk } from '../../src/features/queue/clear-desk.ts';
import { asAssessor } from './acts.ts';
import type { TestSite } from './app.ts';
import { type Person, insertMember } from './factories.ts';
import { type Said, type World, lookFors } from './judging-world.ts';

export type Result = { ok: boolean } | undefined;

/** Runs within a transaction. */
export const within = <Done>(site: TestSite, work: (trx: Trx) => Promise<Done>) => site.db.transaction().execute(work);

export function latestAttempt({ site, enrolmentId }: World) {
  return site.db
    .selectFrom('attempts')
    .select(['id', 'number'])
    .where('enrolment_id', '=', enrolmentId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function personOf({ site, people }: World, by: number) {
  return asAssessor(site, people[by] as Person);
}

export async function asLead({ site }: World, { id, name }: Person) {
  const rows = await site.db
    .selectFrom('memberships')
    .select('issuer_id')
    .where('person_id', '=', id)
    .where('role', '=', 'lead_assessor')
    .execute();
  return { id, name, issuerIds: rows.map((row) => row.issuer_id) };
}

export async function ownSeat({ site }: World, personId: string): Promise<string> {
  const row = await site.db
    .selectFrom('assessments')
    .select('id')
    .where('assessor_id', '=', personId)
    .where('state', '=', 'claimed')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('assessment');
  return row.id;
}

export async function rate(world: World, by: number, says: readonly Said[]): Promise<Result> {
  const { site, now } = world;
  const assessor = await personOf(world, by);
  const assessmentId = await ownSeat(world, assessor.id);
  const scoring = await findScoring(site.db, assessor, assessmentId, now);
  if (!scoring) throw new NotFoundError('assessment');
  const ratings = lookForsToRate(scoring).map((lookFor) => {
    const said = says[lookFors.indexOf(lookFor as (typeof lookFors)[number])] ?? 'yes';
    const isValue = said === 'yes' || said === 'almost' || said === 'no';
    return {
      ...{ lookFor, value: isValue ? said : null, condition: isValue ? null : said },
      ...{ comment: said === 'yes' ? '' : `${by}: say more.`, revision: scoring.ratings.get(lookFor)?.revision ?? 0 },
    };
  });
  return within(site, (trx) => saveRatings(trx, { assessor, assessmentId, ratings, now }));
}

export async function complete(world: World, by: number): Promise<Result> {
  const { site, now } = world;
  const assessor = await personOf(world, by);
  const assessmentId = await ownSeat(world, assessor.id);
  const scoring = await findScoring(site.db, assessor, assessmentId, now);
  if (!scoring) throw new NotFoundError('assessment');
  const command = { assessor, assessmentId, seen: ratingsDigest(scoring), now, baseUrl: site.deps.baseUrl };
  return within(site, async (trx) =>
    scoring.role === 'appeal' ? completeAppeal(trx, command) : completeAssessment(trx, command),
  );
}

export async function toggleRole(
  { site, issuer }: World,
  person: Person,
  role: 'assessor' | 'lead_assessor',
): Promise<Result> {
  const lost = await site.db
    .deleteFrom('memberships')
    .where('person_id', '=', person.id)
    .where('issuer_id', '=', issuer.id)
    .returning('role')
    .execute();
  if (lost.length === 0)
    await site.db.insertInto('memberships').values({ issuer_id: issuer.id, person_id: person.id, role }).execute();
  return undefined;
}

/** Somebody new comes, who knows nobody here; whoever was there before goes. */
export async function hire({ site, issuer, people }: World, by: number): Promise<Result> {
  const role = by === 3 ? 'lead_assessor' : 'assessor';
  const gone = people[by] as Person;
  await within(site, async (trx) => {
    const where = { issuerId: issuer.id, personId: gone.id };
    await trx
      .deleteFrom('memberships')
      .where('issuer_id', '=', where.issuerId)
      .where('person_id', '=', where.personId)
      .execute();
    await leaveDesk(trx, { ...where, actorId: null, now: site.deps.now() });
  });
  people[by] = (await insertMember(site, role, { issuer, name: `${gone.name} the next` })).person;
  return undefined;
}

/** Of these look-fors those that a decision left open, or all of them: an appeal about others is always refused. */
export async function contestable(site: TestSite, attemptId: string, wished: readonly string[]): Promise<string[]> {
  const rows = await site.db
    .selectFrom('decision_ratings')
    .select('look_for_key')
    .where('attempt_id', '=', attemptId)
    .where('value', 'in', ['almost', 'no'])
    .execute();
  const open = rows.map((row) => row.look_for_key);
  const both = open.filter((lookFor) => wished.includes(lookFor));
  return both.length > 0 ? both : open;
}

export async function toggleConcern({ site, issuer, people, now }: World, attemptId: string): Promise<Result> {
  const settled = await site.db
    .updateTable('concerns')
    .set({ state: 'dismissed', resolution: 'Settled.', resolved_at: now, resolved_by: people[3]?.id ?? null })
    .where('attempt_id', '=', attemptId)
    .where('resolved_at', 'is', null)
    .returning('id')
    .execute();
  if (
    settled.length > 0 ||
    !(await site.db.selectFrom('attempts').select('id').where('id', '=', attemptId).executeTakeFirst())
  )
    return undefined;
  const concern = { issuer_id: issuer.id, attempt_id: attemptId, kind: 'plagiarism' as const, detail: 'Copied?' };
  await site.db
    .insertInto('concerns')
    .values({ ...concern, raised_at: now })
    .execute();
  return undefined;
}
