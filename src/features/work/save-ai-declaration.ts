import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type WorkRefusal } from './save-evidence.ts';
import { lockWorkspace } from './workspace.queries.ts';

type SaveDeclaration = {
  personId: string;
  enrolmentId: string;
  part: string;
  used: boolean;
  how: string;
  now: Date;
};

/** Keeps what the earner declares of a part: whether AI was used, and how. */
export async function saveAiDeclaration(
  trx: Trx,
  { personId, enrolmentId, part, used, how, now }: SaveDeclaration,
): Promise<{ ok: true } | { ok: false; reason: Extract<WorkRefusal, 'not-working'> }> {
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  if (!workspace?.definition.parts.some(({ id, aiUse }) => id === part && aiUse === 'declare'))
    throw new NotFoundError('part');
  if (workspace.enrolment.state !== 'working') return { ok: false, reason: 'not-working' };
  const declared = { used, how: used ? how : '', updated_at: now };
  await trx
    .insertInto('ai_declarations')
    .values({ enrolment_id: enrolmentId, part_key: part, ...declared })
    .onConflict((conflict) => conflict.columns(['enrolment_id', 'part_key']).doUpdateSet(declared))
    .execute();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: personId,
    action: 'ai-use.declared',
    subject: { type: 'enrolment', id: enrolmentId },
    details: { part, used },
  });
  return { ok: true };
}
