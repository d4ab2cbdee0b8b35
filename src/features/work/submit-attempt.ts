import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
import { type RequirementProgress, progressOf } from '#domain/attempt/progress.ts';
import { isTalkMissing } from '#domain/coaching/talk.ts';
import { hasBlocking } from '#domain/evidence/finding.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { addJob } from '#platform/jobs.ts';
import { openJudging } from '../judging/open-judging.ts';
import { standsBetween } from './between.ts';
import { recordMinutes } from './record-minutes.ts';
import { keepSelfRatings } from './save-self-ratings.ts';
import { sealAttempt } from './seal-attempt.ts';
import { listSealedVersions } from './work.queries.ts';
import { lockWorkspace } from './workspace.queries.ts';

export type SubmitAttempt = {
  person: { id: string; name: string };
  enrolmentId: string;
  /** The attempt that the earner meant to hand in: a second press of the button means the same one. */
  number: number;
  now: Date;
  /** Decides whether it is in the sample that two assessors score: a random number from 0 up to, not including, 1. */
  draw: number;
};

export type SubmitResult =
  | { ok: true; number: number }
  | { ok: false; reason: 'already-submitted'; number: number }
  | { ok: false; reason: 'not-working' }
  | { ok: false; reason: 'appeal-open'; number: number }
  | { ok: false; reason: 'talk-first' }
  | { ok: false; reason: 'findings'; progress: RequirementProgress[] };

/**
 * Seals what has been made into an attempt, once every check of every requirement passes, no appeal waits for its answer,
 * and the talk that comes before it is booked.
 */
export async function submitAttempt(trx: Trx, command: SubmitAttempt): Promise<SubmitResult> {
  const workspace = await lockWorkspace(trx, command.person.id, command.enrolmentId);
  if (!workspace) throw new NotFoundError('work');
  const { enrolment, definition } = workspace;
  if (command.number <= enrolment.attemptsCount)
    return { ok: false, reason: 'already-submitted', number: command.number };
  if (enrolment.state !== 'working' || command.number !== enrolment.attemptsCount + 1)
    return { ok: false, reason: 'not-working' };

  const { talk, hasOpenAppeal } = standsBetween(workspace);
  if (hasOpenAppeal) return { ok: false, reason: 'appeal-open', number: enrolment.attemptsCount };
  if (isTalkMissing(talk)) return { ok: false, reason: 'talk-first' };
  const progress = progressOf(workspace, command.now);
  if (progress.some(({ findings }) => hasBlocking(findings))) return { ok: false, reason: 'findings', progress };

  const earlier = await listSealedVersions(trx, enrolment.id);
  const sealed = sealAttempt(workspace, { ...command, earlier });
  const sha256 = documentSha256(sealed);
  const attempt = await trx
    .insertInto('attempts')
    .values({
      issuer_id: enrolment.issuerId,
      enrolment_id: enrolment.id,
      definition_version_id: enrolment.versionId,
      number: command.number,
      sealed: JSON.stringify(sealed),
      sha256,
      submitted_at: command.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (sealed.artifacts.length > 0) {
    await trx
      .insertInto('attempt_files')
      .values(
        sealed.artifacts.map((file) => ({ attempt_id: attempt.id, artifact_id: file.id, blob_sha256: file.sha256 })),
      )
      .execute();
  }
  const captions = sealed.artifacts.flatMap(({ id, captions = [] }) =>
    captions.map(({ language, sha256: content }) => ({
      ...{ attempt_id: attempt.id, artifact_id: id, language, blob_sha256: content },
    })),
  );
  if (captions.length > 0) await trx.insertInto('attempt_captions').values(captions).execute();
  await recordMinutes(trx, {
    id: attempt.id,
    number: command.number,
    enrolmentId: enrolment.id,
    issuerId: enrolment.issuerId,
  });
  await keepSelfRatings(trx, {
    id: attempt.id,
    enrolmentId: enrolment.id,
    lookFors: lookForsOfAttempt(definition, sealed),
  });
  const { dueAt } = await openJudging(trx, {
    attemptId: attempt.id,
    issuerId: enrolment.issuerId,
    enrolmentId: enrolment.id,
    versionId: enrolment.versionId,
    assessment: definition.assessment,
    draw: command.draw,
    now: command.now,
  });
  await trx
    .updateTable('enrolments')
    .set({
      state: 'submitted',
      attempts_count: command.number,
      submitted_at: command.now,
      due_at: dueAt,
      updated_at: command.now,
    })
    .where('id', '=', enrolment.id)
    .execute();
  await addJob(trx, 'compare-attempt', { attemptId: attempt.id }, `compare-attempt:${attempt.id}`);
  await audit(trx, {
    issuerId: enrolment.issuerId,
    actorId: command.person.id,
    action: 'attempt.submitted',
    subject: { type: 'attempt', id: attempt.id },
    details: { enrolment: enrolment.id, number: command.number },
    afterSha256: sha256,
  });
  return { ok: true, number: command.number };
}
