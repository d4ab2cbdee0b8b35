import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { Database, Trx } from '#platform/database.ts';

/** Who raises: an assessor, and the issuers where they assess or lead. */
export type Raiser = { id: string; issuerIds: readonly string[] };

/** An attempt about which this assessor may raise a concern. It tells nothing of whose it is. */
export type Raisable = {
  attemptId: string;
  issuerId: string;
  issuerName: string;
  issuerSlug: string;
  title: string;
  number: number;
  requirements: readonly Requirement[];
  /** The assessor’s own of this attempt, the latest. */
  assessmentId: string | null;
};

/**
 * An attempt that the assessor holds or held an assessment of, or that waits for its completeness check; never own work. An
 * anchor is like any other to who scores it: what they see in it is their finding, for the lead assessors.
 */
export async function findRaisable(
  db: Database | Trx,
  { id, issuerIds }: Raiser,
  attemptId: string,
): Promise<Raisable | undefined> {
  if (issuerIds.length === 0) return undefined;
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .innerJoin('issuers as i', 'i.id', 't.issuer_id')
    .leftJoin('judgings as j', 'j.attempt_id', 't.id')
    .select([
      't.id',
      't.issuer_id',
      't.number',
      'v.document',
      'i.name as issuer_name',
      'i.slug as issuer_slug',
      'j.stage',
    ])
    .select((eb) =>
      eb
        .selectFrom('assessments as a')
        .select('a.id')
        .whereRef('a.attempt_id', '=', 't.id')
        .where('a.assessor_id', '=', id)
        .orderBy('a.id', 'desc')
        .limit(1)
        .as('assessment_id'),
    )
    .where('t.id', '=', attemptId)
    .where('t.issuer_id', 'in', [...issuerIds])
    .where('e.person_id', '<>', id)
    .executeTakeFirst();
  if (!row || (row.assessment_id === null && row.stage !== 'pre_check')) return undefined;
  const definition = row.document as Definition;
  return {
    attemptId: row.id,
    issuerId: row.issuer_id,
    issuerName: row.issuer_name,
    issuerSlug: row.issuer_slug,
    title: definition.title,
    number: row.number,
    requirements: listRequirements(definition),
    assessmentId: row.assessment_id,
  };
}
