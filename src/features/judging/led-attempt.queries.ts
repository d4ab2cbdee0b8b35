import { sql } from 'kysely';
import type { Outcome } from '#domain/assessment/decide.ts';
import type { FourEyes } from '#domain/assessment/four-eyes.ts';
import type { MergedVoice } from '#domain/assessment/merge-voices.ts';
import type { Database } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type AttemptView, viewAttempt } from '../desk/attempt-view.queries.ts';
import { type NamesStanding, namesStandingOf } from '../blind/blindness.queries.ts';
import { type Hindered, listNobodysOf } from '../queue/who-may.queries.ts';
import { findFourEyes } from './four-eyes.queries.ts';
import { hasOpenConcern } from '../concerns/concerns.queries.ts';
import type { Lead } from '#domain/access/lead.ts';
import { type AnsweredCheck, findAnsweredCheck } from './checks.queries.ts';
import {
  type JudgedWork,
  type Judging,
  type SeatedVoices,
  getJudgedWork,
  getJudging,
  listVoices,
  neededSeats,
} from './judging.queries.ts';
import { mergeSeats } from './release-decision.ts';

/** Something that happened on the way of an attempt. */
export type JudgingEvent = { action: string; actor: string | null; at: Date; details: Record<string, unknown> };

export type LedAttemptView = {
  judging: Judging;
  view: AttemptView;
  work: JudgedWork;
  check: AnsweredCheck | undefined;
  seats: SeatedVoices[];
  /** Who sits at it now. */
  working: { role: string; name: string; until: Date }[];
  /** What would go out, or went out; none while somebody has still to finish, or two are apart. */
  merged: MergedVoice[] | undefined;
  decision: { outcome: Outcome; releasedAt: Date; readAt: Date | null; isAwarded: boolean } | undefined;
  recalls: { outcome: string; releasedAt: Date; recalledAt: Date; recalledBy: string; reason: string }[];
  hasOpenConcern: boolean;
  /** Whether this lead may let it go out, or whom they ask. */
  eyes: FourEyes;
  /** Set where it waits and nobody may take it: what keeps how many. */
  hindered: Hindered | undefined;
  /** Of an adjudication, what two are apart on; none where it is only to be looked at again. */
  apart: string[];
  /** Whether it can be taken back that it was sent back as incomplete. */
  canRecallCheck: boolean;
  names: NamesStanding;
  history: JudgingEvent[];
};

/** All that a lead assessor looks at of an attempt: every seat side by side, and what happened. */
export async function getLedAttempt(
  db: Database,
  { lead, attemptId, now }: { lead: Lead; attemptId: string; now: Date },
): Promise<LedAttemptView> {
  const judging = await getJudging(db, attemptId);
  if (!lead.issuerIds.includes(judging.issuerId) || judging.earner.id === lead.id) throw new NotFoundError('attempt');
  const work = await getJudgedWork(db, attemptId);
  const seats = await listVoices(db, attemptId);
  const independent = seats.filter(({ role }) => role !== 'adjudicator').length;
  const merged = independent < neededSeats(judging) ? undefined : mergeSeats(work.lookFors, seats, judging.unsettled);
  const check = await findAnsweredCheck(db, attemptId);
  const decision = await findDecision(db, attemptId);
  return {
    judging,
    view: await viewAttempt(db, { judge: lead, attemptId, place: 'lead', now }),
    work,
    check,
    seats,
    working: await listWorking(db, attemptId),
    merged: merged?.ok ? merged.ratings : undefined,
    decision,
    recalls: await listRecalls(db, attemptId),
    hasOpenConcern: await hasOpenConcern(db, attemptId),
    eyes: await findFourEyes(db, judging, lead.id),
    hindered: await findHindered(db, judging, now),
    apart: merged && !merged.ok ? merged.contested : [],
    canRecallCheck: isReturnedUnread(judging, check, decision),
    names: await namesStandingOf(db, { enrolmentId: judging.enrolmentId, personId: lead.id }),
    history: await listHistory(db, attemptId, judging.earner.id),
  };
}

/** What keeps everyone from an attempt that waits; undefined where it waits for nobody, or somebody may take it. */
async function findHindered(db: Database, judging: Judging, now: Date): Promise<Hindered | undefined> {
  const { stage, issuerId, attemptId } = judging;
  if (stage !== 'pre_check' && stage !== 'scoring' && stage !== 'adjudication') return undefined;
  return (await listNobodysOf(db, { issuerId, attemptIds: [attemptId], now })).get(attemptId);
}

function isReturnedUnread(
  { stage, isLatest, enrolmentState }: Judging,
  check: AnsweredCheck | undefined,
  decision: LedAttemptView['decision'],
): boolean {
  const isReturned = stage === 'returned' && check?.outcome === 'incomplete';
  return isReturned && decision?.readAt === null && isLatest && enrolmentState === 'working';
}

async function listWorking(db: Database, attemptId: string) {
  return db
    .selectFrom('assessments as a')
    .innerJoin('people as p', 'p.id', 'a.assessor_id')
    .select(['a.role', 'p.name', 'a.lease_expires_at as until'])
    .where('a.attempt_id', '=', attemptId)
    .where('a.state', '=', 'claimed')
    .orderBy('a.role')
    .execute();
}

async function findDecision(db: Database, attemptId: string): Promise<LedAttemptView['decision']> {
  return db
    .selectFrom('decisions as d')
    .leftJoin('decision_reads as r', 'r.attempt_id', 'd.attempt_id')
    .select(['d.outcome', 'd.released_at as releasedAt', 'r.read_at as readAt'])
    .select((eb) =>
      eb
        .exists(eb.selectFrom('awards as w').select('w.id').whereRef('w.attempt_id', '=', 'd.attempt_id'))
        .$castTo<boolean>()
        .as('isAwarded'),
    )
    .where('d.attempt_id', '=', attemptId)
    .executeTakeFirst();
}

async function listRecalls(db: Database, attemptId: string): Promise<LedAttemptView['recalls']> {
  return db
    .selectFrom('recalled_decisions as d')
    .innerJoin('people as p', 'p.id', 'd.recalled_by')
    .select([
      'd.outcome',
      'd.released_at as releasedAt',
      'd.recalled_at as recalledAt',
      'p.name as recalledBy',
      'd.reason',
    ])
    .where('d.attempt_id', '=', attemptId)
    .orderBy('d.recalled_at')
    .execute();
}

/**
 * From the trail: what names the attempt, and what was done to its assessments. Saves of single ratings are left out. The
 * earner goes by no name here: a lead assessor may judge this blind.
 */
async function listHistory(db: Database, attemptId: string, earnerId: string): Promise<JudgingEvent[]> {
  const { rows } = await sql<JudgingEvent>`
    select v.action, case when v.actor_id = ${earnerId} then 'The earner' else p.name end as actor, v.at, v.details
    from audit_events v left join people p on p.id = v.actor_id
    where (v.subject_type = 'attempt' and v.subject_id = ${attemptId}
      or v.subject_type = 'assessment' and v.subject_id in (select id::text from assessments where attempt_id = ${attemptId}))
      and v.action <> 'ratings.saved'
    order by v.position`.execute(db);
  return rows;
}
