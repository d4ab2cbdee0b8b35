import { sql } from 'kysely';
import { type EvaluationForm, chooseEvaluation } from '#domain/credit/evaluation-form.ts';
import type { Database, Trx } from '#platform/database.ts';

/** An evaluation in one of its versions. */
export type EvaluationVersion = EvaluationForm & { number: number; sha256: string };

/** What an issuer asks: a state’s questions where an agency of the issuer decides under a rule of that state. */
export async function findEvaluationForm(
  db: Database | Trx,
  issuer: { id: string; slug: string },
): Promise<EvaluationVersion | undefined> {
  const rows = await db
    .selectFrom('provider_agency_rules as a')
    .innerJoin('credit_rules as r', 'r.id', 'a.rule_id')
    .innerJoin('credit_rule_versions as v', 'v.id', 'r.current_version_id')
    .select(sql<string>`v.document -> 'jurisdiction' ->> 'state'`.as('state'))
    .where('a.issuer_id', '=', issuer.id)
    .orderBy('r.slug')
    .execute();
  return chooseEvaluation(await listCurrent(db), { slug: issuer.slug, states: rows.map(({ state }) => state) });
}

/** A version of the same questions, by its content: what somebody has before them may be older than the current one. */
export async function findEvaluationVersion(
  db: Database | Trx,
  { slug, sha256 }: { slug: string; sha256: string },
): Promise<EvaluationVersion | undefined> {
  const row = await db
    .selectFrom('evaluation_versions as v')
    .innerJoin('evaluation_forms as f', 'f.sha256', 'v.sha256')
    .select(['f.document', 'v.number', 'v.sha256'])
    .where('v.slug', '=', slug)
    .where('v.sha256', '=', sha256)
    .executeTakeFirst();
  return row && versionOf(row);
}

async function listCurrent(db: Database | Trx): Promise<EvaluationVersion[]> {
  const rows = await db
    .selectFrom('evaluation_current as c')
    .innerJoin('evaluation_versions as v', (join) =>
      join.onRef('v.slug', '=', 'c.slug').onRef('v.number', '=', 'c.number'),
    )
    .innerJoin('evaluation_forms as f', 'f.sha256', 'v.sha256')
    .select(['f.document', 'v.number', 'v.sha256'])
    .orderBy('c.slug')
    .execute();
  return rows.map(versionOf);
}

/** Documents were checked when they were published, and never change; those of before there were versions lack “offered”. */
function versionOf({ document, ...version }: { document: unknown; number: number; sha256: string }): EvaluationVersion {
  const { offered = true, ...form } = document as Omit<EvaluationForm, 'offered'> & { offered?: boolean };
  return { ...form, offered, ...version };
}
