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

/** The same of several issuers. */
export async function clocksOf(db: Database, issuerIds: readonly string[]): Promise<Map<string, BusinessClock>> {
  const rows =
    issuerIds.length === 0
      ? []
      : await db
          .selectFrom('assessing_settings')
          .select(['issuer_id', 'time_zone', 'holidays'])
          .where('issuer_id', 'in', [...issuerIds])
          .execute();
  return new Map(
    issuerIds.map((id) => {
      const { time_zone: timeZone, holidays } = rows.find((row) => row.issuer_id === id) ?? usual;
      return [id, { timeZone, holidays: new Set(holidays) }];
    }),
  );
}
