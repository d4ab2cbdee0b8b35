import { sql } from 'kysely';
import { type SealedAttempt, sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { withholdAttempt } from '#domain/privacy/withhold.ts';
import type { Database, Trx } from '#platform/database.ts';
import { blindnessFor } from '../blind/blindness.queries.ts';
import type { Flagger } from './flag.policy.ts';
import { findHiddenOfWork } from './hidden.queries.ts';

/** An attempt of which its reader may hide something; as they see it, so without what is hidden already. */
export type Flaggable = {
  attemptId: string;
  issuerId: string;
  number: number;
  enrolmentId: string;
  /** Behind an anchor there is nobody to write to. */
  isAnchor: boolean;
  earner: { name: string; email: string };
  definition: Definition;
  sealed: SealedAttempt;
  /** The assessor’s own of this attempt, the latest. */
  assessmentId: string | null;
};

/** An attempt that the assessor holds or held an assessment of, or that is of an issuer where they lead; never own work. */
export async function findFlaggable(
  db: Database | Trx,
  flagger: Flagger,
  attemptId: string,
): Promise<Flaggable | undefined> {
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as o', 'o.id', 'e.person_id')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .select(['t.id', 't.issuer_id', 't.number', 't.sealed', 't.enrolment_id', 'o.name', 'o.email', 'v.document'])
    .select('e.state as enrolment_state')
    .select((eb) =>
      eb
        .selectFrom('assessments as a')
        .select('a.id')
        .whereRef('a.attempt_id', '=', 't.id')
        .where('a.assessor_id', '=', flagger.id)
        .orderBy('a.id', 'desc')
        .limit(1)
        .as('assessment_id'),
    )
    .where('t.id', '=', attemptId)
    .where('e.person_id', '<>', flagger.id)
    .where('t.issuer_id', '=', sql<string>`any(${flagger.issuerIds}::uuid[])`)
    .executeTakeFirst();
  if (!row || (row.assessment_id === null && !flagger.leadOf.includes(row.issuer_id))) return undefined;
  const definition = row.document as Definition;
  const attempt = { number: row.number, sealed: row.sealed as SealedAttempt };
  const sealed = withholdAttempt(definition, attempt, await findHiddenOfWork(db, row.enrolment_id));
  const blind = await blindnessFor(db, flagger, attemptId);
  return {
    attemptId: row.id,
    issuerId: row.issuer_id,
    number: row.number,
    enrolmentId: row.enrolment_id,
    isAnchor: row.enrolment_state === 'anchor',
    earner: { name: row.name, email: row.email },
    definition,
    sealed: blind ? blind.show(definition, sealed) : sealed,
    assessmentId: row.assessment_id,
  };
}

/** A file, or a place of the evidence of a requirement. */
export type FlagTarget = { artifactId: string } | { requirement: string; place: string };

/** As a form posts it. */
export function targetValue(target: FlagTarget): string {
  return 'artifactId' in target ? `file:${target.artifactId}` : `text:${target.requirement}:${target.place}`;
}

export function readTarget(value: string): FlagTarget | undefined {
  const file = /^file:([\da-f-]{36})$/u.exec(value);
  if (file?.[1]) return { artifactId: file[1] };
  const text = /^text:([\w-]{1,80}):([\w-]{1,120})$/u.exec(value);
  return text?.[1] && text[2] ? { requirement: text[1], place: text[2] } : undefined;
}

export type TargetChoice = { value: string; label: string };

/** What of one requirement can be hidden: every text that somebody wrote, and every file that it points at. */
export function targetChoices(
  { definition, sealed }: Pick<Flaggable, 'definition' | 'sealed'>,
  requirement: Requirement,
): TargetChoice[] {
  const data = sealed.evidence.find((item) => item.requirement === requirement.id)?.data;
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  const pieces = evidencePieces(requirement, data, context);
  const used = new Set(pieces.flatMap(({ pointers }) => pointers.map(({ artifact }) => artifact)));
  const files = sealed.artifacts.filter(({ id, sha256, url }) => used.has(id) && (sha256 !== null || url !== null));
  return [
    ...pieces
      .filter(({ text }) => text.trim() !== '')
      .map(({ place, label }) => ({
        value: targetValue({ requirement: requirement.id, place }),
        label: `The text: ${shorten(label)}`,
      })),
    ...files.map(({ id, kind, name }) => ({
      value: targetValue({ artifactId: id }),
      label: `The ${kind}: ${shorten(name)}`,
    })),
  ];
}

/** By requirement, everything that can be hidden. */
export function allTargets(flaggable: Pick<Flaggable, 'definition' | 'sealed'>) {
  return listRequirements(flaggable.definition)
    .map((requirement) => ({ requirement, choices: targetChoices(flaggable, requirement) }))
    .filter(({ choices }) => choices.length > 0);
}

function shorten(text: string): string {
  return text.length > 90 ? `${text.slice(0, 88)}…` : text;
}
