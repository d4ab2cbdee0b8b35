import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { pauseJudging } from '../queue/pause-judging.ts';
import { flagMail } from './flag-mail.ts';
import type { Flagger } from './flag.policy.ts';
import { type FlagTarget, allTargets, findFlaggable, targetValue } from './flaggable.queries.ts';
import { findMissingRelease } from './privacy-pause.ts';

export type RaiseFlag = {
  flagger: Flagger;
  attemptId: string;
  target: FlagTarget;
  reason: string;
  now: Date;
  baseUrl: string;
};

/**
 * Hides a file or a text of an attempt from everyone but its earner, from the moment that this is committed. What is
 * hidden already, or is being hidden by somebody else just now, stays hidden once, and mails go out for the first alone. The
 * clock of an undecided attempt stands still until it is shown again, or the consent that is missing is there.
 */
export async function raiseFlag(
  trx: Trx,
  command: RaiseFlag,
): Promise<{ ok: true; assessmentId: string | null } | { ok: false; reason: 'not-there' }> {
  const { flagger, attemptId, target, reason, now } = command;
  const flaggable = await findFlaggable(trx, flagger, attemptId);
  if (!flaggable) throw new NotFoundError('attempt');
  const { assessmentId, issuerId } = flaggable;
  const value = targetValue(target);
  const isThere = allTargets(flaggable).some(({ choices }) => choices.some((choice) => choice.value === value));
  if (!isThere) return { ok: false, reason: 'not-there' };

  const [artifact, requirement, place] =
    'artifactId' in target ? [target.artifactId, null, null] : [null, target.requirement, target.place];
  const { rows } = await sql<{ id: string }>`
    insert into privacy_flags (issuer_id, attempt_id, artifact_id, requirement_key, place, reason, raised_by, raised_at)
    values (${issuerId}, ${attemptId}, ${artifact}, ${requirement}, ${place}, ${reason}, ${flagger.id}, ${now})
    on conflict do nothing returning id`.execute(trx);
  const [flag] = rows;
  if (!flag) return { ok: true, assessmentId };
  // The earner may have to ask somebody for a release: their time stands still meanwhile.
  const isPaused = await pauseJudging(trx, attemptId, 'privacy', now);
  const missing = artifact === null ? undefined : await findMissingRelease(trx, { artifactId: artifact, now });
  if (!flaggable.isAnchor)
    await sendMailLater(trx, flagMail(flaggable, { missing, isPaused, baseUrl: command.baseUrl }));
  await audit(trx, {
    issuerId,
    actorId: flagger.id,
    action: 'privacy-flag.raised',
    subject: { type: 'attempt', id: attemptId },
    details: { flag: flag.id, ...target },
  });
  return { ok: true, assessmentId };
}
