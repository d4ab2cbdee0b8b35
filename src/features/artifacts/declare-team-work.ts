import { openKeys } from '#domain/attempt/progress.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';

type DeclareTeamWork = { personId: string; enrolmentId: string; artifactId: string; isTeamWork: boolean };

/**
 * Says that a file was made together with colleagues: the same file in their attempts is then no concern, and assessors see
 * that it was said. What was sealed keeps what was said then.
 */
export async function declareTeamWork(
  trx: Trx,
  { personId, enrolmentId, artifactId, isTeamWork }: DeclareTeamWork,
): Promise<{ ok: true } | { ok: false; reason: 'not-working' | 'locked' }> {
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  const artifact = workspace?.artifacts.get(artifactId);
  if (!workspace || !artifact) throw new NotFoundError('file');
  if (workspace.enrolment.state !== 'working') return { ok: false, reason: 'not-working' };
  if (!openKeys(workspace).has(artifact.requirement)) return { ok: false, reason: 'locked' };
  if (artifact.teamWork === isTeamWork) return { ok: true };
  await trx.updateTable('artifacts').set({ is_team_work: isTeamWork }).where('id', '=', artifactId).execute();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: personId,
    action: 'artifact.team-work-said',
    subject: { type: 'artifact', id: artifactId },
    details: { isTeamWork },
  });
  return { ok: true };
}
