import type { Trx } from '#platform/database.ts';
import { takeAppeal } from '../appeals/take-appeal.ts';
import { type NothingToTake, countNotToTake } from '../queue/count-waiting.queries.ts';
import { type AssessorLoad, listLoads } from '../queue/load.queries.ts';
import { lockOwnRoles } from '../queue/lock-role.ts';
import { listAssigned } from '../queue/on-desk.queries.ts';
import { type QueueOptions, listQueue } from '../queue/queue.queries.ts';
import { claimAttempt } from './claim-attempt.ts';
import type { Assessor } from '#domain/access/assessor.ts';

export type TakeNext = {
  assessor: Assessor;
  only: Pick<QueueOptions, 'microCredential' | 'language'>;
  now: Date;
};

export type NextTaken =
  | { ok: true; assessmentId: string }
  | { ok: false; reason: 'nothing'; because: NothingToTake }
  | { ok: false; reason: 'full'; held: number }
  | { ok: false; reason: 'away' };

/** Pages of the queue that are looked through, and how long they are: what others are taking at this moment is passed over. */
const pages = 10;
const pageLength = 20;

/**
 * Gives an assessor the next attempt: of what they were given, then of what waits, the first due first, as long as they hold
 * less than they take at a time. Two who take the next at the same moment get two different ones: what somebody else is
 * taking is locked, and passed over.
 */
export async function takeNext(trx: Trx, { assessor, only, now }: TakeNext): Promise<NextTaken> {
  const issuerIds = (await lockOwnRoles(trx, assessor.id)).filter((id) => assessor.issuerIds.includes(id));
  const loads = await listLoads(trx, { issuerIds, personId: assessor.id, now });
  const present = loads.filter(({ away }) => !away);
  if (present.length === 0) return { ok: false, reason: 'away' };
  const open = present.filter(({ claimed, maxLoad }) => claimed < maxLoad).map(({ issuerId }) => issuerId);
  if (open.length === 0) return { ok: false, reason: 'full', held: sum(present) };
  const there = { ...assessor, issuerIds: open };

  for (const { attemptId, pausedAt } of await listAssigned(trx, there)) {
    if (pausedAt) continue;
    const taken = await take(trx, { assessor: there, attemptId, now });
    if (taken !== undefined) return { ok: true, assessmentId: taken };
  }
  let after: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const queue = await listQueue(trx, there, { ...only, after, limit: pageLength, onlyFree: true, now });
    for (const { attemptId } of queue.attempts) {
      const taken = await take(trx, { assessor: there, attemptId, now });
      if (taken !== undefined) return { ok: true, assessmentId: taken };
    }
    if (queue.next === undefined) break;
    after = queue.next;
  }
  return { ok: false, reason: 'nothing', because: await countNotToTake(trx, there, { ...only, now }) };
}

type Candidate = { assessor: Assessor; attemptId: string; now: Date };

/** The assessment; undefined where somebody else has it meanwhile. */
async function take(trx: Trx, { assessor, attemptId, now }: Candidate): Promise<string | undefined> {
  const free = await trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .select('e.id')
    .where('t.id', '=', attemptId)
    .forUpdate('e')
    .skipLocked()
    .executeTakeFirst();
  if (!free) return undefined;
  // An appeal stands among what they were given; a lead who has none takes it by name, not as the next.
  const appeal = await takeAppeal(trx, { assessor: { ...assessor, leadIssuerIds: [] }, attemptId, now });
  const claim = appeal ?? (await claimAttempt(trx, { assessor, attemptId, now }));
  return claim.ok ? claim.assessmentId : undefined;
}

function sum(loads: readonly AssessorLoad[]): number {
  return loads.reduce((total, { claimed }) => total + claimed, 0);
}
