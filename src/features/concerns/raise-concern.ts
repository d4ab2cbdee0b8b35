import { sql } from 'kysely';
import type { ConcernKind } from '#domain/assessment/concern.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import { nobodyLeadsMail, safeguardingMail } from './concern-mails.ts';
import { listOverseers } from './concern-people.queries.ts';
import { type Raiser, findRaisable } from './raisable.queries.ts';

export type RaiseConcern = {
  raiser: Raiser;
  attemptId: string;
  kind: ConcernKind;
  /** The requirement that it is about, or the attempt as a whole. */
  requirement: string | null;
  /** What in the attempt it is about, in its own words. */
  passage: string;
  detail: string;
  now: Date;
  baseUrl: string;
};

/**
 * Raises a concern about an attempt, which holds its decision from the moment that this is committed. Where somebody may be
 * at risk, those who look after it hear of it at once, without a word of what it is. The same thing raised twice is raised once.
 */
export async function raiseConcern(trx: Trx, command: RaiseConcern): Promise<{ concernId: string }> {
  const { raiser, attemptId, kind, requirement, passage, detail, now, baseUrl } = command;
  // Before the decision can go out, or after it: never beside it.
  await lockJudging(trx, attemptId);
  const attempt = await findRaisable(trx, raiser, attemptId);
  if (!attempt) throw new NotFoundError('attempt');
  if (requirement !== null && !attempt.requirements.some(({ id }) => id === requirement))
    throw new NotFoundError('requirement');
  const { issuerId } = attempt;
  // A form that is sent twice is one concern.
  const same = await trx
    .selectFrom('concerns')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('raised_by', '=', raiser.id)
    .where('kind', '=', kind)
    .where('requirement_key', 'is not distinct from', requirement)
    .where('detail', '=', detail)
    .where(sql`coalesce(evidence ->> 'passage', '')`, '=', passage)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  if (same) return { concernId: same.id };
  const { id } = await trx
    .insertInto('concerns')
    .values({
      issuer_id: issuerId,
      attempt_id: attemptId,
      kind,
      requirement_key: requirement,
      detail,
      evidence: JSON.stringify(passage === '' ? {} : { passage }),
      raised_by: raiser.id,
      raised_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (kind === 'safeguarding') {
    const { people, as } = await listOverseers(trx, { issuerId, attemptId });
    for (const person of people) {
      const about = { ...attempt, person, concernId: id };
      await sendMailLater(trx, as === 'leads' ? safeguardingMail(about, baseUrl) : nobodyLeadsMail(about, baseUrl));
    }
  }
  await audit(trx, {
    issuerId,
    actorId: raiser.id,
    action: 'concern.raised',
    subject: { type: 'concern', id },
    details: { kind, attempt: attemptId },
  });
  return { concernId: id };
}
