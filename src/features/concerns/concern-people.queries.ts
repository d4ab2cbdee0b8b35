import type { Trx } from '#platform/database.ts';

export type Told = { name: string; email: string };

/**
 * Who hears of a safeguarding concern: the lead assessors of the issuer, who can open its page; never the earner of the
 * attempt, whose roles don’t count here. Where that leaves nobody, its admins, who can make somebody a lead assessor.
 */
export async function listOverseers(
  trx: Trx,
  { issuerId, attemptId }: { issuerId: string; attemptId: string },
): Promise<{ people: Told[]; as: 'leads' | 'admins' }> {
  const holders = (role: 'lead_assessor' | 'issuer_admin') =>
    trx
      .selectFrom('memberships as m')
      .innerJoin('people as p', 'p.id', 'm.person_id')
      .select(['p.name', 'p.email'])
      .where('m.issuer_id', '=', issuerId)
      .where('m.role', '=', role)
      .where('p.id', 'not in', (eb) =>
        eb
          .selectFrom('attempts as t')
          .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
          .select('e.person_id')
          .where('t.id', '=', attemptId),
      )
      .orderBy('p.id')
      .execute();
  const leads = await holders('lead_assessor');
  return leads.length > 0 ? { people: leads, as: 'leads' } : { people: await holders('issuer_admin'), as: 'admins' };
}
