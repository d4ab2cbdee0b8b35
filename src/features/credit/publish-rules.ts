import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { sql } from 'kysely';
import { type ParsedRule, parseRules } from '#domain/credit/parse-rule.ts';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import { canonicalJson } from '#domain/definition/canonical.ts';
import type { Problem } from '#domain/definition/problem.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 as hash } from '#platform/hash.ts';
import { projectRoot } from '#platform/root.ts';

export const creditRulesFolder = join(projectRoot, 'credit-rules');

/** Every rule below a folder, with every problem; a folder that is not there has none of either. */
export async function checkRules(folder: string): Promise<{ rules: ParsedRule[]; problems: Problem[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return parseRules(
    await Promise.all(paths.map(async (path) => ({ file: displayName(path), source: await readFile(path, 'utf8') }))),
  );
}

function displayName(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/**
 * Publishes rules that are valid, all or none, and says which are new. Content with a new SHA-256 becomes the next version
 * and the current one; content that any version has had changes nothing. Templates are left out.
 */
export async function publishRules(
  db: Database,
  rules: readonly CreditRule[],
): Promise<{ slug: string; number: number }[]> {
  return db.transaction().execute(async (trx) => {
    // Two programs that start together publish one after the other; the second finds nothing to do.
    await sql`select pg_advisory_xact_lock(hashtextextended('publish-credit-rules', 0))`.execute(trx);
    const published: { id: string; slug: string; number: number; sha256: string }[] = [];
    for (const rule of rules.filter(({ offered }) => offered)) {
      const version = await publishRule(trx, rule);
      if (version) published.push(version);
    }
    for (const { id, slug, number, sha256 } of published) {
      await audit(trx, {
        ...{ issuerId: null, actorId: null, action: 'credit-rule.published' },
        ...{ subject: { type: 'credit-rule', id }, details: { slug, number }, afterSha256: sha256 },
      });
    }
    return published.map(({ slug, number }) => ({ slug, number }));
  });
}

async function publishRule(trx: Trx, rule: CreditRule) {
  const { slug, title, effective } = rule;
  const text = canonicalJson(rule);
  const sha256 = hash(text);
  const { id } = await trx
    .insertInto('credit_rules')
    .values({ slug, title })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ slug }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const version = await trx
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
  if (!version) return undefined;
  await trx
    .updateTable('credit_rules')
    .set({ title, current_version_id: version.id, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute();
  return { id, slug, number: version.number, sha256 };
}
