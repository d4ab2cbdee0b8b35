import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { anonymiseAttempt, namesIn } from '#domain/assessment/anonymise-attempt.ts';
import { pseudonym } from '#domain/assessment/pseudonyms.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { withholdAttempt } from '#domain/privacy/withhold.ts';
import { randomFrom } from '#domain/tile/random.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { findHiddenOfWork } from '../privacy/hidden.queries.ts';
import { insertAnchorAttempt, insertAnchorPerson } from './insert-anchor-attempt.ts';
import { mayComeAlong, stripFiles } from './strip-files.ts';

type Lead = { id: string; issuerIds: readonly string[] };

/** An attempt whose earner agreed, without what is hidden in it for privacy. */
export async function findAgreed(db: Database | Trx, lead: Lead, attemptId: string) {
  const row = await db
    .selectFrom('anchor_consents as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .leftJoin('anchors as n', 'n.from_attempt_id', 't.id')
    .select(['c.issuer_id as issuerId', 'c.answered_at as agreedAt', 't.number', 't.sealed', 'n.id as anchorId'])
    .select(['v.id as versionId', 'v.document', 'v.rubric_sha256 as rubricSha256'])
    .select(['e.id as enrolmentId', 'e.micro_credential_id as microCredentialId'])
    .where('c.attempt_id', '=', attemptId)
    .where('c.agreed', '=', true)
    .where('c.withdrawn_at', 'is', null)
    .where('c.issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .executeTakeFirst();
  if (!row) return undefined;
  const definition = row.document as Definition;
  const hidden = await findHiddenOfWork(db, row.enrolmentId);
  const attempt = { number: row.number, sealed: row.sealed as SealedAttempt };
  return { ...row, definition, sealed: withholdAttempt(definition, attempt, hidden) };
}

/**
 * Files that never become part of an anchor: links lead to the earner, people were shown for an assessment alone, and what
 * some files say of their maker can’t be taken out.
 */
export function isLeftOut({ kind, sha256, mediaType, showsPeople }: SealedAttempt['artifacts'][number]): boolean {
  return kind === 'link' || sha256 === null || showsPeople === true || !mayComeAlong(mediaType);
}

type CopyAnchor = {
  lead: Lead;
  attemptId: string;
  title: string;
  use: 'qualify' | 'seed';
  /** Artifacts that the lead leaves out. */
  leaveOut: ReadonlySet<string>;
  /** Further names that stand in the texts. */
  otherNames: readonly string[];
  now: Date;
};

export type CopyResult =
  /** `lost`: files that were to come along and could not be stripped. */
  { ok: true; id: string; lost: number } | { ok: false; reason: 'made'; id: string };

/** Makes an anchor of an attempt with its earner’s leave: a copy without names, in files of its own without metadata. */
export async function copyAnchor(
  deps: Pick<Deps, 'db' | 'storage' | 'maxFileBytes' | 'scanner'>,
  command: CopyAnchor,
): Promise<CopyResult> {
  const { lead, attemptId, title, use, now } = command;
  const agreed = await findAgreed(deps.db, lead, attemptId);
  if (!agreed) throw new NotFoundError('attempt');
  const leaveOut = new Set([...command.leaveOut, ...agreed.sealed.artifacts.filter(isLeftOut).map(({ id }) => id)]);
  const { definition } = agreed;
  const names = namesIn(agreed.sealed);
  const others = [...names.peers, ...command.otherNames];
  const random = randomFrom(randomUUID());
  const taken = [names.earner, ...others];
  const instead = (name: string) => {
    const made = { name, instead: pseudonym(random, taken) };
    taken.push(made.instead);
    return made;
  };
  const chosen = agreed.sealed.artifacts.filter(({ id }) => !leaveOut.has(id));
  const stripped = await stripFiles(deps, { artifacts: chosen });
  const lost = chosen.filter(({ sha256 }) => stripped.failed.has(sha256 ?? ''));
  for (const { id } of lost) leaveOut.add(id);
  const plain = anonymiseAttempt(definition, agreed.sealed, {
    earner: instead(names.earner),
    others: others.map(instead),
    leaveOut,
  });
  try {
    const sealed = {
      ...plain,
      artifacts: plain.artifacts.map((artifact) => {
        const content = stripped.bySha256.get(artifact.sha256 ?? '')?.content;
        return content ? { ...artifact, sha256: content.sha256, size: content.size } : artifact;
      }),
    };
    return await deps.db.transaction().execute(async (trx) => {
      // The earner may take their leave back at this very moment: one after the other.
      await trx
        .selectFrom('anchor_consents')
        .select('attempt_id')
        .where('attempt_id', '=', attemptId)
        .forUpdate()
        .execute();
      const still = await findAgreed(trx, lead, attemptId);
      if (!still) throw new NotFoundError('attempt');
      if (still.anchorId !== null) return { ok: false, reason: 'made', id: still.anchorId };
      await stripped.keep(trx);
      const personId = await insertAnchorPerson(trx, sealed.earner.name);
      const { assessment } = definition;
      const plan = { independent: 1 as const, whyDouble: null, isBlind: assessment.blind ?? false };
      const dates = { submittedAt: now, dueAt: now, language: assessment.language ?? 'en', plan };
      const made = await insertAnchorAttempt(trx, { ...agreed, definition }, { personId, sealed, dates });
      const { id } = await trx
        .insertInto('anchors')
        .values({
          issuer_id: agreed.issuerId,
          micro_credential_id: agreed.microCredentialId,
          definition_version_id: agreed.versionId,
          rubric_sha256: agreed.rubricSha256,
          attempt_id: made.attemptId,
          enrolment_id: made.enrolmentId,
          title,
          use,
          source: 'consented',
          from_attempt_id: attemptId,
          consent_at: agreed.agreedAt,
          created_by: lead.id,
          created_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await audit(trx, {
        issuerId: agreed.issuerId,
        actorId: lead.id,
        action: 'anchor.copied',
        subject: { type: 'anchor', id },
        details: { from: attemptId, leftOut: [...leaveOut] },
      });
      return { ok: true, id, lost: lost.length };
    });
  } finally {
    await stripped.done();
  }
}
