import { type CertificationSettings, usualCertificationSettings } from '#domain/assessment/certification.ts';
import type { Database, Trx } from '#platform/database.ts';

export type CalibrationSettings = CertificationSettings & {
  /** How many look-fors a qualification set has at least. */
  qualifyLookFors: number;
  /** The share of anchors among what an assessor is given. */
  seedRate: number;
};

/** Where an issuer has set nothing. */
export const usualQualifyLookFors = 10;
const usual: CalibrationSettings = {
  ...usualCertificationSettings,
  qualifyLookFors: usualQualifyLookFors,
  seedRate: 0.1,
};

/** By what an issuer calibrates. */
export async function calibrationSettingsOf(db: Database | Trx, issuerId: string): Promise<CalibrationSettings> {
  const row = await db
    .selectFrom('assessing_settings')
    .select(['seed_rate', 'qualify_bar', 'qualify_look_fors', 'lapse_days', 'lapse_window'])
    .where('issuer_id', '=', issuerId)
    .executeTakeFirst();
  if (!row) return usual;
  return {
    lapseDays: row.lapse_days,
    lapseWindow: row.lapse_window,
    bar: Number(row.qualify_bar),
    qualifyLookFors: row.qualify_look_fors,
    seedRate: Number(row.seed_rate),
  };
}
