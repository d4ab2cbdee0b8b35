import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import type { Rubric } from './certification.queries.ts';

export type RubricOption = Rubric & { value: string; label: string; issuerId: string };

/** Every scoring guide of these issuers by which something is, or may be, judged; the latest of each micro-credential first. */
export async function listRubrics(db: Database, issuerIds: readonly string[]): Promise<RubricOption[]> {
  const { rows } = await sql<
    Rubric & { issuerId: string; title: string; from: number; to: number; isCurrent: boolean }
  >`
    select v.micro_credential_id as "microCredentialId", v.rubric_sha256 as "rubricSha256", v.issuer_id as "issuerId", m.title,
      min(v.number) as from, max(v.number) as to, bool_or(v.id = m.current_version_id) as "isCurrent"
    from definition_versions v join micro_credentials m on m.id = v.micro_credential_id
    where v.issuer_id = any(${issuerIds}::uuid[])
    group by v.micro_credential_id, v.rubric_sha256, v.issuer_id, m.title order by m.title, max(v.number) desc`.execute(
    db,
  );
  return rows.map(({ title, from, to, isCurrent, ...rubric }) => ({
    ...rubric,
    value: `${rubric.microCredentialId}/${rubric.rubricSha256}`,
    label: isCurrent ? title : `${title}, ${from === to ? `version ${from}` : `versions ${from} to ${to}`}`,
  }));
}
