import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type EvaluationForm, chooseEvaluationForm, parseEvaluationForm } from '#domain/credit/evaluation-form.ts';
import type { Database, Trx } from '#platform/database.ts';
import { projectRoot } from '#platform/root.ts';

export const evaluationsFolder = join(projectRoot, 'evaluations');

let shipped: readonly EvaluationForm[] | undefined;

/** The questions that lie beside the program, read once. A file with a problem stops the program from starting, and says where. */
export function loadEvaluationForms(): readonly EvaluationForm[] {
  shipped ??= readEvaluationForms(evaluationsFolder);
  return shipped;
}

export function readEvaluationForms(folder: string): EvaluationForm[] {
  const files = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return files.map((name) => {
    const parsed = parseEvaluationForm(`evaluations/${name}`, readFileSync(join(folder, name), 'utf8'));
    if (parsed.ok) return parsed.form;
    const lines = parsed.problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
    throw new Error(`The questions of an evaluation can’t be read.\n${lines.join('\n')}`);
  });
}

/** What an issuer asks: a state’s questions where an agency of the issuer decides under a rule of that state. */
export async function findEvaluationForm(
  db: Database | Trx,
  issuer: { id: string; slug: string },
  forms: readonly EvaluationForm[],
): Promise<EvaluationForm | undefined> {
  const rows = await db
    .selectFrom('provider_agency_rules as a')
    .innerJoin('credit_rules as r', 'r.id', 'a.rule_id')
    .innerJoin('credit_rule_versions as v', 'v.id', 'r.current_version_id')
    .select(sql<string>`v.document -> 'jurisdiction' ->> 'state'`.as('state'))
    .where('a.issuer_id', '=', issuer.id)
    .orderBy('r.slug')
    .execute();
  return chooseEvaluationForm(forms, { slug: issuer.slug, states: rows.map(({ state }) => state) });
}
