import {
  insertMember,
  insertEnrolment,
  insertIssuer,
  insertPublished,
  baseDefinition,
  type Person,
  signIn,
} from './factories.ts';
import { type TestSite, noon, post } from './app.ts';
import { asAssessor } from './acts.ts';
import { type TestAttempt, type TestJudging, insertAttempt } from './attempts.ts';
import { claimAttempt } from '../../src/features/desk/claim-attempt.ts';
import { listJudgedAttempts } from '../../src/features/work/work.queries.ts';

let made = 0;

export type Judged = Awaited<ReturnType<typeof insertJudged>>;

/** How two independent seats are asked for. */
export const twoSeats = { whyDouble: 'policy' } as const;

/** An attempt at an issuer with three assessors and a lead, under an assessment policy. */
export async function insertJudged(
  site: TestSite,
  assessment: Record<string, unknown> = {},
  judging: TestJudging = {},
) {
  made += 1;
  const issuer = await insertIssuer(site);
  const definition = baseDefinition({ slug: `judged-${made}`, assessment });
  const published = await insertPublished(site, { issuer, definition });
  const enrolment = await insertEnrolment(site, { published });
  const attempt = await insertAttempt(site, { enrolment, judging });
  const assessor = async (name: string) => (await insertMember(site, 'assessor', { issuer, name })).person;
  const [ada, ben, cem] = [await assessor('Ada'), await assessor('Ben'), await assessor('Cem')];
  const { person: lead } = await insertMember(site, 'lead_assessor', { issuer, name: 'Lea' });
  return { issuer, attempt, ada, ben, cem, lead, earner: enrolment.person };
}

/** Where an attempt stands, and its enrolment. */
export function stageOf(site: TestSite, attempt: { id: string }) {
  return site.db
    .selectFrom('judgings as j')
    .innerJoin('enrolments as e', 'e.id', 'j.enrolment_id')
    .select(['j.stage', 'j.contested', 'j.held_for as heldFor', 'e.state'])
    .where('j.attempt_id', '=', attempt.id)
    .executeTakeFirstOrThrow();
}

/** What the earner hears of an attempt, by look-for. */
export async function heardOf(site: TestSite, attempt: TestAttempt) {
  const judged = await listJudgedAttempts(site.db, attempt.enrolment.id);
  return new Map(judged.find(({ number }) => number === attempt.number)?.ratings.map((one) => [one.lookFor, one]));
}

/** Claims, whatever comes of it. */
export async function claimAs(site: TestSite, person: Person, attempt: { id: string }) {
  const assessor = await asAssessor(site, person);
  const command = { assessor, attemptId: attempt.id, now: site.deps.now() };
  return site.db.transaction().execute((trx) => claimAttempt(trx, command));
}

/** Makes somebody the coach of the work, who has accepted. */
export async function insertCoach(site: TestSite, { attempt, issuer, earner }: Judged, person: Person): Promise<void> {
  await site.db
    .insertInto('coaches')
    .values({
      ...{ issuer_id: issuer.id, enrolment_id: attempt.enrolment.id, name: person.name, email: person.email },
      ...{ person_id: person.id, named_by: earner.id, named_at: site.deps.now(), accepted_at: site.deps.now() },
      expires_at: site.deps.now(),
    })
    .execute();
}

/** What a lead assessor does with an attempt, through its page. */
export async function actAsLead(
  site: TestSite,
  { attempt, lead }: Judged,
  what: string,
  body: Record<string, string> = {},
  by = lead,
) {
  return post(site, `/lead/attempts/${attempt.id}/${what}`, body, await signIn(site, by));
}

/** What the trail keeps of an attempt, in order. */
export function trailOf(site: TestSite, { attempt }: Judged) {
  return site.db
    .selectFrom('audit_events')
    .select(['action', 'details'])
    .where('subject_id', '=', attempt.id)
    .orderBy('position')
    .execute();
}

/** People who do not assess for the issuer any more. */
export async function loseRole(site: TestSite, { issuer }: Judged, ...people: Person[]): Promise<void> {
  for (const { id } of people)
    await site.db.deleteFrom('memberships').where('person_id', '=', id).where('issuer_id', '=', issuer.id).execute();
}

/** A conflict of interest that somebody has declared with the earner. */
export async function insertConflict(site: TestSite, { issuer, earner }: Judged, assessor: Person): Promise<void> {
  await site.db
    .insertInto('conflicts')
    .values({
      ...{ issuer_id: issuer.id, assessor_id: assessor.id, person_id: earner.id, reason: 'Family.' },
      ...{ declared_by: assessor.id, declared_at: noon },
    })
    .execute();
}
