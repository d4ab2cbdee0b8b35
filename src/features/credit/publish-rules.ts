import { join } from 'node:path';
import { sql } from 'kysely';
import { type ParsedRule, parseRules } from '#domain/credit/parse-rule.ts';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import { canonicalJson } from '#domain/definition/canonical.ts';
import type { Problem } from '#domain/definition/problem.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 as hash } from '#platform/hash.ts';
import { projectRoot } from '#platform/root.ts';
import { readSources } from './read-sources.ts';

export const creditRulesFolder = join(projectRoot, 'credit-rules');

/** Every rule below a folder, with every problem; a folder that is not there has none of either. */
export async function checkRules(folder: string): Promise<{ rules: ParsedRule[]; problems: Problem[] }> {
  return parseRules(await readSources(folder));
}

export type PublishedRule = { slug: string; number: number; again: boolean };

/**
 * Publishes rules that are valid, all or none, and says which are new. Content with a new SHA-256 becomes the next version
 * and the current one; that of an earlier version is current again, unless `onlyNew` leaves it alone. Templates are left out.
 */
export async function publishRules(
  db: Database,
  rules: readonly CreditRule[],
  { onlyNew = false }: { onlyNew?: boolean } = {},
): Promise<PublishedRule[]> {
  return db.transaction().execute(async (trx) => {
    // Two programs that start together publish one after the other; the second finds nothing to do.
    await sql`select pg_advisory_xact_lock(hashtextextended('publish-credit-rules', 0))`.execute(trx);
    const published: (PublishedRule & { id: string; sha256: string })[] = [];
    for (const rule of rules.filter(({ offered }) => offered)) {
      const version = await publishRule(trx, rule, onlyNew);
      if (version) published.push(version);
    }
    for (const { id, slug, number, sha256 } of published) {
      await audit(trx, {
        ...{ issuerId: null, actorId: null, action: 'credit-rule.published' },
        ...{ subject: { type: 'credit-rule', id }, details: { slug, number }, afterSha256: sha256 },
      });
    }
    return published.map(({ slug, number, again }) => ({ slug, number, again }));
  });
}

async function publishRule(trx: Trx, rule: CreditRule, onlyNew: boolean) {
  const { slug, title, effective } = rule;
  const text = canonicalJson(rule);
  const sha256 = hash(text);
  const { id } = await trx
    .insertInto('credit_rules')
    .values({ slug, title })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ slug }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const added = await trx
    .insertInto('credit_rule_versions')
    .values((eb) => ({
      rule_id: id,
      number: eb
        .selectFrom('credit_rule_versions')
        .where('rule_id', '=', id)
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('number')),
      ...{ sha256, document: text, effective_from: effective.from, effective_to: effective.to ?? null },
    }))
    .onConflict((conflict) => conflict.columns(['rule_id', 'sha256']).doNothing())
    .returning(['id', 'number'])
    .executeTakeFirst();
  if (!added && onlyNew) return undefined;
  const version =
    added ??
    (await trx
      .selectFrom('credit_rule_versions')
      .select(['id', 'number'])
      .where('rule_id', '=', id)
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow());
  const changed = await trx
    .updateTable('credit_rules')
    .set({ title, current_version_id: version.id, updated_at: sql`now()` })
    .where('id', '=', id)
    .where('current_version_id', 'is distinct from', version.id)
    .returning('id')
    .executeTakeFirst();
  return changed && { id, slug, number: version.number, again: added === undefined, sha256 };
}
