import { sql } from 'kysely';
import { usualCertificationSettings } from '#domain/assessment/certification.ts';
import type { Database } from '#platform/database.ts';
import { type ReportScope, within } from './report-scope.ts';

/** What an assessor has done: completed pieces by seat, and how long they took. */
export type AssessorWork = {
  id: string;
  name: string;
  pieces: number;
  independent: number;
  /** Median of active minutes on a piece, idle stretches left out; null where none were measured. */
  minutes: number | null;
  /** Median of hours from claiming to completing. */
  hours: number | null;
};

export async function listAssessorWork(db: Database, scope: ReportScope): Promise<AssessorWork[]> {
  const { rows } = await sql<AssessorWork>`
    select p.id, p.name, count(*) as pieces, count(*) filter (where a.role in ('first', 'second')) as independent,
      percentile_cont(0.5) within group (order by nullif(a.active_seconds, 0) / 60.0) as minutes,
      percentile_cont(0.5) within group (order by extract(epoch from a.completed_at - a.claimed_at) / 3600) as hours
    from judgings j join assessments a on a.attempt_id = j.attempt_id and a.state = 'completed'
      join people p on p.id = a.assessor_id
    where ${within(scope, 'j')} and a.role in ('first', 'second', 'adjudicator', 'appeal')
    group by p.id, p.name order by p.name, p.id`.execute(db);
  return rows;
}

/** One look-for of a seeded anchor, as somebody rated it and as was agreed. */
export type AnchorRow = {
  assessorId: string;
  assessorName: string;
  attemptId: string;
  completedAt: Date;
  rated: number;
  agreed: number;
};

/** Ratings of anchors that came in the queue; an anchor is nobody’s attempt, and is in no other figure. */
export async function listAnchorRatings(db: Database, scope: ReportScope): Promise<AnchorRow[]> {
  const { rows } = await sql<AnchorRow>`
    select s.assessor_id as "assessorId", p.name as "assessorName", s.attempt_id as "attemptId",
      s.completed_at as "completedAt",
      array_position(array['no', 'almost', 'yes'], r.value) - 1 as rated,
      array_position(array['no', 'almost', 'yes'], g.value) - 1 as agreed
    from rating_sheets s join anchors a on a.attempt_id = s.attempt_id
      join anchor_ratings g on g.anchor_id = a.id
      join ratings r on r.assessment_id = s.assessment_id and r.look_for_key = g.look_for_key
      join people p on p.id = s.assessor_id
    where s.role = 'anchor' and r.value is not null
      and s.issuer_id = any(${[...scope.issuerIds]}::uuid[])
      and (${scope.microCredentialId ?? null}::uuid is null or s.micro_credential_id = ${scope.microCredentialId ?? null}::uuid)
      and (${scope.versionId ?? null}::uuid is null or s.definition_version_id = ${scope.versionId ?? null}::uuid)
      and s.completed_at >= coalesce(${scope.since ?? null}::timestamptz, '-infinity')
    order by s.completed_at, s.assessment_id, g.look_for_key`.execute(db);
  return rows;
}

/** The share of anchors that assessors are to rate exactly, and whose it is. */
export type Bar = { bar: number; issuerName: string };

/** The bars of the issuers that a scope is about, each share once. */
export async function listBars(db: Database, scope: ReportScope): Promise<Bar[]> {
  const { rows } = await sql<Bar>`
    select coalesce(s.qualify_bar, ${usualCertificationSettings.bar})::double precision as bar,
      string_agg(i.name, ', ' order by i.name) as "issuerName"
    from issuers i left join assessing_settings s on s.issuer_id = i.id
    where i.id = any(${[...scope.issuerIds]}::uuid[])
      and (${scope.microCredentialId ?? null}::uuid is null
        or i.id = (select issuer_id from micro_credentials where id = ${scope.microCredentialId ?? null}::uuid))
    group by 1 order by 1`.execute(db);
  return rows;
}
