import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertAnchor, insertSet } from '../../../test/support/anchors.ts';
import { asAssessor, claim, rate } from '../../../test/support/acts.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type Person, signIn } from '../../../test/support/factories.ts';
import { type Judged, insertCoach, insertJudged, stageOf } from '../../../test/support/judged.ts';
import { worksAt } from '../../../test/support/queue-population.ts';
import { certify, endCertification } from '../calibration/certify.ts';
import { rubricSha256 } from '../calibration/rubric.ts';
import { findScoring } from '../desk/desk.queries.ts';
import { completeAssessment, ratingsDigest } from '../judging/complete-assessment.ts';
import { queueJobs } from './queue.jobs.ts';
import { reviewSeats } from './review-seats.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const review = () => queueJobs(site.deps)['review-seats'](undefined);
const assigning = ({ issuer }: Judged, assignment: 'pull' | 'auto' = 'auto') =>
  site.db.insertInto('assessing_settings').values({ issuer_id: issuer.id, assignment }).execute();
const give = ({ issuer, attempt }: Judged, person: Person) =>
  site.db
    .insertInto('assignments')
    .values({
      ...{ issuer_id: issuer.id, attempt_id: attempt.id, role: 'first', assessor_id: person.id },
      assigned_at: site.deps.now(),
    })
    .execute();
const assignmentsOf = ({ attempt }: Judged) =>
  site.db
    .selectFrom('assignments')
    .select(['assessor_id', 'end_reason'])
    .where('attempt_id', '=', attempt.id)
    .orderBy('assigned_at')
    .orderBy('id')
    .execute();
const stateOf = (id: string) =>
  site.db.selectFrom('assessments').select('state').where('id', '=', id).executeTakeFirstOrThrow();
const subjectsTo = async ({ email }: Person) => (await site.mailsTo(email)).map(({ subject }) => subject);

/** A set to qualify on for what is judged; the certification that everyone but `without` has. */
async function guarded(judged: Judged, without?: Person): Promise<Map<string, string>> {
  const { published } = judged.attempt.enrolment;
  const anchor = await insertAnchor(site, { published, lead: judged.lead, use: 'qualify' });
  await insertSet(site, [anchor], { lead: judged.lead });
  const rubric = { microCredentialId: published.microCredentialId, rubricSha256: rubricSha256(published.definition) };
  const held = new Map<string, string>();
  for (const person of [judged.ada, judged.ben, judged.cem]) {
    if (person === without) continue;
    const by = { namedBy: judged.lead.id, reason: 'Wrote the guide.' };
    const command = { ...rubric, issuerId: judged.issuer.id, personId: person.id, by, now: site.deps.now() };
    held.set(person.id, await site.db.transaction().execute((trx) => certify(trx, command)));
  }
  return held;
}
const end = ({ lead, issuer }: Judged, id = '') =>
  site.db.transaction().execute((trx) =>
    endCertification(trx, {
      lead: { id: lead.id, issuerIds: [issuer.id] },
      ...{ id, reason: 'Too far from the guide.', now: site.deps.now() },
    }),
  );

/** One conflict each, as it comes up while somebody has the attempt. */
const comesUp: Record<string, (judged: Judged, person: Person) => Promise<unknown>> = {
  async declared({ issuer, earner }, person) {
    const fields = { issuer: issuer.id, who: 'person', email: earner.email, reason: 'My cousin.' };
    await post(site, '/desk/conflicts', fields, await signIn(site, person));
  },
  async 'the same school'({ earner }, person) {
    await worksAt(site, earner, `School of ${earner.id}`);
    await worksAt(site, person, `School of ${earner.id}`);
  },
  async 'a coach of the work'(judged, person) {
    await insertCoach(site, judged, person);
  },
  async 'a peer in the evidence'({ attempt, issuer }, person) {
    await site.db
      .insertInto('attestations')
      .values({
        ...{ issuer_id: issuer.id, enrolment_id: attempt.enrolment.id, requirement_key: 'tally' },
        ...{ kind: 'visit', peer_name: person.name, peer_email: person.email, statement: 'I was there.' },
        ...{ channel: 'mail', requested_at: site.deps.now() },
      })
      .execute();
  },
};

describe('a conflict that comes up', () => {
  it.each(Object.keys(comesUp))('takes back what was given, and gives it on: %s', async (how) => {
    const judged = await insertJudged(site);
    await assigning(judged);
    await give(judged, judged.ada);
    await comesUp[how]?.(judged, judged.ada);
    await review();
    await site.runJobs();
    const [was, next] = await assignmentsOf(judged);
    expect(was).toEqual({ assessor_id: judged.ada.id, end_reason: 'conflict' });
    expect(next?.end_reason).toBeNull();
    expect(next?.assessor_id).not.toBe(judged.ada.id);
  });

  it.each(Object.keys(comesUp))('ends what was begun, keeps what was rated, and tells the lead: %s', async (how) => {
    const judged = await insertJudged(site);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await rate(site, judged.ada, seat, {}, 2);
    await comesUp[how]?.(judged, judged.ada);
    await review();
    expect(await stateOf(seat)).toEqual({ state: 'let_go' });
    const kept = await site.db.selectFrom('ratings').select('value').where('assessment_id', '=', seat).execute();
    expect(kept).toHaveLength(2);
    await site.runJobs();
    expect(await subjectsTo(judged.lead)).toEqual(['An assessment of Reading the Room has ended early']);
    expect(await subjectsTo(judged.ada)).toEqual(['An attempt at Reading the Room is off your desk']);
    for (const { text } of [...(await site.mailsTo(judged.lead.email)), ...(await site.mailsTo(judged.ada.email))])
      expect(text).not.toContain(judged.earner.name);
    const led = await get(site, `/lead/attempts/${judged.attempt.id}`, await signIn(site, judged.lead));
    expect(textOf(pageOf(led))).toContain('Taken from its assessor');
    expect(await claim(site, judged.ben, judged.attempt.id)).not.toBe(seat);
  });

  it('keeps ratings from deciding anything that are sent before anybody looked', async () => {
    const judged = await insertJudged(site);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await rate(site, judged.ada, seat);
    await insertCoach(site, judged, judged.ada);
    const assessor = await asAssessor(site, judged.ada);
    const scoring = await findScoring(site.db, assessor, seat, site.deps.now());
    const command = { assessor, assessmentId: seat, seen: scoring ? ratingsDigest(scoring) : '', now: site.deps.now() };
    const sent = await site.db
      .transaction()
      .execute((trx) => completeAssessment(trx, { ...command, baseUrl: site.deps.baseUrl }));
    expect(sent).toEqual({ ok: false, reason: 'let-go' });
    expect(await stateOf(seat)).toEqual({ state: 'let_go' });
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'scoring', state: 'submitted' });
  });

  it('waits for ratings that are being sent, and leaves them as they were sent', async () => {
    const judged = await insertJudged(site);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await rate(site, judged.ada, seat);
    const sending = await hold(site);
    const assessor = await asAssessor(site, judged.ada);
    const scoring = await findScoring(site.db, assessor, seat, site.deps.now());
    const now = site.deps.now();
    const seen = scoring ? ratingsDigest(scoring) : '';
    const { baseUrl } = site.deps;
    expect(await completeAssessment(sending, { assessor, assessmentId: seat, seen, now, baseUrl })).toMatchObject({
      ok: true,
    });
    await site.db
      .insertInto('conflicts')
      .values({
        ...{ issuer_id: judged.issuer.id, assessor_id: judged.ada.id, person_id: judged.earner.id },
        ...{ reason: 'My cousin.', declared_by: judged.ada.id, declared_at: now },
      })
      .execute();
    const command = { attemptId: judged.attempt.id, personId: judged.ada.id, now, baseUrl };
    const reviewing = site.db.transaction().execute((trx) => reviewSeats(trx, command));
    await untilBlocked(site, 1);
    await sending.commit().execute();
    expect(await reviewing).toBeUndefined();
    expect(await stateOf(seat)).toEqual({ state: 'completed' });
  });
});

describe('a certification that holds no longer', () => {
  it('takes back what was given and not begun', async () => {
    const judged = await insertJudged(site);
    const held = await guarded(judged);
    await assigning(judged);
    await give(judged, judged.ada);
    await end(judged, held.get(judged.ada.id));
    await review();
    await site.runJobs();
    const [was, next] = await assignmentsOf(judged);
    expect(was).toEqual({ assessor_id: judged.ada.id, end_reason: 'lapsed' });
    expect([judged.ben.id, judged.cem.id]).toContain(next?.assessor_id);
  });

  it('ends what was begun where a lead ended it, but not for who scored nothing for a while', async () => {
    const judged = await insertJudged(site);
    const held = await guarded(judged);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await site.db
      .updateTable('certifications')
      .set({ certified_at: new Date(site.deps.now().getTime() - 91 * 24 * 3600_000) })
      .where('id', '=', held.get(judged.ada.id) ?? '')
      .execute();
    await review();
    expect(await stateOf(seat)).toEqual({ state: 'claimed' });
    await end(judged, held.get(judged.ada.id));
    await review();
    expect(await stateOf(seat)).toEqual({ state: 'let_go' });
  });

  it('asks nothing of what was begun before there was a set', async () => {
    const judged = await insertJudged(site);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await guarded(judged, judged.ada);
    await review();
    expect(await stateOf(seat)).toEqual({ state: 'claimed' });
  });
});
