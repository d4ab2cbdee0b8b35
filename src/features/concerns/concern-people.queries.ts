import type { Role } from '#domain/access/viewer.ts';
import type { Trx } from '#platform/database.ts';

export type Told = { name: string; email: string; isLead: boolean };

/** The lead assessors and admins of an issuer, each once; never the earner of the attempt, whose roles don’t count here. */
export async function listOverseers(
  trx: Trx,
  { issuerId, attemptId }: { issuerId: string; attemptId: string },
): Promise<Told[]> {
  const roles: Role[] = ['lead_assessor', 'issuer_admin'];
  const rows = await trx
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select(['p.name', 'p.email'])
    .select((eb) => eb.fn<boolean>('bool_or', [eb('m.role', '=', 'lead_assessor')]).as('isLead'))
    .where('m.issuer_id', '=', issuerId)
    .where('m.role', 'in', roles)
    .where('p.id', 'not in', (eb) =>
      eb
        .selectFrom('attempts as t')
        .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
        .select('e.person_id')
        .where('t.id', '=', attemptId),
    )
    .groupBy(['p.id', 'p.name', 'p.email'])
    .orderBy('p.id')
    .execute();
  return rows;
}
