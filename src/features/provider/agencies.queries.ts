import { type RawBuilder, sql } from 'kysely';
import type { ApprovalStanding } from '#domain/credit/provider-records.ts';
import { approvalStanding } from '#domain/credit/provider-records.ts';
import type { Database, Trx } from '#platform/database.ts';

export type AgencyRule = { id: string; title: string; needsProvider: boolean };

export type Approval = {
  id: string;
  agencyId: string;
  number: string;
  validFrom: string;
  validTo: string;
  scope: string;
  documentUrl: string | null;
  standing: ApprovalStanding;
};

export type Agency = {
  id: string;
  name: string;
  rules: AgencyRule[];
  approvals: Approval[];
  /** Claims that are approved and in no batch. */
  waiting: number;
  /** Sent, and not answered yet. */
  unanswered: number;
};

/** The agencies of an issuer by name, or one of them; another issuer’s is not found. */
export async function listAgencies(
  db: Database | Trx,
  issuerId: string,
  today: string,
  id?: string,
): Promise<Agency[]> {
  const { rows } = await sql<Omit<Agency, 'approvals'> & { approvals: Omit<Approval, 'standing'>[] }>`
    select g.id, g.name,
      coalesce((select json_agg(json_build_object('id', r.id, 'title', r.title,
          'needsProvider', coalesce((v.document -> 'provider' ->> 'approved')::boolean, false)) order by r.title)
        from provider_agency_rules ar join credit_rules r on r.id = ar.rule_id
          join credit_rule_versions v on v.id = r.current_version_id
        where ar.agency_id = g.id), '[]') as rules,
      coalesce((select json_agg(json_build_object('id', p.id, 'agencyId', p.agency_id, 'number', p.number,
          'validFrom', p.valid_from, 'validTo', p.valid_to, 'scope', p.scope, 'documentUrl', p.document_url)
          order by p.valid_to desc, p.id desc)
        from provider_approvals p where p.agency_id = g.id and p.removed_at is null), '[]') as approvals,
      (select count(*)::int from (${waitingClaims}) w where w.agency_id = g.id) as waiting,
      (select count(*)::int from agency_lines l join agency_batches b on b.id = l.batch_id
        where b.agency_id = g.id and b.sent_at is not null and l.answer is null and l.left_at is null) as unanswered
    from provider_agencies g
    where g.issuer_id = ${issuerId} and (${id ?? null}::uuid is null or g.id = ${id ?? null}::uuid)
    order by lower(g.name)`.execute(db);
  return rows.map((row) => ({
    ...row,
    approvals: row.approvals.map((approval) => {
      const cycle = { begins: approval.validFrom, ends: approval.validTo };
      return { ...approval, standing: approvalStanding(cycle, today) };
    }),
  }));
}

/** Approved claims of hours and awards that still count and that no batch holds, with the agency that decides them. */
export const waitingClaims = sql<{ id: string; agency_id: string }>`
  select c.id, ar.agency_id, c.form ->> 'ends' as ends_on, c.created_at
  from credit_claims c
    join provider_agency_rules ar on ar.issuer_id = c.issuer_id and ar.rule_id = c.rule_id
    left join credit_entries e on e.id = c.entry_id
  where c.state = 'approved'
    and not exists (select from agency_lines l where l.claim_id = c.id and l.left_at is null)
    and not exists (select from credit_entries k where k.corrects_id = e.id)
    and coalesce((select s.status from award_status_events s where s.award_id = coalesce(e.award_id, c.award_id) order by s.at desc, s.id desc limit 1),
      'in-force') not in ('revoked', 'suspended')`;

/** Whether an approval of a provider is entered that was valid on a day, under a rule. */
export function isProviderApproved(of: Record<'issuer' | 'rule' | 'on', RawBuilder<unknown>>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from provider_approvals p
    join provider_agency_rules r on r.agency_id = p.agency_id
    where p.issuer_id = ${of.issuer} and r.rule_id = ${of.rule} and p.removed_at is null
      and ${of.on} between p.valid_from and p.valid_to)`;
}

export type ProviderNumber = { agency: string; number: string };

/** The agency’s number for a provider on a day, under a rule; `undefined` where none was valid. */
export async function findProviderNumber(
  db: Database | Trx,
  { issuerId, ruleId, on }: { issuerId: string; ruleId: string; on: string },
): Promise<ProviderNumber | undefined> {
  return db
    .selectFrom('provider_approvals as p')
    .innerJoin('provider_agencies as g', 'g.id', 'p.agency_id')
    .innerJoin('provider_agency_rules as r', 'r.agency_id', 'g.id')
    .select(['g.name as agency', 'p.number'])
    .where('p.issuer_id', '=', issuerId)
    .where('r.rule_id', '=', ruleId)
    .where('p.removed_at', 'is', null)
    .where('p.valid_from', '<=', on)
    .where('p.valid_to', '>=', on)
    .orderBy('p.valid_from', 'desc')
    .orderBy('p.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** “Illinois State Board of Education: 1234”, one for each agency whose approval was valid on the day. */
export async function listProviderNumbers(db: Database | Trx, issuerId: string, on: string): Promise<string[]> {
  const rows = await db
    .selectFrom('provider_approvals as p')
    .innerJoin('provider_agencies as g', 'g.id', 'p.agency_id')
    .distinctOn('g.id')
    .select(['g.name', 'p.number'])
    .where('p.issuer_id', '=', issuerId)
    .where('p.removed_at', 'is', null)
    .where('p.valid_from', '<=', on)
    .where('p.valid_to', '>=', on)
    .orderBy('g.id')
    .orderBy('p.valid_from', 'desc')
    .execute();
  return rows.map(({ name, number }) => `${name}: ${number}`).sort();
}

/** Whether a provider has sent a claim to its agency, which has not answered yet. */
export async function isWithAgency(db: Database | Trx, claimId: string): Promise<boolean> {
  const row = await db
    .selectFrom('agency_lines as l')
    .innerJoin('agency_batches as b', 'b.id', 'l.batch_id')
    .select('l.id')
    .where('l.claim_id', '=', claimId)
    .where('l.left_at', 'is', null)
    .where('l.answer', 'is', null)
    .where('b.sent_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

export type ClaimProvider = {
  agency: string;
  issuerName: string;
  /** Valid on the last day of the activity. */
  number: string | undefined;
  /** The line of the agency’s file that the claim is in. */
  line: { line: string; isSent: boolean } | undefined;
};

/** Who stands behind a claim’s hours as a provider, where it reports to an agency under the claim’s rule. */
export async function findClaimProvider(db: Database | Trx, claimId: string): Promise<ClaimProvider | undefined> {
  const row = await db
    .selectFrom('credit_claims as c')
    .innerJoin('provider_agency_rules as r', (join) =>
      join.onRef('r.issuer_id', '=', 'c.issuer_id').onRef('r.rule_id', '=', 'c.rule_id'),
    )
    .innerJoin('provider_agencies as g', 'g.id', 'r.agency_id')
    .innerJoin('issuers as i', 'i.id', 'r.issuer_id')
    .leftJoin('agency_lines as l', (join) => join.onRef('l.claim_id', '=', 'c.id').on('l.left_at', 'is', null))
    .leftJoin('agency_batches as b', 'b.id', 'l.batch_id')
    .select(['g.name as agency', 'i.name as issuerName', 'r.issuer_id as issuerId', 'r.rule_id as ruleId'])
    .select(['l.line', 'b.sent_at as sentAt', sql<string>`c.form ->> 'ends'`.as('on')])
    .where('c.id', '=', claimId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { agency, issuerName, line, sentAt } = row;
  const found = await findProviderNumber(db, row);
  return {
    ...{ agency, issuerName, number: found?.number },
    line: line === null ? undefined : { line, isSent: sentAt !== null },
  };
}
