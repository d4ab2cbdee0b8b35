import { openKeys } from '#domain/attempt/progress.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockWorkspace, type Workspace } from '../work/workspace.queries.ts';

type RemoveArtifact = { personId: string; enrolmentId: string; artifactId: string; undo: boolean; now: Date };

export type RemoveResult = { ok: true; requirementKey: string } | { ok: false; reason: 'not-working' | 'locked' };

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
  if (isHeld(workspace, artifact.requirement_key, artifact.id)) return { ok: false, reason: 'locked' };

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

/** Evidence that is demonstrated stays as it is, and so do the artifacts that it points into, wherever they were handed in. */
function isHeld(workspace: Workspace, requirementKey: string, artifactId: string): boolean {
  const open = openKeys(workspace);
  if (!open.has(requirementKey)) return true;
  return listRequirements(workspace.definition).some(
    (requirement) =>
      !open.has(requirement.id) &&
      evidenceArtifactIds(requirement, workspace.evidence.get(requirement.id)?.data).includes(artifactId),
  );
}
