import type { CompletionForm } from '#domain/credit/claim.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { getNameAmong } from '../awards/present-name.ts';
import { lockLicence, underRuleOf } from './licences.queries.ts';
import { type RecognisableAward, findRecognisable } from './recognition.queries.ts';

export type RecognitionRefusal = 'recognised-already' | 'rule-not-in-force' | 'award-fell-out';

export const recognitionRefusals: Record<RecognitionRefusal, string> = {
  'recognised-already': 'This award is claimed for this rule already.',
  'rule-not-in-force': 'This rule is not written for the day of the award, so it can’t be claimed by it.',
  'award-fell-out': 'This award does not stand at the moment, so it can’t be claimed.',
};

/**
 * Begins a claim that an award itself be recognised on a licence: its completion, without any hours. It goes the way of every
 * claim. How many times one may is for the table: once for a rule.
 */
export async function beginRecognition(
  trx: Trx,
  command: { person: { id: string; name: string }; publicId: string; licenceId: string; now: Date },
): Promise<{ ok: true; id: string } | { ok: false; reason: RecognitionRefusal }> {
  const { person, publicId, licenceId, now } = command;
  const held = await lockLicence(trx, person.id, licenceId);
  if (!held) throw new NotFoundError('licence');
  const award = await findRecognisable(trx, person.id, publicId);
  if (!award) throw new NotFoundError('award');
  const licence = await underRuleOf(trx, held, award.awardedOn);
  const { from, to } = licence.rule.effective;
  if (award.awardedOn < from || (to !== undefined && award.awardedOn > to))
    return { ok: false, reason: 'rule-not-in-force' };
  if (award.status !== 'in-force') return { ok: false, reason: 'award-fell-out' };
  const claim = await trx
    .insertInto('credit_claims')
    .values({
      ...{ person_id: person.id, issuer_id: award.issuerId, licence_id: licence.id, rule_id: licence.ruleId },
      ...{ rule_version_id: licence.ruleVersionId, award_id: award.awardId, counted_quarters: 0, created_at: now },
      ...{ cycle_begins: licence.cycle.begins, cycle_ends: licence.cycle.ends },
      form: JSON.stringify(fillForm(await getNameAmong(trx, person.id, [award.issuerId]), award)),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['rule_id', 'award_id'])
        .where('state', 'not in', ['refused', 'rejected', 'withdrawn'])
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!claim) return { ok: false, reason: 'recognised-already' };
  await trx
    .insertInto('credit_claim_events')
    .values({ claim_id: claim.id, state: 'draft', by_person: person.id, at: now })
    .execute();
  await audit(trx, {
    ...{ issuerId: award.issuerId, actorId: person.id, action: 'credit-claim.begun' },
    subject: { type: 'credit-claim', id: claim.id },
    details: { award: publicId, rule: licence.ruleSlug, version: licence.ruleNumber, quarters: 0 },
  });
  return { ok: true, id: claim.id };
}

function fillForm(educator: string, award: RecognisableAward): CompletionForm {
  const { title, provider, begunOn, awardedOn, pieces, publicId } = award;
  return {
    ...{ educator, title, provider, begins: begunOn, ends: awardedOn, nature: 'micro-credential', quarters: 0 },
    ...{ time: 'At one’s own pace', place: 'The educator’s school, and online', award: publicId },
    how:
      pieces.length === 0
        ? 'The micro-credential was completed. No hours are claimed with it.'
        : `All that its stack award asks for was completed: ${pieces.join('; ')}. No hours are claimed with it.`,
  };
}
