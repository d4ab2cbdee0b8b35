import { dayOf } from '#domain/assessment/local-day.ts';
import { howArrivedAt } from '#domain/credit/award-hours.ts';
import { quartersOf } from '#domain/credit/quarters.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Trx } from '#platform/database.ts';

export type AwardHours = {
  awardId: string;
  personId: string;
  issuer: { id: string; name: string };
  /** Of the issuer. */
  timeZone: string;
  definition: Pick<Definition, 'title' | 'worth' | 'effort'>;
  versionNumber: number;
  enrolledAt: Date;
  awardedAt: Date;
  now: Date;
};

/**
 * Enters the hours of a new award into its earner’s ledger, with how they were arrived at; one that is worth none has no line. Its
 * day is that of the issuer’s own time zone: at UTC midnight the last evening of a cycle would be in the next.
 */
export async function recordAwardHours(trx: Trx, award: AwardHours): Promise<void> {
  const { definition, issuer, enrolledAt, awardedAt, timeZone } = award;
  const quarters = quartersOf(definition.worth.pdHours);
  if (quarters < 1) return;
  const begun = enrolledAt < awardedAt ? enrolledAt : awardedAt;
  await trx
    .insertInto('credit_entries')
    .values({
      person_id: award.personId,
      issuer_id: issuer.id,
      ...{ source: 'award', recorded_as: 'award', award_id: award.awardId, quarters },
      title: definition.title.slice(0, 300),
      provider: issuer.name.slice(0, 300),
      nature: 'micro-credential',
      begins_on: dayOf(timeZone, begun),
      ends_on: dayOf(timeZone, awardedAt),
      ...{ held_at: 'At one’s own pace', place: 'The educator’s school, and online' },
      how: howArrivedAt(definition, award.versionNumber),
      created_at: award.now,
    })
    .execute();
}
