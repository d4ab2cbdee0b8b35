import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { askForAssignment } from './assign-waiting.ts';

/** How an issuer assesses. Shares go from 0 to 1, money is in cents. */
export type AssessingSettings = {
  timeZone: string;
  /** Days (`YYYY-MM-DD`), in order. */
  holidays: string[];
  assignment: 'pull' | 'auto';
  seedRate: number;
  qualifyBar: number;
  qualifyLookFors: number;
  lapseDays: number;
  lapseWindow: number;
  appealDays: number;
  /** Days in which an earner may appeal against an announced revocation. */
  revocationAppealDays: number;
  smallestGroup: number;
  sendsDigest: boolean;
  stipendCentsPerPiece: number;
  stipendCentsPerHour: number;
};

/** What counts where an issuer has set nothing: the defaults of the table. */
export const usualSettings: AssessingSettings = {
  timeZone: 'America/Chicago',
  holidays: [],
  assignment: 'pull',
  seedRate: 0.1,
  qualifyBar: 0.8,
  qualifyLookFors: 10,
  lapseDays: 90,
  lapseWindow: 20,
  appealDays: 30,
  revocationAppealDays: 14,
  smallestGroup: 10,
  sendsDigest: true,
  stipendCentsPerPiece: 0,
  stipendCentsPerHour: 0,
};

export async function getSettings(db: Database | Trx, issuerId: string): Promise<AssessingSettings> {
  const row = await db
    .selectFrom('assessing_settings')
    .selectAll()
    .where('issuer_id', '=', issuerId)
    .executeTakeFirst();
  if (!row) return usualSettings;
  return {
    timeZone: row.time_zone,
    holidays: row.holidays,
    assignment: row.assignment,
    seedRate: Number(row.seed_rate),
    qualifyBar: Number(row.qualify_bar),
    qualifyLookFors: row.qualify_look_fors,
    lapseDays: row.lapse_days,
    lapseWindow: row.lapse_window,
    appealDays: row.appeal_days,
    revocationAppealDays: row.revocation_appeal_days,
    smallestGroup: row.smallest_group,
    sendsDigest: row.sends_digest,
    stipendCentsPerPiece: row.stipend_cents_per_piece,
    stipendCentsPerHour: row.stipend_cents_per_hour,
  };
}

/** Sets how an issuer assesses from now on. What is due already stays due when it is. */
export async function saveSettings(
  trx: Trx,
  { issuerId, actorId, settings, now }: { issuerId: string; actorId: string; settings: AssessingSettings; now: Date },
): Promise<void> {
  const before = await getSettings(trx, issuerId);
  const values = {
    time_zone: settings.timeZone,
    holidays: settings.holidays,
    assignment: settings.assignment,
    seed_rate: String(settings.seedRate),
    qualify_bar: String(settings.qualifyBar),
    qualify_look_fors: settings.qualifyLookFors,
    lapse_days: settings.lapseDays,
    lapse_window: settings.lapseWindow,
    appeal_days: settings.appealDays,
    revocation_appeal_days: settings.revocationAppealDays,
    smallest_group: settings.smallestGroup,
    sends_digest: settings.sendsDigest,
    stipend_cents_per_piece: settings.stipendCentsPerPiece,
    stipend_cents_per_hour: settings.stipendCentsPerHour,
    updated_at: now,
  };
  await trx
    .insertInto('assessing_settings')
    .values({ issuer_id: issuerId, ...values })
    .onConflict((conflict) => conflict.column('issuer_id').doUpdateSet(values))
    .execute();
  if (settings.assignment === 'auto') await askForAssignment(trx, issuerId);
  await audit(trx, {
    issuerId,
    actorId,
    action: 'assessing-settings.saved',
    subject: { type: 'issuer', id: issuerId },
    details: { before, after: settings },
  });
}
