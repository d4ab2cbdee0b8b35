import type { Definition } from '#domain/definition/schema.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Database, Trx } from '#platform/database.ts';
import { earnerForLead } from '../blind/blindness.queries.ts';
import type { Lead } from '#domain/access/lead.ts';

/** A request for other evidence as a lead assessor sees it. */
export type LeadAgreement = {
  id: string;
  state: 'asked' | 'agreed' | 'refused';
  title: string;
  issuerName: string;
  earnerName: string;
  requirementTitle: string;
  prompt: string;
  reason: string;
  proposal: string;
  askedAt: Date;
  answer: string;
  answeredAt: Date | null;
  answeredBy: string | null;
};

/** More are not shown at a time. */
export const mostAgreements = 100;

/** What waits for an answer, the oldest first; then what was answered lately. Of one’s own work nothing. */
export async function listLeadAgreements(db: Database, lead: Lead): Promise<LeadAgreement[]> {
  if (lead.issuerIds.length === 0) return [];
  const rows = await db
    .selectFrom('evidence_agreements as g')
    .innerJoin('enrolments as e', 'e.id', 'g.enrolment_id')
    .innerJoin('definition_versions as v', 'v.id', 'e.definition_version_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .innerJoin('issuers as i', 'i.id', 'g.issuer_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .leftJoin('people as a', 'a.id', 'g.answered_by')
    .select(['g.id', 'g.state', 'm.title', 'i.name as issuerName', 'v.document'])
    .select(earnerForLead(lead.id, 'g.id').as('earnerName'))
    .select(['g.requirement_key', 'g.reason', 'g.proposal', 'g.asked_at as askedAt', 'g.answer'])
    .select(['g.answered_at as answeredAt', 'a.name as answeredBy'])
    .where('g.issuer_id', 'in', [...lead.issuerIds])
    .where('e.person_id', '<>', lead.id)
    .where('g.state', '<>', 'withdrawn')
    .where((eb) => eb.or([eb('g.state', '<>', 'asked'), eb('e.state', '=', 'working')]))
    .orderBy((eb) => eb.case().when('g.state', '=', 'asked').then(0).else(1).end())
    .orderBy((eb) => eb.case().when('g.state', '=', 'asked').then(eb.ref('g.asked_at')).end())
    .orderBy('g.answered_at', 'desc')
    .orderBy('g.id')
    .limit(mostAgreements)
    .execute();
  return rows.map(({ document, requirement_key: key, state, ...row }) => {
    const requirement = findRequirement(document as Definition, key);
    return {
      ...row,
      state: state as LeadAgreement['state'],
      requirementTitle: requirement?.title ?? key,
      prompt: requirement?.prompt ?? '',
    };
  });
}

/** Locks a request, its enrolment first, for a lead assessor of its issuer; of own work there is none. */
export async function lockAgreement(trx: Trx, lead: Lead, id: string) {
  if (lead.issuerIds.length === 0) return undefined;
  await trx
    .selectFrom('enrolments')
    .select('id')
    .where('id', '=', (eb) => eb.selectFrom('evidence_agreements').select('enrolment_id').where('id', '=', id))
    .forUpdate()
    .execute();
  return trx
    .selectFrom('evidence_agreements as g')
    .innerJoin('enrolments as e', 'e.id', 'g.enrolment_id')
    .innerJoin('definition_versions as v', 'v.id', 'e.definition_version_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .select(['g.id', 'g.state', 'g.issuer_id as issuerId', 'g.enrolment_id as enrolmentId', 'g.requirement_key as key'])
    .select(['e.state as enrolmentState', 'v.document', 'p.email as earnerEmail'])
    .where('g.id', '=', id)
    .where('g.issuer_id', 'in', [...lead.issuerIds])
    .where('e.person_id', '<>', lead.id)
    .forUpdate('g')
    .executeTakeFirst();
}
