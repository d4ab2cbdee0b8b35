import { sql } from 'kysely';
import type { EvaluationForm } from '#domain/credit/evaluation-form.ts';
import { type AnswerCount, type QuestionResult, sumEvaluation } from '#domain/credit/evaluation-results.ts';
import type { Database } from '#platform/database.ts';
import { revokedAt } from '../status/revoked-at.ts';

export type OwnAward = {
  id: string;
  publicId: string;
  issuerId: string;
  issuerSlug: string;
  issuerName: string;
  microCredentialId: string;
  title: string;
  revokedAt: Date | null;
};

/** An award of a micro-credential to this person; another’s, and a stack award, are not found. */
export async function findOwnAward(db: Database, personId: string, publicId: string): Promise<OwnAward | undefined> {
  const row = await db
    .selectFrom('awards as a')
    .innerJoin('issuers as i', 'i.id', 'a.issuer_id')
    .innerJoin('definition_versions as v', 'v.id', 'a.definition_version_id')
    .select([
      'a.id',
      'a.public_id as publicId',
      'a.issuer_id as issuerId',
      'i.slug as issuerSlug',
      'i.name as issuerName',
    ])
    .select(['a.micro_credential_id as microCredentialId', 'v.document'])
    .select(revokedAt(sql.ref('a.id')).as('revokedAt'))
    .where('a.public_id', '=', publicId)
    .where('a.person_id', '=', personId)
    .executeTakeFirst();
  if (row?.microCredentialId == null) return undefined;
  const { document, microCredentialId, ...award } = row;
  return { ...award, microCredentialId, title: (document as { title: string }).title };
}

export type EvaluationFilter = {
  microCredentialId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** The answers of one version of the questions. */
export type EvaluationResult = {
  form: EvaluationForm;
  number: number;
  respondents: number;
  questions: QuestionResult[];
};

/** So many texts of one question stand on a page; all of them are in the file. */
export const textsOnPage = 200;

/**
 * Whole batches only, by the day on which they came out: see `leastRespondents`. The database counts, so that however many have
 * answered, no more is held here than there are answers to choose from, and so many texts of each question.
 */
export async function listEvaluations(
  db: Database,
  issuerId: string,
  filter: EvaluationFilter,
  mostTexts = textsOnPage,
): Promise<EvaluationResult[]> {
  const given = (sha256 = sql<string>`b.form_sha256`) => sql`
    evaluation_batches b join evaluation_answers e on e.batch_id = b.id
    where b.issuer_id = ${issuerId} and b.disposed_at is null and b.form_sha256 = ${sha256}
      and (${filter.microCredentialId ?? null}::uuid is null or b.micro_credential_id = ${filter.microCredentialId ?? null}::uuid)
      and (${filter.from ?? null}::date is null or b.released_on >= ${filter.from ?? null}::date)
      and (${filter.to ?? null}::date is null or b.released_on <= ${filter.to ?? null}::date)`;
  const { rows: versions } = await sql<{ sha256: string; form: EvaluationForm; number: number; respondents: number }>`
    select f.sha256, f.document as form, v.number, g.respondents
    from (select b.form_sha256 as sha256, count(*)::int as respondents from ${given()} group by 1) g
      join evaluation_forms f on f.sha256 = g.sha256 join evaluation_versions v on v.sha256 = g.sha256
    order by v.slug, v.number desc`.execute(db);
  const results: EvaluationResult[] = [];
  for (const { sha256, form, number, respondents } of versions) {
    const texts = form.questions.filter(({ kind }) => kind === 'text').map(({ id }) => id);
    const chosen = await sql<AnswerCount>`
      select x.key as question, x.value, count(*)::int as count
      from (select e.answers from ${given(sql`${sha256}`)}) a, jsonb_each_text(a.answers) x
      where x.key <> all(${texts}) group by 1, 2`.execute(db);
    const counts = [...chosen.rows];
    const written: Record<string, number> = {};
    for (const question of texts) {
      const { rows } = await sql<{ value: string; total: number }>`
        select a.value, count(*) over ()::int as total
        from (select e.answers ->> ${question} as value from ${given(sql`${sha256}`)}) a
        where a.value is not null order by a.value limit ${mostTexts}`.execute(db);
      written[question] = rows[0]?.total ?? 0;
      counts.push(...rows.map(({ value }) => ({ question, value, count: 1 })));
    }
    results.push({ form, number, respondents, questions: sumEvaluation(form, respondents, counts, written) });
  }
  return results;
}

export type OfferedMicroCredential = { id: string; slug: string; title: string };

/** What an issuer offers or offered, by title, to choose from. */
export async function listMicroCredentials(db: Database, issuerId: string): Promise<OfferedMicroCredential[]> {
  const rows = await db
    .selectFrom('micro_credentials as m')
    .innerJoin('definition_versions as v', 'v.id', 'm.current_version_id')
    .select(['m.id', 'm.slug', 'v.document'])
    .where('m.issuer_id', '=', issuerId)
    .execute();
  return rows
    .map(({ document, ...row }) => ({ ...row, title: (document as { title: string }).title }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
