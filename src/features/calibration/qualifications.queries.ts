import { sql } from 'kysely';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { usualQualifyLookFors } from './calibration-settings.ts';
import { revealHours } from './certification.queries.ts';

export type SetRow = {
  id: string;
  title: string;
  isActive: boolean;
  microCredentialId: string;
  rubricSha256: string;
  microCredential: string;
  anchors: number;
  /** Of those of its anchors that are in use. */
  lookFors: number;
  /** Whether it has too few of them by now: an earner took their leave back. */
  isShort: boolean;
  tried: number;
  passed: number;
};

/** The sets of these issuers; `offered` leaves out those that are not in use. */
export async function listSets(
  db: Database,
  { issuerIds, offered = false }: { issuerIds: readonly string[]; offered?: boolean },
): Promise<SetRow[]> {
  const { rows } = await sql<SetRow>`
    select s.id, s.title, s.is_active as "isActive", s.micro_credential_id as "microCredentialId",
      s.rubric_sha256 as "rubricSha256", m.title as "microCredential",
      c.anchors, c.look_fors as "lookFors", c.gone > 0 and c.look_fors < coalesce(y.qualify_look_fors, ${usualQualifyLookFors}) as "isShort",
      (select count(*) from qualifications q where q.set_id = s.id and q.finished_at is not null) as tried,
      (select count(*) from qualifications q where q.set_id = s.id and q.passed) as passed
    from qualification_sets s join micro_credentials m on m.id = s.micro_credential_id
    left join assessing_settings y on y.issuer_id = s.issuer_id
    cross join lateral (
      select count(distinct n.id) as anchors, count(g.look_for_key) as look_fors,
        count(*) filter (where n.id is null) as gone from qualification_set_anchors x
      left join anchors n on n.id = x.anchor_id and n.state = 'active' left join anchor_ratings g on g.anchor_id = n.id
      where x.set_id = s.id
    ) c
    where s.issuer_id = any(${issuerIds}::uuid[]) ${offered ? sql`and s.is_active` : sql``}
    order by s.is_active desc, m.title, s.created_at desc, s.id`.execute(db);
  return rows;
}

export type SetAnchor = { id: string; title: string; lookFors: number; state: 'draft' | 'active' | 'retired' };

export async function listSetAnchors(db: Database, setId: string): Promise<SetAnchor[]> {
  const { rows } = await sql<SetAnchor>`
    select n.id, n.title, n.state, (select count(*) from anchor_ratings g where g.anchor_id = n.id) as "lookFors"
    from qualification_set_anchors x join anchors n on n.id = x.anchor_id where x.set_id = ${setId} order by x.position`.execute(
    db,
  );
  return rows;
}

export type OwnQualification = {
  issuerId: string;
  id: string;
  setId: string;
  title: string;
  microCredential: string;
  microCredentialId: string;
  rubricSha256: string;
  startedAt: Date;
  finishedAt: Date | null;
  exact: number | null;
  lookFors: number | null;
  passed: boolean | null;
  seats: { assessmentId: string; isDone: boolean }[];
};

/** Somebody’s goes at sets, the latest first. */
export async function listQualifications(
  db: Database,
  { personId }: { personId: string },
): Promise<OwnQualification[]> {
  const { rows } = await sql<OwnQualification>`
    select q.id, q.issuer_id as "issuerId", q.set_id as "setId", s.title, m.title as "microCredential", s.micro_credential_id as "microCredentialId",
      s.rubric_sha256 as "rubricSha256", q.started_at as "startedAt",
      q.finished_at as "finishedAt", q.exact, q.look_fors as "lookFors", q.passed,
      coalesce((
        select json_agg(json_build_object('assessmentId', a.id, 'isDone', a.state = 'completed') order by x.position)
        from assessments a join anchors n on n.attempt_id = a.attempt_id
        join qualification_set_anchors x on x.set_id = q.set_id and x.anchor_id = n.id
        where a.qualification_id = q.id
      ), '[]') as seats
    from qualifications q join qualification_sets s on s.id = q.set_id join micro_credentials m on m.id = s.micro_credential_id
    where q.person_id = ${personId} and q.void_at is null
    order by q.started_at desc, q.id limit 100`.execute(db);
  return rows;
}

/** One look-for of an anchor: what somebody gave, what was agreed on, and why. */
export type Compared = {
  assessmentId: string;
  anchorId: string;
  microCredential: string;
  completedAt: Date;
  lookFor: string;
  text: string;
  value: RatingValue | null;
  comment: string;
  agreed: RatingValue;
  rationale: string;
};

/**
 * What somebody rated on anchors beside the agreed ratings: of one qualification, or of the seeded ones that they completed
 * at least a day ago. In the order of the scoring guide.
 */
export async function listCompared(
  db: Database,
  { personId, qualificationId, now }: { personId: string; qualificationId?: string; now: Date },
): Promise<Compared[]> {
  const known = new Date(now.getTime() - revealHours * 3600_000);
  const which =
    qualificationId === undefined
      ? sql`k.role = 'anchor' and k.completed_at <= ${known}`
      : sql`k.qualification_id = ${qualificationId}`;
  const { rows } = await sql<Omit<Compared, 'text'> & { document: unknown }>`
    select k.assessment_id as "assessmentId", k.anchor_id as "anchorId", m.title as "microCredential",
      k.completed_at as "completedAt", k.look_for_key as "lookFor", k.value, k.comment, k.agreed, k.rationale, v.document
    from (
      select * from anchor_comparisons k where k.assessor_id = ${personId} and ${which}
      order by k.completed_at desc, k.assessment_id limit 600
    ) k
    join anchors n on n.id = k.anchor_id
    join micro_credentials m on m.id = k.micro_credential_id
    join definition_versions v on v.id = n.definition_version_id
    order by k.completed_at desc, k.assessment_id`.execute(db);
  const texts = new Map<string, Map<string, string>>();
  return rows
    .map(({ document, ...row }) => {
      const known =
        texts.get(row.anchorId) ?? new Map(listLookFors(document as Definition).map((one) => [one.id, one.text]));
      texts.set(row.anchorId, known);
      return { ...row, text: known.get(row.lookFor) ?? row.lookFor };
    })
    .map((row, index) => ({ row, index, place: [...(texts.get(row.anchorId)?.keys() ?? [])].indexOf(row.lookFor) }))
    .sort((a, b) => (a.row.assessmentId === b.row.assessmentId ? a.place - b.place : a.index - b.index))
    .map(({ row }) => row);
}

export type CertifiablePerson = { id: string; name: string; email: string };

/** The assessors of these issuers. */
export async function listAssessors(db: Database, issuerIds: readonly string[]): Promise<CertifiablePerson[]> {
  const { rows } = await sql<CertifiablePerson>`
    select distinct p.id, p.name, p.email from memberships m join people p on p.id = m.person_id
    where m.issuer_id = any(${issuerIds}::uuid[]) and m.role in ('assessor', 'lead_assessor') order by p.name, p.id`.execute(
    db,
  );
  return rows;
}

/** The qualification that an assessment is part of. */
export async function findQualificationOf(db: Database, assessmentId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('assessments')
    .select('qualification_id')
    .where('id', '=', assessmentId)
    .executeTakeFirst();
  return row?.qualification_id ?? undefined;
}
