import { join } from 'node:path';
import { sql } from 'kysely';
import { type EvaluationForm, type ParsedEvaluation, parseEvaluations } from '#domain/credit/evaluation-form.ts';
import { canonicalJson } from '#domain/definition/canonical.ts';
import type { Problem } from '#domain/definition/problem.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 as hash } from '#platform/hash.ts';
import { projectRoot } from '#platform/root.ts';
import { readSources } from '../credit/read-sources.ts';

export const evaluationsFolder = join(projectRoot, 'evaluations');

/** Every evaluation below a folder, with every problem; a folder that is not there has none of either. */
export async function checkEvaluations(folder: string): Promise<{ forms: ParsedEvaluation[]; problems: Problem[] }> {
  return parseEvaluations(await readSources(folder));
}

export type PublishedEvaluation = { slug: string; number: number; again: boolean };

/**
 * Publishes evaluations that are valid, all or none, and says which are new. Content with a new SHA-256 becomes the next version
 * and the current one; that of an earlier version is current again, unless `onlyNew` leaves it alone.
 */
export async function publishEvaluations(
  db: Database,
  forms: readonly EvaluationForm[],
  { onlyNew = false }: { onlyNew?: boolean } = {},
): Promise<PublishedEvaluation[]> {
  return db.transaction().execute(async (trx) => {
    // Two programs that start together publish one after the other; the second finds nothing to do.
    await sql`select pg_advisory_xact_lock(hashtextextended('publish-evaluations', 0))`.execute(trx);
    const published: (PublishedEvaluation & { sha256: string })[] = [];
    for (const form of forms) {
      const version = await publishEvaluation(trx, form, onlyNew);
      if (version) published.push(version);
    }
    for (const { slug, number, sha256 } of published) {
      await audit(trx, {
        ...{ issuerId: null, actorId: null, action: 'evaluation.published' },
        ...{ subject: { type: 'evaluation', id: slug }, details: { slug, number }, afterSha256: sha256 },
      });
    }
    return published.map(({ slug, number, again }) => ({ slug, number, again }));
  });
}

async function publishEvaluation(trx: Trx, form: EvaluationForm, onlyNew: boolean) {
  const { slug } = form;
  const document = canonicalJson(form);
  const sha256 = hash(document);
  await trx
    .insertInto('evaluation_forms')
    .values({ sha256, document, created_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const added = await trx
    .insertInto('evaluation_versions')
    .values((eb) => ({
      ...{ slug, sha256 },
      number: eb
        .selectFrom('evaluation_versions')
        .where('slug', '=', slug)
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('number')),
    }))
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .returning('number')
    .executeTakeFirst();
  if (!added && onlyNew) return undefined;
  const { number } =
    added ??
    (await trx
      .selectFrom('evaluation_versions')
      .select('number')
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow());
  const changed = await trx
    .insertInto('evaluation_current')
    .values({ slug, number })
    .onConflict((conflict) =>
      conflict.column('slug').doUpdateSet({ number }).where('evaluation_current.number', '<>', number),
    )
    .returning('number')
    .executeTakeFirst();
  return changed && { slug, number, again: added === undefined, sha256 };
}
