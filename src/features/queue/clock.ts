import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import type { Database, Trx } from '#platform/database.ts';

/** Where an issuer has set nothing, it works by this. */
const usual = { time_zone: 'America/Chicago', holidays: [] as string[] };

/** By which days an issuer works. */
export async function clockOf(db: Database | Trx, issuerId: string): Promise<BusinessClock> {
  const { time_zone: timeZone, holidays } =
    (await db
      .selectFrom('assessing_settings')
      .select(['time_zone', 'holidays'])
      .where('issuer_id', '=', issuerId)
      .executeTakeFirst()) ?? usual;
  return { timeZone, holidays: new Set(holidays) };
}
