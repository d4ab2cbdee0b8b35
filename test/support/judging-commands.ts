/** What people can do to one piece of work between handing in and the award, as data: random sequences of it are tried. */
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { completeAppeal } from '../../src/features/appeals/complete-appeal.ts';
import { raiseAppeal } from '../../src/features/appeals/raise-appeal.ts';
import { takeAppeal } from '../../src/features/appeals/take-appeal.ts';
import { withdrawAppeal } from '../../src/features/appeals/withdraw-appeal.ts';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { showNames } from '../../src/features/blind/show-names.ts';
import { claimAttempt } from '../../src/features/desk/claim-attempt.ts';
import { findScoring } from '../../src/features/desk/desk.queries.ts';
import { letGoAssessment } from '../../src/features/desk/let-go-assessment.ts';
import { lookForsToRate } from '../../src/features/desk/look-fors-to-rate.ts';
import { saveRatings } from '../../src/features/desk/save-ratings.ts';
import { checkCompleteness } from '../../src/features/judging/check-completeness.ts';
import { completeAssessment, ratingsDigest } from '../../src/features/judging/complete-assessment.ts';
import { endAdjudication } from '../../src/features/judging/end-adjudication.ts';
import { readDecision } from '../../src/features/judging/read-decision.ts';
import { recallCheck } from '../../src/features/judging/recall-check.ts';
import { recallDecision } from '../../src/features/judging/recall-decision.ts';
import { releaseHeld } from '../../src/features/judging/release-decision.ts';
import { sendToAdjudication } from '../../src/features/judging/send-to-adjudication.ts';
import { waiveSecondSeat } from '../../src/features/judging/waive-second-seat.ts';
import { withdrawAttempt } from '../../src/features/judging/withdraw-attempt.ts';
import { leaveDesk } from '../../src/features/queue/clear-desk.ts';
import { declareFor } from '../../src/features/queue/declare-for.ts';
import { submitAttempt } from '../../src/features/work/submit-attempt.ts';
import { asAssessor } from './acts.ts';
import { type TestSite, noon } from './app.ts';
import {
  type Person,
  type TestIssuer,
  baseDefinition,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertPublished,
} from './factories.ts';

export const lookFors = ['described', 'reasoned', 'reflected'] as const;

export type Said = RatingValue | ConditionCode;

export type Command =
  | { kind: 'submit'; draw: number }
  | { kind: 'check'; by: number; finds: boolean }
  /** `conflict`: declared for them by the lead; `hire`: somebody new comes in their place. */
  | { kind: 'claim' | 'complete' | 'let-go' | 'role' | 'conflict' | 'hire'; by: number }
  | { kind: 'rate' | 'judge'; by: number; says: readonly Said[] }
  | { kind: 'answer'; says: readonly Said[] }
  /** Several steps at once, so that a sequence comes far: handed in and found complete; scored by everyone who may. */
  | { kind: 'hand-in'; draw: number }
  | { kind: 'score'; first: number; says: readonly (readonly Said[])[] }
  | { kind: 'adjudicate' | 'appeal'; lookFors: readonly string[] }
  | { kind: 'recall-check'; to: 'check' | 'scoring' }
  /** `desert`: nobody is left who may judge it; then what a lead does about that. */
  | { kind: 'waive' | 'end-adjudication' | 'names' | 'desert' }
  | { kind: 'release' | 'recall' | 'read' | 'withdraw' | 'withdraw-appeal' | 'award' | 'next-day' | 'concern' };

/** One earner’s work, three who assess and one who leads. */
export type World = {
  site: TestSite;
  issuer: TestIssuer;
  enrolmentId: string;
  earner: Person;
  /** The last one leads. */
  people: Person[];
  now: Date;
  /** Told of what was done within another command. */
  did: (kind: Command['kind']) => void;
};

export async function makeWorld(
  site: TestSite,
  assessment: Record<string, unknown>,
  { hasAdmin = false } = {},
): Promise<World> {
  const issuer = await insertIssuer(site);
  const narrative = (id: string) => ({
    id,
    kind: 'narrative',
    title: id,
    prompt: 'Tell.',
    rules: { words: { min: 1, max: 90 } },
  });
  const definition = baseDefinition({
    slug: `any-${issuer.slug}`,
    parts: [{ id: 'all', title: 'All', requirements: [narrative('story'), narrative('thoughts')] }],
    guides: [
      {
        id: 'guide',
        title: 'Guide',
        lookFors: lookFors.map((id) => ({ id, text: id, judges: [id === 'reflected' ? 'thoughts' : 'story'] })),
      },
    ],
    assessment,
  });
  const enrolment = await insertEnrolment(site, { published: await insertPublished(site, { issuer, definition }) });
  await site.db
    .insertInto('evidence_items')
    .values(
      ['story', 'thoughts'].map((key) => ({
        ...{ issuer_id: issuer.id, enrolment_id: enrolment.id, requirement_key: key, kind: 'narrative' as const },
        data: JSON.stringify({ texts: { text: 'We counted who spoke.' } }),
      })),
    )
    .execute();
  const people: Person[] = [];
  for (const name of ['Ada', 'Ben', 'Cem'])
    people.push((await insertMember(site, 'assessor', { issuer, name })).person);
  people.push((await insertMember(site, 'lead_assessor', { issuer, name: 'Lea' })).person);
  if (hasAdmin) await insertMember(site, 'issuer_admin', { issuer, name: 'Ann' });
  return { site, issuer, enrolmentId: enrolment.id, earner: enrolment.person, people, now: noon, did: () => undefined };
}

type Result = { ok: boolean } | undefined;

/** Whether the program did it; what it refuses is part of the game, what it fails at is not. */
export async function apply(world: World, command: Command): Promise<boolean> {
  try {
    const result = await act(world, command);
    return result?.ok !== false;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

async function act(world: World, command: Command): Promise<Result> {
  const { site, earner, enrolmentId, now } = world;
  const { baseUrl } = site.deps;
  const latest = await latestAttempt(world);
  const number = latest?.number ?? 0;
  const attemptId = latest?.id ?? enrolmentId;
  const leader = world.people[3] as Person;
  const lead = await asLead(world, leader);
  switch (command.kind) {
    case 'submit':
      return within(site, (trx) =>
        submitAttempt(trx, { person: earner, enrolmentId, number: number + 1, now, draw: command.draw }),
      );
    case 'hand-in': {
      const submitted = await act(world, { kind: 'submit', draw: command.draw });
      for (const by of [0, 1, 2, 3]) if (submitted?.ok) await apply(world, { kind: 'check', by, finds: false });
      return submitted;
    }
    case 'score': {
      const done = [];
      for (const [index, says] of command.says.entries())
        done.push(await apply(world, { kind: 'judge', by: (command.first + index) % world.people.length, says }));
      return { ok: done.includes(true) };
    }
    case 'check': {
      const reasons = command.finds ? [{ requirement: 'story', code: 'illegible' as const, note: '' }] : [];
      const assessor = await personOf(world, command.by);
      return within(site, (trx) => checkCompleteness(trx, { assessor, attemptId, reasons, now, baseUrl }));
    }
    case 'claim': {
      const assessor = await personOf(world, command.by);
      return within(site, (trx) => claimAttempt(trx, { assessor, attemptId, now }));
    }
    case 'rate':
      return rate(world, command.by, command.says);
    case 'complete':
      return complete(world, command.by);
    case 'judge': {
      const claimed = await act(world, { kind: 'claim', by: command.by });
      if (!claimed?.ok) return claimed;
      await rate(world, command.by, command.says);
      return complete(world, command.by);
    }
    case 'let-go': {
      const assessor = await personOf(world, command.by);
      const assessmentId = await ownSeat(world, assessor.id);
      return within(site, (trx) => letGoAssessment(trx, { assessor, assessmentId, now }));
    }
    case 'role':
      return toggleRole(world, world.people[command.by] as Person, command.by === 3 ? 'lead_assessor' : 'assessor');
    case 'release':
      return within(site, (trx) => releaseHeld(trx, { lead, attemptId, reason: 'Nobody else.', now, baseUrl }));
    case 'waive':
      return within(site, (trx) => waiveSecondSeat(trx, { lead, attemptId, reason: 'Nobody else.', now, baseUrl }));
    case 'end-adjudication':
      return within(site, (trx) => endAdjudication(trx, { lead, attemptId, reason: 'Nobody else.', now }));
    case 'recall-check':
      return within(site, (trx) =>
        recallCheck(trx, { lead, attemptId, to: command.to, reason: 'It is there.', now, baseUrl }),
      );
    case 'names':
      return within(site, (trx) => showNames(trx, { lead, attemptId, now }));
    case 'conflict': {
      const assessorId = (world.people[command.by] as Person).id;
      const conflict = { assessorId, issuerId: world.issuer.id, with: { attemptId }, reason: 'Family.' };
      await within(site, (trx) => declareFor(trx, { lead, ...conflict, now }));
      return undefined;
    }
    case 'desert': {
      for (const by of world.people.keys()) await apply(world, { kind: 'conflict', by });
      const waived = await apply(world, { kind: 'waive' });
      const ended = await apply(world, { kind: 'end-adjudication' });
      if (waived || ended) world.did(waived ? 'waive' : 'end-adjudication');
      return undefined;
    }
    case 'hire':
      return hire(world, command.by);
    case 'recall':
      return within(site, (trx) => recallDecision(trx, { lead, attemptId, reason: 'Again.', now, baseUrl }));
    case 'adjudicate':
      return within(site, (trx) =>
        sendToAdjudication(trx, { lead, attemptId, lookFors: command.lookFors, reason: 'Is it?' }),
      );
    case 'read':
      await readDecision(site.db, { personId: earner.id, enrolmentId, now });
      return undefined;
    case 'withdraw':
      return within(site, (trx) => withdrawAttempt(trx, { personId: earner.id, enrolmentId, number, now }));
    case 'appeal': {
      // Its page marks the decision as read.
      await readDecision(site.db, { personId: earner.id, enrolmentId, now });
      const appeal = { lookFors: await contestable(site, attemptId, command.lookFors), reason: 'It is there.' };
      return within(site, (trx) => raiseAppeal(trx, { personId: earner.id, enrolmentId, number, ...appeal, now }));
    }
    case 'withdraw-appeal':
      return within(site, (trx) => withdrawAppeal(trx, { personId: earner.id, enrolmentId, number, now }));
    case 'answer': {
      const taken = await within(site, (trx) =>
        takeAppeal(trx, { assessor: { ...lead, leadIssuerIds: lead.issuerIds }, attemptId, now }),
      );
      if (!taken?.ok) return { ok: false };
      await rate(world, 3, command.says);
      await site.db
        .updateTable('assessments')
        .set({ overall_comment: 'Looked at afresh.' })
        .where('id', '=', taken.assessmentId)
        .execute();
      return complete(world, 3);
    }
    case 'award':
      return issueAward(site.deps, { attemptId });
    case 'next-day':
      world.now = new Date(now.getTime() + 24 * 3600_000);
      return undefined;
    case 'concern':
      return toggleConcern(world, attemptId);
  }
}

const within = <Done>(site: TestSite, work: (trx: Trx) => Promise<Done>) => site.db.transaction().execute(work);

function latestAttempt({ site, enrolmentId }: World) {
  return site.db
    .selectFrom('attempts')
    .select(['id', 'number'])
    .where('enrolment_id', '=', enrolmentId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function personOf({ site, people }: World, by: number) {
  return asAssessor(site, people[by] as Person);
}

async function asLead({ site }: World, { id, name }: Person) {
  const rows = await site.db
    .selectFrom('memberships')
    .select('issuer_id')
    .where('person_id', '=', id)
    .where('role', '=', 'lead_assessor')
    .execute();
  return { id, name, issuerIds: rows.map((row) => row.issuer_id) };
}

async function ownSeat({ site }: World, personId: string): Promise<string> {
  const row = await site.db
    .selectFrom('assessments')
    .select('id')
    .where('assessor_id', '=', personId)
    .where('state', '=', 'claimed')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('assessment');
  return row.id;
}

async function rate(world: World, by: number, says: readonly Said[]): Promise<Result> {
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

async function complete(world: World, by: number): Promise<Result> {
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

async function toggleRole(
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
async function hire({ site, issuer, people }: World, by: number): Promise<Result> {
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
async function contestable(site: TestSite, attemptId: string, wished: readonly string[]): Promise<string[]> {
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

async function toggleConcern({ site, issuer, people, now }: World, attemptId: string): Promise<Result> {
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
