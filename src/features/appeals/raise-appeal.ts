import { type AppealCase, type AppealRefusal, checkAppeal, mayAppeal } from '#domain/assessment/appeal.ts';
import { dueAfter } from '#domain/assessment/business-clock.ts';
import { openLookFors, standings } from '#domain/assessment/standing.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { clockOf } from '../queue/clock.ts';
import type { AttemptSummary } from '../work/attempt-summary.ts';
import { type Workspace, lockWorkspace } from '../work/workspace.queries.ts';

export const appealRefusals: Record<AppealRefusal, string> = {
  'not-decided': 'There is no decision on this attempt yet, so there is nothing to appeal against.',
  earned: 'You have earned this micro-credential, so there is nothing to appeal against.',
  returned: 'Nobody has judged this attempt: it came back because something was missing. Mend that and hand in again.',
  'not-last': 'You have handed in again since. An appeal is against the last decision.',
  'not-working': 'A new attempt is being judged now, so this decision can’t be appealed against any more.',
  unread: 'Read the feedback first; then you can appeal against it.',
  'too-late': 'The time for an appeal is over. You can revise what is open and hand in again.',
  'appealed-already': 'You have appealed against this decision already; that is possible once.',
  'no-look-fors': 'Choose what you appeal against',
  'foreign-look-for': 'Choose among what is not demonstrated',
  'reason-missing': 'Say why you see it differently, and where in your evidence it shows',
  'reason-too-long': 'Shorten the reason to at most 10,000 characters',
};

/** How a decision stands as far as an appeal against it goes. */
export function appealCase(workspace: Workspace, attempt: AttemptSummary, now: Date): AppealCase {
  const { enrolment, attempts, appeals, issuerSettings } = workspace;
  const { outcome, releasedAt, isAssessed, readAt } = attempt;
  return {
    enrolmentState: enrolment.state,
    // One that was taken back was never judged, and hides no decision.
    isLast: !attempts.some(({ number, stage }) => number > attempt.number && stage !== 'withdrawn'),
    decision: outcome && releasedAt ? { outcome, isAssessed, releasedAt } : undefined,
    readAt: readAt ?? undefined,
    hasAppeal: appeals.some(({ attemptId }) => attemptId === attempt.id),
    appealDays: issuerSettings.appealDays,
    now,
  };
}

/** What may be appealed against: what this attempt’s decision speaks of and is still open. */
export function appealableLookFors({ definition, judged }: Workspace, { number }: AttemptSummary): string[] {
  const said = new Set(judged.find((one) => one.number === number)?.ratings.map(({ lookFor }) => lookFor));
  return openLookFors(standings(definition, judged)).filter((lookFor) => said.has(lookFor));
}

export type RaiseResult = { ok: true } | { ok: false; reasons: AppealRefusal[] };

/**
 * The earner appeals against a decision. The enrolment’s lock lets one of two who come at once go first: another appeal, or
 * handing in again.
 */
export async function raiseAppeal(
  trx: Trx,
  command: {
    personId: string;
    enrolmentId: string;
    number: number;
    lookFors: readonly string[];
    reason: string;
    now: Date;
  },
): Promise<RaiseResult> {
  const { personId, enrolmentId, number, reason, now } = command;
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  const attempt = workspace?.attempts.find((one) => one.number === number);
  if (!workspace || !attempt) throw new NotFoundError('attempt');
  const may = mayAppeal(appealCase(workspace, attempt, now));
  if (!may.ok) return { ok: false, reasons: [may.reason] };
  const lookFors = [...new Set(command.lookFors)];
  const check = checkAppeal(appealableLookFors(workspace, attempt), { lookFors, reason });
  if (!check.ok) return check;

  const { issuerId } = workspace.enrolment;
  const clock = await clockOf(trx, issuerId);
  await trx
    .insertInto('appeals')
    .values({
      ...{ attempt_id: attempt.id, issuer_id: issuerId, enrolment_id: enrolmentId, look_fors: lookFors, reason },
      raised_at: now,
      due_at: dueAfter(clock, now, workspace.definition.assessment.decisionDays),
    })
    .execute();
  await audit(trx, {
    issuerId,
    actorId: personId,
    action: 'appeal.raised',
    subject: { type: 'attempt', id: attempt.id },
    details: { enrolment: enrolmentId, lookFors },
  });
  return { ok: true };
}
