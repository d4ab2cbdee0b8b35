import { textsOf } from '#domain/assessment/attempt-texts.ts';
import { ownWords } from '#domain/assessment/own-words.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { withholdAttempt } from '#domain/privacy/withhold.ts';
import type { Database, Trx } from '#platform/database.ts';
import { type Judge, blindnessFor } from '../blind/blindness.queries.ts';
import { findHiddenOfWork } from '../privacy/hidden.queries.ts';

/** Most letters of a document that are compared: the beginning of a long one tells whose it is. */
const longestFile = 200_000;

/** A text of an attempt under the name that its signature has: a requirement, or `file:` and the artifact. */
export type ComparedText = {
  source: string;
  title: string;
  text: string;
  /** As it is compared: quotations blotted out, every letter in its place. */
  own: string;
};

export type ComparedAttempt = {
  attemptId: string;
  issuerId: string;
  enrolmentId: string;
  personId: string;
  earnerName: string;
  number: number;
  submittedAt: Date;
  sealed: SealedAttempt;
  definition: Definition;
  texts: ComparedText[];
};

export const fileSource = (artifactId: string) => `file:${artifactId}`;

/**
 * An attempt with every text that can be compared: what was written for each requirement, and what was taken out of its
 * documents, where that is kept. Anchors are copies of attempts, so there are none of them here. `as: 'reader'` leaves out
 * what is hidden for privacy, and for a lead assessor with a part in judging it blind the names.
 */
export async function findCompared(
  db: Database | Trx,
  attemptId: string,
  as: 'search' | 'reader',
  lead?: Judge,
): Promise<ComparedAttempt | undefined> {
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .select(['t.id', 't.issuer_id', 't.enrolment_id', 't.number', 't.submitted_at', 't.sealed'])
    .select(['e.person_id', 'p.name', 'v.document'])
    .where('t.id', '=', attemptId)
    .where('e.state', '<>', 'anchor')
    .executeTakeFirst();
  if (!row) return undefined;
  const definition = row.document as Definition;
  const whole = row.sealed as SealedAttempt;
  const hidden = as === 'reader' ? await findHiddenOfWork(db, row.enrolment_id) : undefined;
  const blind = lead && (await blindnessFor(db, lead, attemptId, 'lead'));
  const shown = hidden ? withholdAttempt(definition, { number: row.number, sealed: whole }, hidden) : whole;
  const sealed = blind ? blind.show(definition, shown) : shown;
  const written = textsOf(definition, sealed).map(({ requirement, title, text }) => ({
    ...{ source: requirement, title, text, own: ownWords(text) },
  }));
  const files = await listFileTexts(db, attemptId);
  return {
    attemptId: row.id,
    issuerId: row.issuer_id,
    enrolmentId: row.enrolment_id,
    personId: row.person_id,
    earnerName: blind?.name ?? row.name,
    number: row.number,
    submittedAt: row.submitted_at,
    sealed,
    definition,
    texts: [
      ...written,
      ...files
        .filter(({ id }) => !hidden?.files.has(id))
        .map(({ id, text }) => ({
          source: fileSource(id),
          title: sealed.artifacts.find((artifact) => artifact.id === id)?.name ?? 'A file',
          ...(blind ? { text: blind.say(text), own: blind.say(text) } : { text, own: text }),
        })),
    ],
  };
}

/** What was taken out of the documents of an attempt when they came in. Pictures of pages and recordings have no text. */
async function listFileTexts(db: Database | Trx, attemptId: string): Promise<{ id: string; text: string }[]> {
  const rows = await db
    .selectFrom('attempt_files as f')
    .innerJoin('blob_facts as b', 'b.blob_sha256', 'f.blob_sha256')
    .select(['f.artifact_id as id'])
    .select((eb) => eb.fn<string>('left', ['b.body_text', eb.val(longestFile)]).as('text'))
    .where('f.attempt_id', '=', attemptId)
    .where('b.body_text', 'is not', null)
    .where('b.scan', '<>', 'infected')
    .orderBy('f.artifact_id')
    .execute();
  return rows;
}
