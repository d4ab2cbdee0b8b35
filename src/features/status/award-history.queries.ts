import { sql } from 'kysely';
import type { RevocationState } from '#domain/award/revocation.ts';
import type { RevocationCode } from '#domain/award/status.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import type { CredentialReason } from '../awards/issue-credential.ts';
import { presentName } from '../awards/present-name.ts';
import { type AwardStatus, findAwardStatus } from './status.queries.ts';

export type AwardHistory = {
  id: string;
  publicId: string;
  kind: 'micro-credential' | 'stack';
  title: string;
  slug: string;
  issuer: { id: string; slug: string; name: string; timeZone: string };
  earner: { id: string; name: string };
  awardedAt: Date;
  attemptId: string | null;
  definition: Definition | null;
  status: AwardStatus;
  validUntil: Date | null;
  credentials: CredentialRow[];
  events: StatusEvent[];
  revocations: RevocationRow[];
  renewals: RenewalRow[];
};

export type CredentialRow = {
  number: number;
  reason: CredentialReason;
  identity: 'email' | 'did';
  /** The name on it. */
  name: string;
  /** Who had it issued again; `null` for what happened by itself, as after a key was revoked. */
  by: { id: string; name: string } | null;
  issuedAt: Date;
  validUntil: Date | null;
  /** Whether it has a place in the status lists; those from before there were lists have none. */
  isListed: boolean;
};

export type StatusEvent = { status: 'suspended' | 'revoked' | 'in-force'; reason: string; by: string | null; at: Date };

export type RevocationRow = {
  id: string;
  code: RevocationCode;
  reason: string;
  startedBy: string;
  startedByName: string;
  startedAt: Date;
  suspends: boolean;
  appealUntil: Date;
  appealedAt: Date | null;
  appealText: string | null;
  state: RevocationState;
  decidedByName: string | null;
  decidedAt: Date | null;
  answer: string | null;
};

export type RenewalRow = {
  id: string;
  way: 'hours' | 'statement';
  statement: string | null;
  hours: number | null;
  askedAt: Date;
  state: 'asked' | 'renewed' | 'refused';
  decidedAt: Date | null;
  answer: string | null;
};

type Whose = { issuerSlug: string } | { personId: string };

/** An award and all that became of it, for its issuer or for its earner. */
export async function findAwardHistory(
  db: Database,
  publicId: string,
  whose: Whose,
  now: Date,
): Promise<AwardHistory | undefined> {
  const scope = 'personId' in whose ? sql`a.person_id = ${whose.personId}` : sql`i.slug = ${whose.issuerSlug}`;
  const { rows } = await sql<
    Pick<
      AwardHistory,
      'id' | 'publicId' | 'kind' | 'title' | 'slug' | 'issuer' | 'earner' | 'awardedAt' | 'attemptId' | 'definition'
    >
  >`
    select a.id, a.public_id as "publicId", a.kind, a.awarded_at as "awardedAt", a.attempt_id as "attemptId",
      coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title') as title,
      coalesce(dv.document ->> 'slug', sv.document ->> 'slug') as slug,
      json_build_object('id', i.id, 'slug', i.slug, 'name', i.name, 'timeZone', ${timeZoneOf}) as issuer,
      json_build_object('id', p.id, 'name', p.name) as earner,
      dv.document as definition
    from awards a join issuers i on i.id = a.issuer_id join people p on p.id = a.person_id
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
      left join assessing_settings s on s.issuer_id = a.issuer_id
    where a.public_id = ${publicId} and ${scope}`.execute(db);
  const [award] = rows;
  if (!award) return undefined;
  const [status, credentials, events, revocations, renewals] = await Promise.all([
    findAwardStatus(db, award.id, now),
    listCredentials(db, award.id),
    listEvents(db, award.id),
    listRevocations(db, award.id),
    listRenewals(db, award.id),
  ]);
  return {
    ...award,
    status,
    credentials,
    events,
    revocations,
    renewals,
    validUntil: credentials[0]?.validUntil ?? null,
  };
}

/** The newest first. */
async function listCredentials(db: Database, awardId: string): Promise<CredentialRow[]> {
  const { rows } = await sql<CredentialRow>`
    select c.number, c.reason, c.identity, c.recipient_name as name, c.created_at as "issuedAt", c.valid_until as "validUntil",
      e.award_credential_id is not null as "isListed",
      (
        select json_build_object('id', p.id, 'name', p.name) from audit_events v join people p on p.id = v.actor_id
        where v.subject_type = 'award' and v.subject_id = c.award_id::text and (
          (v.action = 'award.reissued' and v.details ->> 'number' = c.number::text)
          or (v.action = 'award.taken-to-wallet' and v.details ->> 'credentialId' = c.id::text)
        )
        order by v.id limit 1
      ) as by
    from award_credentials c left join status_entries e on e.award_credential_id = c.id
    where c.award_id = ${awardId} order by c.number desc`.execute(db);
  return rows;
}

async function listEvents(db: Database, awardId: string): Promise<StatusEvent[]> {
  const { rows } = await sql<StatusEvent>`
    select e.status, e.reason, e.at, p.name as by from award_status_events e left join people p on p.id = e.by_person
    where e.award_id = ${awardId} order by e.at desc, e.id desc`.execute(db);
  return rows;
}

/** The newest first: the one that is under way, if any, is the first. */
async function listRevocations(db: Database, awardId: string): Promise<RevocationRow[]> {
  const { rows } = await sql<RevocationRow>`
    select r.id, r.code, r.reason, r.started_by as "startedBy", starter.name as "startedByName", r.started_at as "startedAt",
      r.suspends, r.appeal_until as "appealUntil", r.appealed_at as "appealedAt", r.appeal_text as "appealText", r.state,
      decider.name as "decidedByName", r.decided_at as "decidedAt", r.answer
    from revocations r join people starter on starter.id = r.started_by left join people decider on decider.id = r.decided_by
    where r.award_id = ${awardId} order by r.started_at desc, r.id desc`.execute(db);
  return rows;
}

async function listRenewals(db: Database, awardId: string): Promise<RenewalRow[]> {
  const { rows } = await sql<RenewalRow>`
    select id, way, statement, hours::float8 as hours, asked_at as "askedAt", state, decided_at as "decidedAt", answer
    from renewals where award_id = ${awardId} order by asked_at desc, id desc`.execute(db);
  return rows;
}

/** What waits for somebody, or for its time. */
export type WaitingStatus = {
  publicId: string;
  issuerSlug: string;
  title: string;
  earner: string;
  kind: 'appeal' | 'announced' | 'renewal';
  /** When it was asked, or when it takes effect. */
  at: Date;
};

/** What waits at these issuers: appeals to decide, renewals to approve, and announced revocations, which end by themselves. */
export async function listWaitingStatus(db: Database, issuerIds: readonly string[]): Promise<WaitingStatus[]> {
  const { rows } = await sql<WaitingStatus>`
    select a.public_id as "publicId", i.slug as "issuerSlug", ${presentName('a')} as earner, w.kind, w.at,
      coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title') as title
    from (
      select award_id, case state when 'appealed' then 'appeal' else 'announced' end as kind,
        case state when 'appealed' then appealed_at else appeal_until end as at
      from revocations where state in ('announced', 'appealed') and issuer_id = any(${issuerIds}::uuid[])
      union all
      select award_id, 'renewal', asked_at from renewals where state = 'asked' and issuer_id = any(${issuerIds}::uuid[])
    ) w
      join awards a on a.id = w.award_id join issuers i on i.id = a.issuer_id
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
    order by array_position(array['appeal', 'renewal', 'announced'], w.kind), w.at, a.id
    limit 100`.execute(db);
  return rows;
}
