import { isAway } from '#domain/assessment/away.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import type { Database } from '#platform/database.ts';
import { clockOf } from './clock.ts';

type AwayWithWork = { issuerId: string; personId: string };

/** At which issuers anybody who has said when they are away was given something. */
export async function listIssuersWithAbsences(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('assessor_profiles as f')
    .innerJoin('assignments as g', (join) =>
      join.onRef('g.assessor_id', '=', 'f.person_id').onRef('g.issuer_id', '=', 'f.issuer_id'),
    )
    .select('f.issuer_id')
    .distinct()
    .where('g.ended_at', 'is', null)
    .where('f.away_from', 'is not', null)
    .orderBy('f.issuer_id')
    .execute();
  return rows.map(({ issuer_id }) => issuer_id);
}

/** Who of an issuer is away today, by its clock, and was given something there. */
export async function listAwayWithWork(db: Database, issuerId: string, now: Date): Promise<AwayWithWork[]> {
  const { timeZone } = await clockOf(db, issuerId);
  const rows = await db
    .selectFrom('assessor_profiles as f')
    .select(['f.person_id', 'f.away_from', 'f.away_until'])
    .where('f.issuer_id', '=', issuerId)
    .where('f.away_from', 'is not', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('assignments as g')
          .select('g.id')
          .whereRef('g.assessor_id', '=', 'f.person_id')
          .whereRef('g.issuer_id', '=', 'f.issuer_id')
          .where('g.ended_at', 'is', null),
      ),
    )
    .orderBy('f.person_id')
    .execute();
  const today = dayOf(timeZone, now);
  return rows
    .filter(({ away_from, away_until }) => isAway({ from: away_from, until: away_until }, today))
    .map(({ person_id }) => ({ issuerId, personId: person_id }));
}
