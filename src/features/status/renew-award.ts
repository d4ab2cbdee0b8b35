import { type RenewalRefusal, mayRenew, renewedUntil } from '#domain/award/validity.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { listDeciders } from './deciders.queries.ts';
import { type LockedAward, lockAward } from './lock-award.ts';
import { renewCredential } from './renew-credential.ts';
import { hoursEarnedSince } from './renewal-hours.queries.ts';
import { renewalAskedMail, renewedMail } from './status-mails.ts';

export type RenewRefusal = RenewalRefusal | 'hours-missing' | 'not-this-way' | 'asked-already';

export type RenewDeps = Pick<Deps, 'now' | 'secret' | 'keyService' | 'baseUrl' | 'canonize'>;

/**
 * The earner renews an award: with hours at once; with a statement once a lead assessor has approved it. Two at once renew it once:
 * the second finds the new end, for which it is too early.
 */
export async function renewByEarner(
  trx: Trx,
  deps: RenewDeps,
  command: { personId: string; publicId: string; statement: string | undefined; now: Date },
): Promise<{ ok: true; renewed: boolean } | { ok: false; reason: RenewRefusal }> {
  const { personId, publicId, statement, now } = command;
  const award = await lockAward(trx, { publicId, personId }, now);
  const may = renewalOf(award, now);
  if (!may.ok) return may;
  const { renewal, validUntil } = may;
  const row = { issuer_id: award.issuer.id, award_id: award.id, of_valid_until: validUntil, asked_at: now };

  if (renewal.by === 'hours') {
    const hours = await hoursEarnedSince(trx, award.id, now);
    if (hours < renewal.hours) return { ok: false, reason: 'hours-missing' };
    const renewed = { state: 'renewed', decided_at: now } as const;
    await trx
      .insertInto('renewals')
      .values({ ...row, ...renewed, way: 'hours', hours: String(hours) })
      .execute();
    await renew(trx, deps, award, { validUntil, actorId: personId, now, how: { by: 'hours', hours } });
    return { ok: true, renewed: true };
  }

  if (renewal.by !== 'statement' || statement === undefined) return { ok: false, reason: 'not-this-way' };
  if (await isAsked(trx, award.id)) return { ok: false, reason: 'asked-already' };
  const { id } = await trx
    .insertInto('renewals')
    .values({ ...row, way: 'statement', statement })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { deciders } = await listDeciders(trx, award, personId);
  for (const decider of deciders) await sendMailLater(trx, renewalAskedMail(award, decider, deps.baseUrl));
  await audit(trx, {
    issuerId: award.issuer.id,
    actorId: personId,
    action: 'renewal.asked',
    subject: { type: 'award', id: award.id },
    details: { renewal: id },
  });
  return { ok: true, renewed: false };
}

/** Whether an award that is held can be renewed now, how, and from which end on. */
export function renewalOf(award: LockedAward, now: Date) {
  const { definition, validUntil, status } = award;
  if (!definition || validUntil === null) return { ok: false, reason: 'does-not-expire' } as const;
  const may = mayRenew({
    definition,
    validUntil,
    state: status.state,
    isRevocationOpen: award.open !== undefined,
    now,
  });
  return may.ok ? { ...may, validUntil } : may;
}

/** Issues the credential with the new end, tells the earner, and audits. */
export async function renew(
  trx: Trx,
  deps: RenewDeps,
  award: LockedAward,
  { validUntil, actorId, now, how }: { validUntil: Date; actorId: string; now: Date; how: Record<string, unknown> },
): Promise<void> {
  const until = award.definition && renewedUntil(award.definition, validUntil, now);
  if (!until) throw new Error('An award that expires says for how long it is valid');
  await renewCredential(trx, deps, award, { validFrom: now, validUntil: until });
  await sendMailLater(trx, renewedMail(award, until, deps.baseUrl));
  await audit(trx, {
    issuerId: award.issuer.id,
    actorId,
    action: 'award.renewed',
    subject: { type: 'award', id: award.id },
    details: { ...how, validUntil: until.toISOString() },
  });
}

async function isAsked(trx: Trx, awardId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('renewals')
    .select('id')
    .where('award_id', '=', awardId)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return row !== undefined;
}
