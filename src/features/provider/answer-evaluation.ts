import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { EvaluationAnswers, EvaluationForm } from '#domain/credit/evaluation-form.ts';
import { leastRespondents } from '#domain/credit/evaluation-results.ts';
import { canonicalJson } from '#domain/definition/canonical.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';

/**
 * What is left behind when an award was evaluated. Only who has the installation’s secret and the award can reckon it: the
 * table of those used names nobody.
 */
export function evaluationToken(awardId: string, secret: string): string {
  return createHmac('sha256', secret).update(`tessera evaluation v1\n${awardId}`).digest('hex');
}

export async function isEvaluated(db: Database | Trx, token: string): Promise<boolean> {
  const row = await db
    .selectFrom('evaluation_tokens')
    .select('token_sha256')
    .where('token_sha256', '=', token)
    .executeTakeFirst();
  return row !== undefined;
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
    form: EvaluationForm;
    answers: EvaluationAnswers;
    now: Date;
  },
): Promise<AnswerResult> {
  const { token, award, form, answers, now } = command;
  const spent = await trx
    .insertInto('evaluation_tokens')
    .values({ token_sha256: token })
    .onConflict((conflict) => conflict.doNothing())
    .returning('token_sha256')
    .executeTakeFirst();
  if (!spent) return { ok: false, reason: 'answered-already' };
  const document = canonicalJson(form);
  const formSha256 = sha256(document);
  await trx
    .insertInto('evaluation_forms')
    .values({ sha256: formSha256, document, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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
