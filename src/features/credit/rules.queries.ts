import type { CreditRule } from '#domain/credit/rule-schema.ts';
import type { Database, Trx } from '#platform/database.ts';

/** A rule in one of its versions. */
export type RuleVersion = {
  ruleId: string;
  slug: string;
  versionId: string;
  number: number;
  sha256: string;
  rule: CreditRule;
};

/** The rules that are in force on a day, by title. */
export async function listRules(db: Database | Trx, today: string): Promise<RuleVersion[]> {
  const rows = await current(db)
    .where('v.effective_from', '<=', today)
    .where((eb) => eb.or([eb('v.effective_to', 'is', null), eb('v.effective_to', '>=', today)]))
    .orderBy('r.title')
    .execute();
  return rows.map(ruleOf);
}

/** The current version of a rule, whether or not it is in force. */
export async function findRule(
  db: Database | Trx,
  by: { slug: string } | { ruleId: string },
): Promise<RuleVersion | undefined> {
  const row = await (
    'slug' in by ? current(db).where('r.slug', '=', by.slug) : current(db).where('r.id', '=', by.ruleId)
  ).executeTakeFirst();
  return row && ruleOf(row);
}

/** A version of a rule by its number; the current one where none is given. */
export async function findRuleVersion(
  db: Database,
  slug: string,
  number: number | undefined,
): Promise<(RuleVersion & { isCurrent: boolean }) | undefined> {
  const row = await db
    .selectFrom('credit_rules as r')
    .innerJoin('credit_rule_versions as v', 'v.rule_id', 'r.id')
    .select(['r.id as ruleId', 'r.slug', 'v.id as versionId', 'v.number', 'v.sha256', 'v.document'])
    .select('r.current_version_id as currentId')
    .where('r.slug', '=', slug)
    .where((eb) =>
      number === undefined ? eb('v.id', '=', eb.ref('r.current_version_id')) : eb('v.number', '=', number),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const { currentId, ...version } = row;
  return { ...ruleOf(version), isCurrent: currentId === version.versionId };
}

function current(db: Database | Trx) {
  return db
    .selectFrom('credit_rules as r')
    .innerJoin('credit_rule_versions as v', 'v.id', 'r.current_version_id')
    .select(['r.id as ruleId', 'r.slug', 'v.id as versionId', 'v.number', 'v.sha256', 'v.document']);
}

/** Documents were checked when they were published, and never change. */
function ruleOf({ document, ...row }: Omit<RuleVersion, 'rule'> & { document: unknown }): RuleVersion {
  return { ...row, rule: document as CreditRule };
}
