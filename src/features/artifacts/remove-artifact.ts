import { openKeys } from '#domain/attempt/progress.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { addRefusals, mostArtifacts } from './add-artifacts.ts';
import { lockWorkspace, type Workspace } from '../work/workspace.queries.ts';

type RemoveArtifact = { personId: string; enrolmentId: string; artifactId: string; undo: boolean; now: Date };

type RemoveRefusal = 'not-working' | 'locked' | 'replaced' | 'too-many';

export const removeRefusals: Record<RemoveRefusal, string> = {
  ...addRefusals,
  replaced: 'Another version stands in its place. Undo the replacement on that file’s page, and this one comes back.',
};

export type RemoveResult = { ok: true; requirementKey: string } | { ok: false; reason: RemoveRefusal };

/** Takes an artifact out of the evidence, or puts it back: what the evidence says of it is kept meanwhile. */
export async function removeArtifact(trx: Trx, command: RemoveArtifact): Promise<RemoveResult> {
  const workspace = await lockWorkspace(trx, command.personId, command.enrolmentId);
  const artifact = await trx
    .selectFrom('artifacts')
    .select(['id', 'requirement_key'])
    .where('id', '=', command.artifactId)
    .where('enrolment_id', '=', command.enrolmentId)
    .executeTakeFirst();
  if (!workspace || !artifact) throw new NotFoundError('file');
  if (workspace.enrolment.state !== 'working') return { ok: false, reason: 'not-working' };
  if (await isHeld(trx, workspace, artifact)) return { ok: false, reason: 'locked' };
  if (command.undo) {
    if (await isReplaced(trx, artifact.id)) return { ok: false, reason: 'replaced' };
    if (!workspace.artifacts.has(artifact.id) && workspace.artifacts.size >= mostArtifacts)
      return { ok: false, reason: 'too-many' };
  }

  await trx
    .updateTable('artifacts')
    .set({ removed_at: command.undo ? null : command.now })
    .where('id', '=', artifact.id)
    .execute();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: command.personId,
    action: command.undo ? 'artifact.restored' : 'artifact.removed',
    subject: { type: 'artifact', id: artifact.id },
  });
  return { ok: true, requirementKey: artifact.requirement_key };
}

/** Whether a newer version is in use: two versions side by side would be two files, an original beside its redaction at worst. */
async function isReplaced(trx: Trx, artifactId: string): Promise<boolean> {
  const next = await trx
    .selectFrom('artifacts')
    .select('id')
    .where('replaces_id', '=', artifactId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return next !== undefined;
}

/**
 * Evidence that is demonstrated stays as it is, and so do the artifacts that it points into, wherever they were handed in:
 * one that was taken out before handing in does not come back into it either. So what counts is what was saved.
 */
export async function isHeld(
  trx: Trx,
  workspace: Workspace,
  artifact: { id: string; requirement_key: string },
): Promise<boolean> {
  const open = openKeys(workspace);
  if (!open.has(artifact.requirement_key)) return true;
  const rows = await trx
    .selectFrom('evidence_items')
    .select(['requirement_key', 'data'])
    .where('enrolment_id', '=', workspace.enrolment.id)
    .execute();
  const saved = new Map(rows.map((row) => [row.requirement_key, row.data]));
  return listRequirements(workspace.definition).some(
    (requirement) =>
      !open.has(requirement.id) && evidenceArtifactIds(requirement, saved.get(requirement.id)).includes(artifact.id),
  );
}
