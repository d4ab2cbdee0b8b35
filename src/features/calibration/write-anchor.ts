import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { pseudonym } from '#domain/assessment/pseudonyms.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { randomFrom } from '#domain/tile/random.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { ReceivedForm } from '../artifacts/receive-files.ts';
import { type SaveFormResult, saveForm } from '../work/save-form.ts';
import { sealAttempt } from '../work/seal-attempt.ts';
import { findWorkspace } from '../work/workspace.queries.ts';
import { insertAnchorEnrolment, insertAnchorPerson, insertSealed } from './insert-anchor-attempt.ts';

type Lead = { id: string; issuerIds: readonly string[] };

/** Begins an anchor that is written: a made-up earner’s work on the version that is offered now. */
export async function writeAnchor(
  trx: Trx,
  command: { lead: Lead; microCredentialId: string; title: string; use: 'qualify' | 'seed'; now: Date },
): Promise<string> {
  const { lead, now } = command;
  const offered = await trx
    .selectFrom('micro_credentials as m')
    .innerJoin('definition_versions as v', 'v.id', 'm.current_version_id')
    .select(['m.id', 'm.issuer_id', 'v.id as version_id', 'v.rubric_sha256'])
    .where('m.id', '=', command.microCredentialId)
    .where('m.issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .executeTakeFirst();
  if (!offered) throw new NotFoundError('micro-credential');
  const personId = await insertAnchorPerson(trx, pseudonym(randomFrom(randomUUID())));
  const version = { issuerId: offered.issuer_id, microCredentialId: offered.id, versionId: offered.version_id };
  const enrolmentId = await insertAnchorEnrolment(trx, version, { personId, at: now, isSubmitted: false });
  const { id } = await trx
    .insertInto('anchors')
    .values({
      issuer_id: offered.issuer_id,
      micro_credential_id: offered.id,
      definition_version_id: offered.version_id,
      rubric_sha256: offered.rubric_sha256,
      enrolment_id: enrolmentId,
      title: command.title,
      use: command.use,
      source: 'written',
      created_by: lead.id,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(trx, {
    issuerId: offered.issuer_id,
    actorId: lead.id,
    action: 'anchor.begun',
    subject: { type: 'anchor', id },
  });
  return id;
}

/** A written anchor with its enrolment; another’s is as good as none. */
async function lockWritten(trx: Trx, lead: Lead, anchorId: string) {
  const anchor = await trx
    .selectFrom('anchors as n')
    .innerJoin('enrolments as e', 'e.id', 'n.enrolment_id')
    .select([
      'n.id',
      'n.attempt_id',
      'n.issuer_id',
      'n.enrolment_id',
      'n.micro_credential_id',
      'n.definition_version_id',
      'e.person_id',
    ])
    .where('n.id', '=', anchorId)
    .where('n.source', '=', 'written')
    .where('n.issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .forUpdate(['e', 'n'])
    .executeTakeFirst();
  if (!anchor) throw new NotFoundError('anchor');
  return anchor;
}

/**
 * Saves one requirement’s evidence of a written anchor, by the very code that saves an earner’s. Work may be written only
 * while it is at work: within this transaction it is, and nobody else ever sees it so.
 */
export async function saveAnchorEvidence(
  trx: Trx,
  command: { lead: Lead; anchorId: string; requirement: Requirement; form: ReceivedForm; now: Date },
): Promise<SaveFormResult> {
  const anchor = await lockWritten(trx, command.lead, command.anchorId);
  if (anchor.attempt_id !== null) throw new NotFoundError('anchor');
  await setState(trx, anchor.enrolment_id, 'working');
  const workspace = await findWorkspace(trx, anchor.person_id, anchor.enrolment_id);
  if (!workspace) throw new NotFoundError('anchor');
  const saved = await saveForm(trx, {
    personId: anchor.person_id,
    enrolmentId: anchor.enrolment_id,
    requirement: command.requirement,
    details: listDetails(workspace.definition),
    artifacts: workspace.artifacts,
    form: command.form,
    now: command.now,
  });
  await setState(trx, anchor.enrolment_id, 'anchor');
  return saved;
}

export type SealRefusal = 'empty';

/** Seals what was written. It need not pass the checks: some anchors are of work that is not there yet. */
export async function sealAnchor(
  trx: Trx,
  { lead, anchorId, now }: { lead: Lead; anchorId: string; now: Date },
): Promise<{ ok: true } | { ok: false; reason: SealRefusal }> {
  const anchor = await lockWritten(trx, lead, anchorId);
  if (anchor.attempt_id !== null) return { ok: true };
  const workspace = await findWorkspace(trx, anchor.person_id, anchor.enrolment_id);
  if (!workspace) throw new NotFoundError('anchor');
  const context = { details: listDetails(workspace.definition), artifacts: workspace.artifacts };
  const isWritten = listRequirements(workspace.definition).some((requirement) => {
    const data = workspace.evidence.get(requirement.id)?.data;
    return evidencePieces(requirement, data, context).some(
      ({ text, pointers }) => text.trim() !== '' || pointers.length > 0,
    );
  });
  if (!isWritten) return { ok: false, reason: 'empty' };
  const { name } = await trx
    .selectFrom('people')
    .select('name')
    .where('id', '=', anchor.person_id)
    .executeTakeFirstOrThrow();
  const sealed = sealAttempt(workspace, {
    person: { id: anchor.person_id, name },
    number: 1,
    now,
    earlier: new Map(),
  });
  const { assessment } = workspace.definition;
  const plan = { independent: 1 as const, whyDouble: null, isBlind: assessment.blind ?? false };
  const attemptId = await insertSealed(
    trx,
    {
      issuerId: anchor.issuer_id,
      microCredentialId: anchor.micro_credential_id,
      versionId: anchor.definition_version_id,
    },
    {
      enrolmentId: anchor.enrolment_id,
      sealed,
      dates: { submittedAt: now, dueAt: now, language: assessment.language ?? 'en', plan },
    },
  );
  await trx
    .updateTable('enrolments')
    .set({ attempts_count: 1, submitted_at: now, updated_at: now })
    .where('id', '=', anchor.enrolment_id)
    .execute();
  await trx.updateTable('anchors').set({ attempt_id: attemptId }).where('id', '=', anchorId).execute();
  await audit(trx, {
    issuerId: anchor.issuer_id,
    actorId: lead.id,
    action: 'anchor.sealed',
    subject: { type: 'anchor', id: anchorId },
  });
  return { ok: true };
}

async function setState(trx: Trx, enrolmentId: string, state: 'working' | 'anchor'): Promise<void> {
  await trx.updateTable('enrolments').set({ state }).where('id', '=', enrolmentId).execute();
}
