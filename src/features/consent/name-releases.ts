import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { resumeReleased } from '../privacy/privacy-pause.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';

export type NameReleases = {
  personId: string;
  enrolmentId: string;
  artifactId: string;
  showsPeople: boolean;
  releaseIds: readonly string[];
  now: Date;
};

/**
 * Says of a file or link whether it shows people, and which of the earner's releases it rests on. That may be set right at
 * any time, handed in or not: what was sealed keeps what was said then.
 */
export async function nameReleases(trx: Trx, command: NameReleases): Promise<void> {
  const { personId, enrolmentId, artifactId } = command;
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  if (!workspace?.artifacts.has(artifactId)) throw new NotFoundError('file');
  const wanted = command.showsPeople ? [...new Set(command.releaseIds)] : [];
  const own = wanted.length === 0 ? [] : await ownReleases(trx, personId, wanted);
  if (own.length !== wanted.length) throw new NotFoundError('release');

  await trx.updateTable('artifacts').set({ shows_people: command.showsPeople }).where('id', '=', artifactId).execute();
  await trx.deleteFrom('artifact_releases').where('artifact_id', '=', artifactId).execute();
  if (own.length > 0) {
    await trx
      .insertInto('artifact_releases')
      .values(own.map((id) => ({ artifact_id: artifactId, release_id: id })))
      .execute();
  }
  await resumeReleased(trx, { artifactId, now: command.now });
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: personId,
    action: 'artifact.people-said',
    subject: { type: 'artifact', id: artifactId },
    details: { showsPeople: command.showsPeople, releases: own },
  });
}

async function ownReleases(trx: Trx, personId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('releases')
    .select('id')
    .where('person_id', '=', personId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id }) => id);
}
