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

/** The rules that are in force on a day, by title, each in the version that is (see `findVersionOn`). */
export async function listRules(db: Database | Trx, today: string): Promise<RuleVersion[]> {
  const rows = await writtenFor(db, today).distinctOn('r.id').orderBy('r.id').$call(theRightFirst).execute();
  return rows.map(ruleOf).sort((a, b) => a.rule.title.localeCompare(b.rule.title, 'en'));
}

/**
 * The version of a rule for activities that end on a day: the current one where it is written for that day, else the newest that
 * is. So a version that begins later takes nothing from the one before it, neither before its first day nor after; `undefined`
 * where none is written for the day.
 */
export async function findVersionOn(db: Database | Trx, ruleId: string, day: string): Promise<RuleVersion | undefined> {
  const row = await writtenFor(db, day).where('r.id', '=', ruleId).$call(theRightFirst).limit(1).executeTakeFirst();
  return row && ruleOf(row);
}

function writtenFor(db: Database | Trx, day: string) {
  return db
    .selectFrom('credit_rules as r')
    .innerJoin('credit_rule_versions as v', 'v.rule_id', 'r.id')
    .select(['r.id as ruleId', 'r.slug', 'v.id as versionId', 'v.number', 'v.sha256', 'v.document'])
    .where('v.effective_from', '<=', day)
    .where((eb) => eb.or([eb('v.effective_to', 'is', null), eb('v.effective_to', '>=', day)]));
}

function theRightFirst(versions: ReturnType<typeof writtenFor>) {
  return versions
    .orderBy((eb) => eb('v.id', 'is not distinct from', eb.ref('r.current_version_id')), 'desc')
    .orderBy('v.number', 'desc');
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
