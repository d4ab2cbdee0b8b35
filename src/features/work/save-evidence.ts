import { canonicalJson } from '#domain/definition/canonical.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import { openKeys } from '#domain/attempt/progress.ts';
import { evidenceArtifactIds, parseEvidence } from '#domain/evidence/registry.ts';
import { cleanTexts } from '#domain/text/clean-text.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type Workspace, lockWorkspace } from './workspace.queries.ts';

export type WorkRefusal = 'not-working' | 'locked';

/** What to say of each refusal to change the work. */
export const workRefusals: Record<WorkRefusal, string> = {
  'not-working': 'This work has been handed in, so it can’t be changed now.',
  locked: 'Every look-for that judges this is demonstrated, so it stays as it is.',
};

export type SaveEvidence = {
  personId: string;
  enrolmentId: string;
  requirementKey: string;
  /** The revision that the change was made to; 0 where nothing had been saved. */
  revision: number;
  data: unknown;
  /** The earlier revision that this brings back. */
  restoredFrom?: number;
  now: Date;
};

export type SaveResult =
  | { ok: true; revision: number }
  | { ok: false; reason: 'stale'; current: { data: unknown; revision: number } }
  | { ok: false; reason: WorkRefusal | 'unreadable' | 'foreign-artifact' };

/** Saves a draft with its history. A save to an older revision is refused with what is there now, never written over it. */
export async function saveEvidence(trx: Trx, command: SaveEvidence): Promise<SaveResult> {
  const { workspace, refusal } = await lockOpenWork(trx, command);
  if (refusal) return { ok: false, reason: refusal };

  const requirement = findRequirement(workspace.definition, command.requirementKey);
  const parsed = requirement && parseEvidence(requirement, cleanTexts(command.data));
  if (!requirement || !parsed) return { ok: false, reason: 'unreadable' };
  if (!(await ownsArtifacts(trx, command.enrolmentId, evidenceArtifactIds(requirement, parsed.data)))) {
    return { ok: false, reason: 'foreign-artifact' };
  }

  const saved = workspace.evidence.get(requirement.id);
  const revision = saved?.revision ?? 0;
  // Sent again because the answer got lost: done already.
  if (saved && revision > 0 && canonicalJson(saved.data) === canonicalJson(parsed.data)) return { ok: true, revision };
  if (revision !== command.revision) return { ok: false, reason: 'stale', current: { data: saved?.data, revision } };

  await writeEvidence(trx, { ...command, data: parsed.data, revision: revision + 1 }, workspace, requirement.kind);
  return { ok: true, revision: revision + 1 };
}

/** The locked workspace of work that may be changed, or why it may not; someone else's is *not found*. */
export async function lockOpenWork(
  trx: Trx,
  { personId, enrolmentId, requirementKey }: { personId: string; enrolmentId: string; requirementKey: string },
): Promise<{ workspace: Workspace; refusal: WorkRefusal | undefined }> {
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  if (!workspace || !findRequirement(workspace.definition, requirementKey)) throw new NotFoundError('work');
  if (workspace.enrolment.state !== 'working') return { workspace, refusal: 'not-working' };
  return { workspace, refusal: openKeys(workspace).has(requirementKey) ? undefined : 'locked' };
}

/** Writes a revision and its history. The work is locked, and whether it may change has been asked. */
export async function writeEvidence(
  trx: Trx,
  command: SaveEvidence,
  { enrolment }: Workspace,
  kind: string,
): Promise<void> {
  const data = JSON.stringify(command.data);
  const { id } = await trx
    .insertInto('evidence_items')
    .values({
      issuer_id: enrolment.issuerId,
      enrolment_id: enrolment.id,
      requirement_key: command.requirementKey,
      kind,
      data,
      revision: command.revision,
      updated_at: command.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['enrolment_id', 'requirement_key'])
        .doUpdateSet({ data, revision: command.revision, updated_at: command.now }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('evidence_history')
    .values({
      evidence_item_id: id,
      revision: command.revision,
      data,
      saved_at: command.now,
      saved_by: command.personId,
      restored_from: command.restoredFrom ?? null,
    })
    .execute();
}

/** Whether all of these were handed in for this enrolment; a removed one counts, since its removal can be undone. */
async function ownsArtifacts(trx: Trx, enrolmentId: string, ids: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return true;
  const found = await trx
    .selectFrom('artifacts')
    .select('id')
    .where('enrolment_id', '=', enrolmentId)
    .where('id', 'in', wanted)
    .execute();
  return found.length === wanted.length;
}
