import type { EvaluationAnswers, EvaluationForm } from '#domain/credit/evaluation-form.ts';
import { type QuestionResult, sumEvaluation } from '#domain/credit/evaluation-results.ts';
import type { Database } from '#platform/database.ts';

export type OwnAward = {
  id: string;
  publicId: string;
  issuerId: string;
  issuerSlug: string;
  issuerName: string;
  microCredentialId: string;
  title: string;
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
export type EvaluationResult = { form: EvaluationForm; respondents: number; questions: QuestionResult[] };

/** Whole batches only, by the day on which they came out: see `leastRespondents`. */
export async function listEvaluations(
  db: Database,
  issuerId: string,
  { microCredentialId, from, to }: EvaluationFilter,
): Promise<EvaluationResult[]> {
  const rows = await db
    .selectFrom('evaluation_batches as b')
    .innerJoin('evaluation_answers as e', 'e.batch_id', 'b.id')
    .innerJoin('evaluation_forms as f', 'f.sha256', 'b.form_sha256')
    .select(['b.form_sha256 as sha256', 'f.document', 'e.answers'])
    .where('b.issuer_id', '=', issuerId)
    .where('b.disposed_at', 'is', null)
    .$if(microCredentialId !== undefined, (query) => query.where('b.micro_credential_id', '=', microCredentialId ?? ''))
    .$if(from !== undefined, (query) => query.where('b.released_on', '>=', from ?? ''))
    .$if(to !== undefined, (query) => query.where('b.released_on', '<=', to ?? ''))
    .orderBy('f.created_at', 'desc')
    .orderBy('e.id')
    .execute();
  return [...Map.groupBy(rows, ({ sha256 }) => sha256).values()].map((answers) => {
    const form = answers[0]?.document as EvaluationForm;
    const given = answers.map((one) => one.answers as EvaluationAnswers);
    return { form, respondents: given.length, questions: sumEvaluation(form, given) };
  });
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
