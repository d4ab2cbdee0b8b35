import type { CompletionForm } from '#domain/credit/claim.ts';
import type { CountedLine } from '#domain/credit/hours-towards.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { getNameAmong } from '../awards/present-name.ts';
import { previewClaim } from './count-towards.ts';
import { type LedgerEntry, findEntry } from './ledger.queries.ts';
import { lockLicence, underRuleOf } from './licences.queries.ts';

export type BeginResult =
  | { ok: true; id: string }
  | { ok: false; reason: 'claimed-already' }
  | { ok: false; reason: 'nothing-counts'; line: CountedLine };

export type BeginRefusal = Extract<BeginResult, { ok: false }>['reason'];

export const beginRefusals: Record<BeginRefusal, string> = {
  'claimed-already': 'These hours are claimed for this rule already. An hour counts once.',
  'nothing-counts': 'None of these hours would count, so there is nothing to claim.',
};

/**
 * Begins a claim of one line of the ledger for a licence, as a draft with its form filled in, pinned to the version of the rule
 * that is written for the last day of the activity. All licences of the person are locked, so that two claims never take the
 * same room under a cap.
 */
export async function beginClaim(
  trx: Trx,
  command: { person: { id: string; name: string }; entryId: string; licenceId: string; now: Date },
): Promise<BeginResult> {
  const { person, entryId, licenceId, now } = command;
  const held = await lockLicence(trx, person.id, licenceId);
  if (!held) throw new NotFoundError('licence');
  const entry = await findEntry(trx, person.id, { id: entryId });
  if (!entry) throw new NotFoundError('line of your ledger');
  const licence = await underRuleOf(trx, held, entry.endsOn);
  const { line } = await previewClaim(trx, licence, entry);
  if (line.counted === 0) return { ok: false, reason: 'nothing-counts', line };
  const educator = await getNameAmong(trx, person.id, [entry.issuerId]);
  const claim = await trx
    .insertInto('credit_claims')
    .values({
      ...{ person_id: person.id, issuer_id: entry.issuerId, licence_id: licence.id, rule_id: licence.ruleId },
      ...{ rule_version_id: licence.ruleVersionId, entry_id: entry.id },
      ...{ cycle_begins: licence.cycle.begins, cycle_ends: licence.cycle.ends, counted_quarters: line.counted },
      ...{ form: JSON.stringify(fillForm(educator, entry)), created_at: now },
    })
    // The index lets an hour be claimed once for a rule, whoever comes first.
    .onConflict((conflict) =>
      conflict
        .columns(['rule_id', 'entry_id'])
        .where('state', 'not in', ['refused', 'rejected', 'withdrawn'])
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!claim) return { ok: false, reason: 'claimed-already' };
  await trx
    .insertInto('credit_claim_events')
    .values({ claim_id: claim.id, state: 'draft', by_person: person.id, at: now })
    .execute();
  await audit(trx, {
    ...{ issuerId: entry.issuerId, actorId: person.id, action: 'credit-claim.begun' },
    subject: { type: 'credit-claim', id: claim.id },
    details: { entry: entry.id, rule: licence.ruleSlug, version: licence.ruleNumber, quarters: line.counted },
  });
  return { ok: true, id: claim.id };
}

function fillForm(educator: string, entry: LedgerEntry): CompletionForm {
  const { title, provider, heldAt, beginsOn, endsOn, place, nature, quarters, how, publicId } = entry;
  return {
    ...{ educator, title, provider, time: heldAt, begins: beginsOn, ends: endsOn, place, nature, quarters, how },
    award: publicId,
  };
}
