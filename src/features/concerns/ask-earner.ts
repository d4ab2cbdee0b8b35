import { type ConcernRefusal, checkAsking } from '#domain/assessment/concern.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import type { Lead } from '#domain/access/lead.ts';
import { pauseJudging } from '../queue/pause-judging.ts';
import { questionMail } from './concern-mails.ts';
import { lockLedConcern } from './lock-concern.ts';

export const concernRefusals: Record<ConcernRefusal, string> = {
  resolved: 'This concern has been settled already, maybe just now by somebody else. Its history says how.',
  anchor:
    'This is about an anchor, so there is nobody to ask and nothing to send back. Dismiss it or refer it, and retire the anchor if it should not be used.',
  'asked-already': 'The earner was asked already. Wait for the answer, or settle the concern.',
  'in-confidence':
    'A safeguarding concern is never put to the earner nor upheld here. Refer it to those who look after it.',
  'not-asked': 'Ask the earner before you uphold it: nobody is judged unheard.',
  'waits-for-answer': 'The earner still has time to answer. Wait for that before you uphold it.',
};

export type AskEarner = { lead: Lead; concernId: string; question: string; now: Date; baseUrl: string };

/** Puts a concern to the earner as a question; the clock stands still until they answer. */
export async function askEarner(
  trx: Trx,
  { lead, concernId, question, now, baseUrl }: AskEarner,
): Promise<{ ok: true } | { ok: false; reason: ConcernRefusal }> {
  const concern = await lockLedConcern(trx, lead, concernId);
  const check = checkAsking(concern);
  if (!check.ok) return check;
  await trx
    .updateTable('concerns')
    .set({ state: 'asked', question, asked_at: now, asked_by: lead.id })
    .where('id', '=', concernId)
    .execute();
  await pauseJudging(trx, concern.attemptId, 'concern', now);
  await sendMailLater(trx, questionMail(concern.work, baseUrl));
  await audit(trx, {
    issuerId: concern.issuerId,
    actorId: lead.id,
    action: 'concern.asked',
    subject: { type: 'concern', id: concernId },
    details: { attempt: concern.attemptId },
  });
  return { ok: true };
}
