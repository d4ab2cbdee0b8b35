import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** How an award came about, as anyone may know it: how many judged, never who. */
export type AwardProcess = {
  /** Different people who scored it, over all its attempts. */
  assessors: number;
  /** Whether two scored the last attempt, neither knowing what the other found. */
  isDouble: boolean;
  isBlind: boolean;
  isAdjudicated: boolean;
  isAppealed: boolean;
  /** Scored by the earner's own coach: an exception that the issuer declares. */
  isByCoach: boolean;
  /** Of what was handed in, sealed: canonical JSON (RFC 8785) with the hash of every file. */
  attemptSha256: string;
  submittedAt: Date;
  decidedAt: Date;
};

export type AwardSurroundings = {
  /** Null for stack awards, which are made of others. */
  process: AwardProcess | null;
  /** Series in which it stands. */
  series: { slug: string; title: string }[];
  isOwn: boolean;
  /** For the earner alone: whether it stands on their public profile. */
  isOnProfile: boolean;
  /** For the earner alone: the attempt that earned it, of which they can take the evidence pack. */
  attemptId: string | null;
};

/** What the page of an award says beside the award itself, in one statement. */
export async function findSurroundings(
  db: Database,
  { awardId, viewerId }: { awardId: string; viewerId: string | null },
): Promise<AwardSurroundings> {
  const { rows } = await sql<AwardSurroundings & { process: (AwardProcess & Record<string, unknown>) | null }>`
    select
      case when a.kind = 'micro-credential' then (
        select json_build_object(
          'assessors', (select count(distinct s.assessor_id) from assessments s
            join attempts t on t.id = s.attempt_id
            where t.enrolment_id = a.enrolment_id and s.state = 'completed'
              and s.role in ('first', 'second', 'adjudicator', 'appeal')),
          'isDouble', (select count(*) = 2 from assessments s
            where s.attempt_id = a.attempt_id and s.state = 'completed' and s.role in ('first', 'second')),
          'isBlind', coalesce((d.process ->> 'blind')::boolean, j.is_blind, false),
          'isAdjudicated', exists (select from assessments s join attempts t on t.id = s.attempt_id
            where t.enrolment_id = a.enrolment_id and s.state = 'completed' and s.role = 'adjudicator'),
          'isAppealed', exists (select from appeals p where p.enrolment_id = a.enrolment_id and p.state = 'decided'),
          'isByCoach', coalesce((d.process ->> 'byCoach')::boolean, j.by_coach, false),
          'attemptSha256', t.sha256, 'submittedAt', t.submitted_at,
          'decidedAt', coalesce(
            (select p.ended_at from appeals p where p.attempt_id = a.attempt_id and p.state = 'decided' and p.earns),
            d.released_at))
        from attempts t join decisions d on d.attempt_id = t.id left join judgings j on j.attempt_id = t.id
        where t.id = a.attempt_id
      ) end as process,
      coalesce((select json_agg(json_build_object('slug', s.slug, 'title', s.title) order by s.title, s.id) from series s
        where s.id = a.series_id or s.id in
          (select sm.series_id from series_members sm where sm.micro_credential_id = a.micro_credential_id)), '[]') as series,
      coalesce(a.person_id = ${viewerId}::uuid, false) as "isOwn",
      case when a.person_id = ${viewerId}::uuid then a.attempt_id end as "attemptId",
      exists (select from public_profile_awards c where c.award_id = a.id and c.person_id = ${viewerId}::uuid) as "isOnProfile"
    from awards a where a.id = ${awardId}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The award is gone, and awards are never removed');
  const { process } = row;
  return {
    ...row,
    process: process && {
      ...process,
      submittedAt: new Date(process.submittedAt),
      decidedAt: new Date(process.decidedAt),
    },
  };
}
