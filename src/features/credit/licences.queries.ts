import { sql } from 'kysely';
import type { Cycle } from '#domain/credit/cycle.ts';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { findVersionOn } from './rules.queries.ts';

/** What somebody holds, with the version of its rule by which it is renewed (`renewedBy`). */
export type Licence = {
  id: string;
  personId: string;
  ruleId: string;
  ruleSlug: string;
  ruleVersionId: string;
  ruleNumber: number;
  rule: CreditRule;
  licenceType: string;
  title: string;
  numberSealed: string;
  /** Whether providers have the number for their rosters. */
  sharesNumber: boolean;
  cycle: Cycle;
};

export async function listLicences(db: Database | Trx, personId: string): Promise<Licence[]> {
  const rows = await held(db, personId).orderBy('l.cycle_ends').orderBy('l.id').execute();
  return rows.map(licenceOf);
}

/** Of this person only; another’s is not found. */
export async function findLicence(db: Database | Trx, personId: string, id: string): Promise<Licence | undefined> {
  const row = await held(db, personId).where('l.id', '=', id).executeTakeFirst();
  return row && licenceOf(row);
}

/** The same with the version of its rule that is written for activities of a day; the current one where none is. */
export async function underRuleOf(db: Database | Trx, licence: Licence, day: string): Promise<Licence> {
  const version = await findVersionOn(db, licence.ruleId, day);
  if (!version) return licence;
  return { ...licence, rule: version.rule, ruleVersionId: version.versionId, ruleNumber: version.number };
}

/** Locks all licences of the person (see `lockLicences`); of this person only, another’s is not found. */
export async function lockLicence(trx: Trx, personId: string, id: string): Promise<Licence | undefined> {
  await lockLicences(trx, personId);
  // A statement of its own after the lock: it sees what whoever held it before has written.
  return findLicence(trx, personId, id);
}

/**
 * All that somebody holds, held until the transaction ends, in the order of their ids. A rule counts the hours of every licence
 * under it together, so that claims for two of them must be made one after the other: else both take the same room under a cap.
 * With those that were taken off the list, since what was claimed for them still counts.
 */
export async function lockLicences(trx: Trx, personId: string): Promise<void> {
  await trx.selectFrom('licences').select('id').where('person_id', '=', personId).orderBy('id').forUpdate().execute();
}

/**
 * Of a licence `l` under a rule `r`: the version that is written for the last day of its cycle, the current one before any other;
 * the current one where none is. So one that begins after that day changes nothing for the licence.
 */
export const renewedBy = sql<string>`coalesce((
  select w.id from credit_rule_versions w
  where w.rule_id = l.rule_id and w.effective_from <= l.cycle_ends and (w.effective_to is null or w.effective_to >= l.cycle_ends)
  order by w.id is not distinct from r.current_version_id desc, w.number desc limit 1), r.current_version_id)`;

function held(db: Database | Trx, personId: string) {
  return db
    .selectFrom('licences as l')
    .innerJoin('credit_rules as r', 'r.id', 'l.rule_id')
    .innerJoin('credit_rule_versions as v', (join) => join.on('v.id', '=', renewedBy))
    .selectAll('l')
    .select(['r.slug', 'v.id as version_id', 'v.number', 'v.document'])
    .where('l.person_id', '=', personId)
    .where('l.removed_at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof held>['execute']>>[number];

function licenceOf(row: Row): Licence {
  const rule = row.document as CreditRule;
  return {
    ...{ id: row.id, personId: row.person_id, ruleId: row.rule_id, ruleSlug: row.slug },
    ...{ ruleVersionId: row.version_id, ruleNumber: row.number, rule, licenceType: row.licence_type },
    title: rule.licences.find(({ id }) => id === row.licence_type)?.title ?? rule.title,
    numberSealed: row.number_sealed,
    sharesNumber: row.shares_number,
    cycle: { begins: row.cycle_begins, ends: row.cycle_ends },
  };
}
