import { isAway } from '#domain/assessment/away.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { askForAssignment } from './assign-waiting.ts';
import { endAllAssignments } from './clear-desk.ts';
import { clockOf } from './clock.ts';
import { usualLoad } from './load.queries.ts';

/** What an assessor says of themselves at one issuer. */
export type AssessorProfile = {
  issuerId: string;
  /** Primary subtags, lower-case (`en`); none: any language. */
  languages: string[];
  maxLoad: number;
  /** Days, the first and the last included. */
  awayFrom: string | null;
  awayUntil: string | null;
  wantsDigest: boolean;
};

/** At these issuers; where nothing was said, what counts until then. */
export async function listAssessorProfiles(
  db: Database,
  personId: string,
  issuerIds: readonly string[],
): Promise<AssessorProfile[]> {
  const rows =
    issuerIds.length === 0
      ? []
      : await db
          .selectFrom('assessor_profiles')
          .selectAll()
          .where('person_id', '=', personId)
          .where('issuer_id', 'in', [...issuerIds])
          .execute();
  return issuerIds.map((issuerId) => {
    const row = rows.find((one) => one.issuer_id === issuerId);
    return {
      issuerId,
      languages: row?.languages ?? [],
      maxLoad: row?.max_load ?? usualLoad,
      awayFrom: row?.away_from ?? null,
      awayUntil: row?.away_until ?? null,
      wantsDigest: row?.wants_digest ?? true,
    };
  });
}

/** Saves it. Whoever is away from today gives back what they were given; what they have begun stays theirs for its lease. */
export async function saveAssessorProfile(
  trx: Trx,
  { personId, profile, now }: { personId: string; profile: AssessorProfile; now: Date },
): Promise<{ givenBack: number }> {
  const { issuerId, languages, maxLoad, awayFrom, awayUntil, wantsDigest } = profile;
  const values = {
    languages,
    max_load: maxLoad,
    away_from: awayFrom,
    away_until: awayUntil,
    wants_digest: wantsDigest,
    updated_at: now,
  };
  await trx
    .insertInto('assessor_profiles')
    .values({ issuer_id: issuerId, person_id: personId, ...values })
    .onConflict((conflict) => conflict.columns(['issuer_id', 'person_id']).doUpdateSet(values))
    .execute();
  const { timeZone } = await clockOf(trx, issuerId);
  const away = isAway({ from: awayFrom, until: awayUntil }, dayOf(timeZone, now));
  const givenBack = away
    ? await endAllAssignments(trx, { issuerId, personId, actorId: personId, reason: 'away', now })
    : 0;
  await askForAssignment(trx, issuerId);
  await audit(trx, {
    issuerId,
    actorId: personId,
    action: 'assessor-profile.saved',
    subject: { type: 'person', id: personId },
    details: { languages, maxLoad, awayFrom, awayUntil },
  });
  return { givenBack };
}
