import { findRequirement } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import type { Lead } from '#domain/access/lead.ts';
import { lockAgreement } from './agreements.queries.ts';

export type AnswerRefusal = 'answered' | 'handed-in';

export const answerRefusals: Record<AnswerRefusal, string> = {
  answered: 'This was answered or taken back meanwhile.',
  'handed-in': 'The attempt was handed in meanwhile, so this can no longer be agreed on for it.',
};

/** A lead assessor agrees to other evidence, or does not; the earner has mail and reads why on their page. */
export async function answerAgreement(
  trx: Trx,
  command: { lead: Lead; agreementId: string; agrees: boolean; answer: string; now: Date; baseUrl: string },
): Promise<{ ok: true } | { ok: false; reason: AnswerRefusal }> {
  const { lead, agreementId, agrees, answer, now, baseUrl } = command;
  const agreement = await lockAgreement(trx, lead, agreementId);
  if (!agreement) throw new NotFoundError('request');
  if (agreement.state !== 'asked') return { ok: false, reason: 'answered' };
  if (agreement.enrolmentState !== 'working') return { ok: false, reason: 'handed-in' };
  await trx
    .updateTable('evidence_agreements')
    .set({ state: agrees ? 'agreed' : 'refused', answer, answered_by: lead.id, answered_at: now })
    .where('id', '=', agreementId)
    .execute();
  const { enrolmentId, key, issuerId, earnerEmail } = agreement;
  const definition = agreement.document as Definition;
  const requirement = findRequirement(definition, key)?.title ?? key;
  await sendMailLater(
    trx,
    composeMail({
      to: earnerEmail,
      subject: `Your request about “${requirement}” is answered`,
      paragraphs: [
        `You asked to hand in other evidence for “${requirement}”, part of “${definition.title}”.`,
        agrees
          ? 'It was agreed on. You can go on with it.'
          : 'It was not agreed on. The page says why, and what you can do.',
      ],
      action: { label: 'Read the answer', url: `${baseUrl}/work/${enrolmentId}/requirements/${key}/agreement` },
    }),
  );
  await audit(trx, {
    issuerId,
    actorId: lead.id,
    action: agrees ? 'agreement.agreed' : 'agreement.refused',
    subject: { type: 'agreement', id: agreementId },
    details: { enrolment: enrolmentId, requirement: key },
  });
  return { ok: true };
}
