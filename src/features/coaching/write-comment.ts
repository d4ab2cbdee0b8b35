import { wholePlace } from '#domain/coaching/place-comments.ts';
import { mailWait } from '#domain/coaching/mail-wait.ts';
import { type Locator } from '#domain/evidence/locator.ts';
import { findOutside } from '#domain/evidence/locator-fit.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { addJobLater } from '#platform/jobs.ts';
import { type CoachedRequirement, findCoachedWork } from './coached-work.queries.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'mail-comments': { enrolmentId: string };
  }
}

/** What a coach writes: on a piece of the evidence, or all of it; and where in a file, where they point into one. */
export type NewComment = { place: string; body: string; pointer: { artifact: string; locator: Locator } | null };

export type CommentRefusal = { field: 'place' | 'file' | 'at' | 'body'; message: string };

/** Most comments of one coach on one piece of work. */
const mostComments = 1000;

/** Writes a coach’s comment. Their row is locked first: what was ended meanwhile takes none. */
export async function writeComment(
  trx: Trx,
  command: { coachId: string; personId: string; requirementKey: string; comment: NewComment; now: Date },
): Promise<{ ok: true; id: string } | { ok: false; refusal: CommentRefusal }> {
  const { coachId, personId, requirementKey, comment, now } = command;
  await lockCoach(trx, coachId, personId);
  const work = await findCoachedWork(trx, personId, coachId, now);
  const coached = work?.requirements.find(({ requirement }) => requirement.id === requirementKey);
  if (!work || !coached) throw new NotFoundError('requirement');
  const refusal = refuse(comment, coached, work.artifacts);
  if (refusal) return { ok: false, refusal };
  const { count, mailedAt } = await countComments(trx, work.enrolmentId, coachId);
  if (count >= mostComments)
    return {
      ok: false,
      refusal: { field: 'body', message: 'There are 1,000 comments of yours here. Delete some first' },
    };

  const { id } = await trx
    .insertInto('coach_comments')
    .values({
      coach_id: coachId,
      enrolment_id: work.enrolmentId,
      requirement_key: requirementKey,
      place: comment.place,
      artifact_id: comment.pointer?.artifact ?? null,
      locator: comment.pointer && JSON.stringify(comment.pointer.locator),
      body: comment.body,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { enrolmentId } = work;
  const waiting = { key: `mail-comments:${enrolmentId}`, seconds: mailWait(mailedAt, now) };
  await addJobLater(trx, 'mail-comments', { enrolmentId }, waiting);
  await audit(trx, {
    issuerId: work.issuerId,
    actorId: personId,
    action: 'coach.commented',
    subject: { type: 'comment', id },
    details: { enrolment: enrolmentId, requirement: requirementKey },
  });
  return { ok: true, id };
}

function refuse(
  { place, pointer }: NewComment,
  { pieces }: CoachedRequirement,
  artifacts: NonNullable<Awaited<ReturnType<typeof findCoachedWork>>>['artifacts'],
): CommentRefusal | undefined {
  if (place !== wholePlace && !pieces.some((piece) => piece.place === place))
    return { field: 'place', message: 'This piece was removed meanwhile. Choose another' };
  if (!pointer) return undefined;
  const here = pieces.some(({ pointers }) => pointers.some(({ artifact }) => artifact === pointer.artifact));
  const artifact = here ? artifacts.get(pointer.artifact) : undefined;
  if (!artifact || artifact.hidden !== undefined)
    return { field: 'file', message: 'This file was removed meanwhile. Choose another, or none' };
  const message = findOutside(artifact, pointer.locator);
  return message === undefined ? undefined : { field: 'at', message };
}

async function countComments(trx: Trx, enrolmentId: string, coachId: string) {
  return trx
    .selectFrom('coach_comments')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('coach_id', '=', coachId).as('count'),
      eb.fn.max('mailed_at').as('mailedAt'),
    ])
    .where('enrolment_id', '=', enrolmentId)
    .executeTakeFirstOrThrow();
}

/** Takes back a comment of one’s own, as long as it is not dealt with. */
export async function deleteComment(
  trx: Trx,
  { coachId, personId, commentId }: { coachId: string; personId: string; commentId: string },
): Promise<{ ok: true; requirementKey: string } | { ok: false; reason: 'resolved' }> {
  await lockCoach(trx, coachId, personId);
  const comment = await trx
    .selectFrom('coach_comments as m')
    .innerJoin('coaches as c', 'c.id', 'm.coach_id')
    .select(['m.requirement_key', 'm.resolved_at', 'm.enrolment_id', 'c.issuer_id'])
    .where('m.id', '=', commentId)
    .where('m.coach_id', '=', coachId)
    .forUpdate('m')
    .executeTakeFirst();
  if (!comment) throw new NotFoundError('comment');
  if (comment.resolved_at !== null) return { ok: false, reason: 'resolved' };
  await trx.deleteFrom('coach_comments').where('id', '=', commentId).execute();
  await audit(trx, {
    issuerId: comment.issuer_id,
    actorId: personId,
    action: 'coach.comment-deleted',
    subject: { type: 'comment', id: commentId },
    details: { enrolment: comment.enrolment_id, requirement: comment.requirement_key },
  });
  return { ok: true, requirementKey: comment.requirement_key };
}

/** Until the transaction ends nobody ends it; once it has ended there is nothing to lock. */
async function lockCoach(trx: Trx, coachId: string, personId: string): Promise<void> {
  const coach = await trx
    .selectFrom('coaches')
    .select('id')
    .where('id', '=', coachId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .forShare()
    .executeTakeFirst();
  if (!coach) throw new NotFoundError('work');
}
