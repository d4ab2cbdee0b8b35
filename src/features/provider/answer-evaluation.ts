import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { EvaluationAnswers } from '#domain/credit/evaluation-form.ts';
import { leastRespondents } from '#domain/credit/evaluation-results.ts';
import type { Database, Trx } from '#platform/database.ts';

/**
 * What is left behind when an award was evaluated. Only who has the installation’s secret and the award can reckon it: the
 * table of those used names nobody.
 */
export function evaluationToken(awardId: string, secret: string): string {
  return createHmac('sha256', secret).update(`tessera evaluation v1\n${awardId}`).digest('hex');
}

/** What is left behind by “No, thanks”: it leads back no more than the other does. */
export function declineToken(awardId: string, secret: string): string {
  return createHmac('sha256', secret).update(`tessera evaluation declined v1\n${awardId}`).digest('hex');
}

/** From now on nothing is asked about the award, unless its earner opens the questions by themselves. */
export async function declineEvaluation(trx: Trx, token: string): Promise<void> {
  await trx
    .insertInto('evaluation_tokens')
    .values({ token_sha256: token })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether the token was left behind. */
export async function isSpent(db: Database | Trx, token: string): Promise<boolean> {
  const row = await db
    .selectFrom('evaluation_tokens')
    .select('token_sha256')
    .where('token_sha256', '=', token)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an award was neither evaluated nor declined. */
export async function isStillAsked(db: Database, awardId: string, secret: string): Promise<boolean> {
  const spent = [evaluationToken(awardId, secret), declineToken(awardId, secret)];
  return !(await Promise.all(spent.map((token) => isSpent(db, token)))).includes(true);
}

export type AnswerResult = { ok: true } | { ok: false; reason: 'answered-already' };

/**
 * Keeps the answers apart from who gave them, once per token. Every fifth answer lets its batch out. Nothing goes into the
 * trail: the moment of it would lead back to the person.
 */
export async function answerEvaluation(
  trx: Trx,
  command: {
    token: string;
    award: { issuerId: string; microCredentialId: string };
    /** Of the version that was asked. */
    formSha256: string;
    answers: EvaluationAnswers;
    now: Date;
  },
): Promise<AnswerResult> {
  const { token, award, formSha256, answers, now } = command;
  const spent = await trx
    .insertInto('evaluation_tokens')
    .values({ token_sha256: token })
    .onConflict((conflict) => conflict.doNothing())
    .returning('token_sha256')
    .executeTakeFirst();
  if (!spent) return { ok: false, reason: 'answered-already' };
  // Two fifth answers at once would each see four: one waits for the other here.
  await sql`select from micro_credentials where id = ${award.microCredentialId} for no key update`.execute(trx);
  await trx
    .insertInto('evaluation_answers')
    .values({
      ...{ issuer_id: award.issuerId, micro_credential_id: award.microCredentialId, form_sha256: formSha256 },
      ...{ month: `${now.toISOString().slice(0, 7)}-01`, answers: JSON.stringify(answers) },
    })
    .execute();
  await letOut(trx, { ...award, formSha256, now });
  return { ok: true };
}

/** Once enough answers wait, they come out together. */
async function letOut(
  trx: Trx,
  {
    issuerId,
    microCredentialId,
    formSha256,
    now,
  }: { issuerId: string; microCredentialId: string; formSha256: string; now: Date },
): Promise<void> {
  const waiting = await trx
    .selectFrom('evaluation_answers')
    .select('id')
    .where('issuer_id', '=', issuerId)
    .where('micro_credential_id', '=', microCredentialId)
    .where('form_sha256', '=', formSha256)
    .where('batch_id', 'is', null)
    .execute();
  if (waiting.length < leastRespondents) return;
  const batch = await trx
    .insertInto('evaluation_batches')
    .values({
      ...{ issuer_id: issuerId, micro_credential_id: microCredentialId, form_sha256: formSha256 },
      ...{ respondents: waiting.length, released_on: now.toISOString().slice(0, 10) },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('evaluation_answers')
    .set({ batch_id: batch.id })
    .where(
      'id',
      'in',
      waiting.map(({ id }) => id),
    )
    .execute();
}
