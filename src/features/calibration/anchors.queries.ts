import { sql } from 'kysely';
import type { RatingValue } from '#domain/assessment/standing.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { earnerForLead } from '../blind/blindness.queries.ts';
import { ratingsRevision } from './revision.ts';

type Scope = { issuerIds: readonly string[] };
/** Who looks: what an earner is called depends on it. */
type LeadScope = Scope & { id: string };

export type AnchorRow = {
  id: string;
  title: string;
  source: 'consented' | 'written';
  state: 'draft' | 'active' | 'retired';
  use: 'qualify' | 'seed';
  microCredentialId: string;
  rubricSha256: string;
  microCredential: string;
  issuerName: string;
  createdAt: Date;
  isSealed: boolean;
  /** Agreed ratings so far. */
  lookFors: number;
  /** Look-fors that people rated on it, and how many of them exactly as agreed. */
  rated: number;
  exact: number;
  people: number;
};

/** Every anchor of the lead’s issuers, those of one micro-credential together. */
export async function listAnchors(db: Database, { issuerIds }: Scope): Promise<AnchorRow[]> {
  const { rows } = await sql<AnchorRow>`
    select n.id, n.title, n.source, n.state, n.use, n.micro_credential_id as "microCredentialId",
      n.rubric_sha256 as "rubricSha256", m.title as "microCredential", i.name as "issuerName", n.created_at as "createdAt",
      n.attempt_id is not null as "isSealed",
      (select count(*) from anchor_ratings g where g.anchor_id = n.id) as "lookFors",
      c.rated, c.exact, c.people
    from anchors n
    join micro_credentials m on m.id = n.micro_credential_id
    join issuers i on i.id = n.issuer_id
    left join (
      select k.anchor_id, count(*) as rated, count(*) filter (where k.value is not distinct from k.agreed) as exact,
        count(distinct k.assessor_id) as people
      from anchor_comparisons k where k.issuer_id = any(${issuerIds}::uuid[]) group by k.anchor_id
    ) c on c.anchor_id = n.id
    where n.issuer_id = any(${issuerIds}::uuid[])
    order by m.title, n.state, n.created_at desc, n.id`.execute(db);
  return rows.map((row) => ({ ...row, rated: row.rated ?? 0, exact: row.exact ?? 0, people: row.people ?? 0 }));
}

export type Anchor = Omit<AnchorRow, 'rated' | 'exact' | 'people' | 'lookFors'> & {
  attemptId: string | null;
  enrolmentId: string;
  personId: string;
  personName: string;
  createdBy: string;
  ratedBy: { id: string; name: string } | null;
  agreedBy: string | null;
  retiredBecause: string | null;
  definition: Definition;
  sealed: SealedAttempt | null;
  /** By look-for. */
  ratings: ReadonlyMap<string, { value: RatingValue; rationale: string }>;
  /** Of the ratings: what a form to write them was made from. */
  revision: string;
  /** By look-for: how often each value was given to it. */
  given: ReadonlyMap<string, Record<RatingValue, number>>;
};

export async function findAnchor(db: Database, { issuerIds }: Scope, id: string): Promise<Anchor | undefined> {
  const { rows } = await sql<
    Omit<Anchor, 'ratings' | 'revision' | 'given' | 'ratedBy' | 'definition'> & {
      ratedById: string | null;
      ratedByName: string | null;
      document: unknown;
    }
  >`
    select n.id, n.title, n.source, n.state, n.use, n.micro_credential_id as "microCredentialId",
      n.rubric_sha256 as "rubricSha256", m.title as "microCredential", i.name as "issuerName", n.created_at as "createdAt",
      n.attempt_id as "attemptId", n.attempt_id is not null as "isSealed", n.enrolment_id as "enrolmentId",
      p.id as "personId", p.name as "personName", by.name as "createdBy", r.id as "ratedById", r.name as "ratedByName",
      a.name as "agreedBy", n.retired_because as "retiredBecause", v.document, t.sealed
    from anchors n
    join micro_credentials m on m.id = n.micro_credential_id
    join issuers i on i.id = n.issuer_id
    join enrolments e on e.id = n.enrolment_id
    join people p on p.id = e.person_id
    join people by on by.id = n.created_by
    join definition_versions v on v.id = n.definition_version_id
    left join people r on r.id = n.rated_by
    left join people a on a.id = n.agreed_by
    left join attempts t on t.id = n.attempt_id
    where n.id = ${id} and n.issuer_id = any(${issuerIds}::uuid[])`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { ratedById, ratedByName, document, ...anchor } = row;
  const ratings = await db
    .selectFrom('anchor_ratings')
    .select(['look_for_key as lookFor', 'value', 'rationale'])
    .where('anchor_id', '=', id)
    .execute();
  const given = await sql<{ lookFor: string; value: RatingValue; times: number }>`
    select look_for_key as "lookFor", value, count(*) as times from anchor_comparisons
    where anchor_id = ${id} and value is not null group by 1, 2`.execute(db);
  const byLookFor = new Map<string, Record<RatingValue, number>>();
  for (const { lookFor, value, times } of given.rows) {
    const counts = byLookFor.get(lookFor) ?? { yes: 0, almost: 0, no: 0 };
    byLookFor.set(lookFor, { ...counts, [value]: times });
  }
  return {
    ...anchor,
    definition: document as Definition,
    ratedBy: ratedById === null ? null : { id: ratedById, name: ratedByName ?? '' },
    ratings: new Map(ratings.map(({ lookFor, value, rationale }) => [lookFor, { value, rationale }])),
    revision: ratingsRevision(ratings),
    given: byLookFor,
  };
}

export type ConsentRow = {
  attemptId: string;
  microCredential: string;
  earnerName: string;
  number: number;
  askedAt: Date;
  answeredAt: Date | null;
  agreed: boolean | null;
  withdrawnAt: Date | null;
  anchorId: string | null;
};

/** Whom the leads asked for leave, the latest first. */
export async function listConsents(db: Database, { id, issuerIds }: LeadScope): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select c.attempt_id as "attemptId", m.title as "microCredential", ${earnerForLead(id)} as "earnerName", t.number,
      c.asked_at as "askedAt", c.answered_at as "answeredAt", c.agreed, c.withdrawn_at as "withdrawnAt", n.id as "anchorId"
    from anchor_consents c
    join attempts t on t.id = c.attempt_id
    join enrolments e on e.id = t.enrolment_id
    join people p on p.id = e.person_id
    join micro_credentials m on m.id = e.micro_credential_id
    left join anchors n on n.from_attempt_id = c.attempt_id
    where c.issuer_id = any(${issuerIds}::uuid[])
    order by c.asked_at desc, c.attempt_id limit 200`.execute(db);
  return rows;
}

export type AskableAttempt = {
  attemptId: string;
  microCredential: string;
  earnerName: string;
  number: number;
  outcome: 'earned' | 'not_yet' | 'incomplete';
  releasedAt: Date;
};

/** Decided attempts whose earner has not been asked, the latest first. */
export async function listAskable(
  db: Database,
  { id, issuerIds }: LeadScope,
  microCredentialId: string | undefined,
): Promise<AskableAttempt[]> {
  const only = microCredentialId === undefined ? sql`` : sql`and e.micro_credential_id = ${microCredentialId}`;
  const { rows } = await sql<AskableAttempt>`
    select t.id as "attemptId", m.title as "microCredential", ${earnerForLead(id)} as "earnerName", t.number, d.outcome,
      d.released_at as "releasedAt"
    from decisions d
    join attempts t on t.id = d.attempt_id
    join enrolments e on e.id = t.enrolment_id
    join people p on p.id = e.person_id
    join micro_credentials m on m.id = e.micro_credential_id
    where d.issuer_id = any(${issuerIds}::uuid[]) and d.outcome <> 'incomplete' ${only}
      and not exists (select from anchor_consents c where c.attempt_id = t.id)
    order by d.released_at desc, t.id limit 40`.execute(db);
  return rows;
}

export type OfferedMicroCredential = { id: string; title: string; issuerId: string; issuerName: string };

/** What the lead’s issuers offer. */
export async function listOffered(db: Database, { issuerIds }: Scope): Promise<OfferedMicroCredential[]> {
  const { rows } = await sql<OfferedMicroCredential>`
    select m.id, m.title, m.issuer_id as "issuerId", i.name as "issuerName" from micro_credentials m join issuers i on i.id = m.issuer_id
    where m.issuer_id = any(${issuerIds}::uuid[]) and m.current_version_id is not null order by m.title, m.id`.execute(
    db,
  );
  return rows;
}

/** The question that somebody was asked of their own attempt. */
export async function findOwnConsent(db: Database, personId: string, attemptId: string) {
  const { rows } = await sql<{
    microCredential: string;
    issuerName: string;
    askedBy: string;
    askedAt: Date;
    answeredAt: Date | null;
    agreed: boolean | null;
    withdrawnAt: Date | null;
    enrolmentId: string;
    number: number;
  }>`
    select m.title as "microCredential", i.name as "issuerName", b.name as "askedBy", c.asked_at as "askedAt",
      c.answered_at as "answeredAt", c.agreed, c.withdrawn_at as "withdrawnAt", e.id as "enrolmentId", t.number
    from anchor_consents c
    join attempts t on t.id = c.attempt_id
    join enrolments e on e.id = t.enrolment_id
    join micro_credentials m on m.id = e.micro_credential_id
    join issuers i on i.id = c.issuer_id
    join people b on b.id = c.asked_by
    where c.attempt_id = ${attemptId} and e.person_id = ${personId}`.execute(db);
  return rows[0];
}
