import { sql } from 'kysely';
import type { Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';

export type Finisher = {
  personId: string;
  name: string;
  email: string;
  series: string;
  issuerId: string;
  issuerName: string;
  finishedAt: Date;
  /** Whether they score already, or are invited to. */
  state: 'assessor' | 'invited' | 'none';
};

/** Who has earned every member of a series of these issuers, the latest first. */
export async function listFinishers(db: Database, issuerIds: readonly string[], now: Date): Promise<Finisher[]> {
  const { rows: series } = await sql<{ issuerId: string; title: string; document: unknown }>`
    select s.issuer_id as "issuerId", s.title, v.document from series s join series_versions v on v.id = s.current_version_id
    where s.issuer_id = any(${issuerIds}::uuid[])`.execute(db);
  const members = series.map(({ issuerId, title, document }) => ({
    issuerId,
    title,
    slugs: (document as Series).members.map(({ microCredential }) => microCredential),
  }));
  if (members.length === 0) return [];
  const { rows } = await sql<Finisher>`
    with series as (
      select x."issuerId"::uuid as issuer_id, x.title, array(select jsonb_array_elements_text(x.slugs)) as slugs
      from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as x ("issuerId" text, title text, slugs jsonb)
    ), finished as (
      select s.issuer_id, s.title, e.person_id, max(e.earned_at) as at
      from series s
      join micro_credentials m on m.slug = any(s.slugs)
      join enrolments e on e.micro_credential_id = m.id and e.state = 'earned'
      group by s.issuer_id, s.title, s.slugs, e.person_id
      having count(distinct m.id) = cardinality(s.slugs)
    )
    select p.id as "personId", p.name, p.email, f.title as series, f.issuer_id as "issuerId", i.name as "issuerName",
      f.at as "finishedAt",
      case
        when exists (select from memberships o where o.issuer_id = f.issuer_id and o.person_id = p.id
          and o.role in ('assessor', 'lead_assessor')) then 'assessor'
        when exists (select from invitations n where n.issuer_id = f.issuer_id and n.email = p.email and n.role = 'assessor'
          and n.accepted_at is null and n.withdrawn_at is null and n.expires_at > ${now}) then 'invited'
        else 'none'
      end as state
    from finished f join people p on p.id = f.person_id join issuers i on i.id = f.issuer_id
    order by f.at desc, p.id limit 200`.execute(db);
  return rows;
}
