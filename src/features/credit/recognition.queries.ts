import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';

/** An award as a licence may recognise it, with or without hours. Days are `YYYY-MM-DD`. */
export type RecognisableAward = {
  awardId: string;
  publicId: string;
  issuerId: string;
  provider: string;
  title: string;
  kind: 'micro-credential' | 'stack';
  begunOn: string;
  awardedOn: string;
  /** Of a stack award: what it was made of. */
  pieces: string[];
  status: 'in-force' | 'suspended' | 'revoked';
  statusReason: string | null;
  hasHours: boolean;
  /** The rules for which it is claimed as recognition, with the claims. */
  claims: { ruleId: string; claimId: string }[];
};

const awards = sql`
  select a.id as "awardId", a.public_id as "publicId", a.issuer_id as "issuerId", left(i.name, 300) as provider, a.kind,
    left(coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title'), 300) as title,
    (least(n.created_at, (select min(pa.awarded_at) from award_pieces ap join awards pa on pa.id = ap.piece_award_id
      where ap.stack_award_id = a.id), a.awarded_at) at time zone ${timeZoneOf})::date as "begunOn",
    (a.awarded_at at time zone ${timeZoneOf})::date as "awardedOn",
    array(select pv.document ->> 'title' from award_pieces ap join awards pa on pa.id = ap.piece_award_id
      join definition_versions pv on pv.id = pa.definition_version_id
      where ap.stack_award_id = a.id order by pa.awarded_at, pa.id) as pieces,
    case when t.status in ('revoked', 'suspended') then t.status else 'in-force' end as status,
    case when t.status in ('revoked', 'suspended') then t.reason end as "statusReason",
    exists (select from credit_entries e where e.award_id = a.id) as "hasHours",
    coalesce((select json_agg(json_build_object('ruleId', c.rule_id, 'claimId', c.id)) from credit_claims c
      where c.award_id = a.id and c.state not in ('refused', 'rejected', 'withdrawn')), '[]') as claims
  from awards a
    join issuers i on i.id = a.issuer_id
    left join definition_versions dv on dv.id = a.definition_version_id
    left join series_versions sv on sv.id = a.series_version_id
    left join enrolments n on n.id = a.enrolment_id
    left join lateral (
      select n.status, n.reason from award_status_events n where n.award_id = a.id order by n.at desc, n.id desc limit 1
    ) t on true
    left join assessing_settings s on s.issuer_id = a.issuer_id`;

/** Of this person only; another’s is not found. */
export async function findRecognisable(
  db: Database | Trx,
  personId: string,
  publicId: string,
): Promise<RecognisableAward | undefined> {
  const { rows } = await sql<RecognisableAward>`
    ${awards} where a.person_id = ${personId} and a.public_id = ${publicId}`.execute(db);
  return rows[0];
}

/** Somebody’s awards that have no hours to claim and stand in force: stack awards, and others that are worth none. The newest first. */
export async function listWithoutHours(db: Database | Trx, personId: string): Promise<RecognisableAward[]> {
  const { rows } = await sql<RecognisableAward>`
    select * from (${awards} where a.person_id = ${personId}) x
    where not x."hasHours" and x.status = 'in-force' order by x."awardedOn" desc, x."awardId" desc`.execute(db);
  return rows;
}
