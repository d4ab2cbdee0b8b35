import { openKeys } from '#domain/attempt/progress.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';

export type AgreementRefusal = 'not-working' | 'locked' | 'asked-already' | 'agreed-already' | 'nothing-open';

export const agreementRefusals: Record<AgreementRefusal, string> = {
  'not-working': 'You can ask for this while it is your turn, not while an attempt is being judged.',
  locked: 'This is demonstrated already and stays as it is, so there is nothing to agree on.',
  'asked-already': 'You have asked for this already. What you asked stands on this page.',
  'agreed-already': 'This was agreed on already. What was agreed stands on this page.',
  'nothing-open': 'This was answered or taken back meanwhile. Open the page again to see how it stands.',
};

type Own = { personId: string; enrolmentId: string; requirementKey: string; now: Date };
type Result = { ok: true } | { ok: false; reason: AgreementRefusal };

/** The earner asks to hand in other evidence than a requirement names, since the practice can’t be repeated. */
export async function askAgreement(trx: Trx, command: Own & { reason: string; proposal: string }): Promise<Result> {
  const { reason, proposal, now, requirementKey } = command;
  const { workspace, current } = await lockOwn(trx, command);
  if (workspace.enrolment.state !== 'working') return { ok: false, reason: 'not-working' };
  if (!openKeys(workspace).has(requirementKey)) return { ok: false, reason: 'locked' };
  if (current) return { ok: false, reason: current.state === 'agreed' ? 'agreed-already' : 'asked-already' };
  const { issuerId, id: enrolmentId } = workspace.enrolment;
  const { id } = await trx
    .insertInto('evidence_agreements')
    .values({
      issuer_id: issuerId,
      enrolment_id: enrolmentId,
      requirement_key: requirementKey,
      reason,
      proposal,
      asked_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await record(trx, { id, issuerId }, command, 'agreement.asked');
  return { ok: true };
}

/** Takes a request back that waits for its answer, or does without what was agreed on. */
export async function withdrawAgreement(trx: Trx, command: Own): Promise<Result> {
  const { workspace, current } = await lockOwn(trx, command);
  if (!current) return { ok: false, reason: 'nothing-open' };
  if (workspace.enrolment.state !== 'working') return { ok: false, reason: 'not-working' };
  await trx
    .updateTable('evidence_agreements')
    .set({ state: 'withdrawn', answered_by: null, answered_at: null })
    .where('id', '=', current.id)
    .execute();
  await record(trx, { id: current.id, issuerId: workspace.enrolment.issuerId }, command, 'agreement.withdrawn');
  return { ok: true };
}

async function lockOwn(trx: Trx, { personId, enrolmentId, requirementKey }: Own) {
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  if (!workspace || !findRequirement(workspace.definition, requirementKey)) throw new NotFoundError('requirement');
  const current = workspace.agreements.find(
    ({ requirement, state }) => requirement === requirementKey && (state === 'asked' || state === 'agreed'),
  );
  return { workspace, current };
}

async function record(
  trx: Trx,
  { id, issuerId }: { id: string; issuerId: string },
  { personId, enrolmentId, requirementKey }: Own,
  action: string,
): Promise<void> {
  await audit(trx, {
    ...{ issuerId, actorId: personId, action },
    subject: { type: 'agreement', id },
    details: { enrolment: enrolmentId, requirement: requirementKey },
  });
}
