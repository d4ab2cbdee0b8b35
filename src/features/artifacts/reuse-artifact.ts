import { findRequirement } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { formatBytes, describeFileTypes, isAccepted } from '#domain/evidence/file-types.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockOpenWork } from '../work/save-evidence.ts';
import { type AddRefusal, mostArtifacts } from './add-artifacts.ts';
import { copyBelongings } from './replace-artifact.ts';

type ReuseArtifact = {
  personId: string;
  enrolmentId: string;
  requirementKey: string;
  /** The earner’s artifact, of this work or of other work of theirs. */
  artifactId: string;
  now: Date;
};

export type ReuseResult =
  { ok: true; id: string } | { ok: false; reason: AddRefusal } | { ok: false; reason: 'unfit'; message: string };

/** Takes over an artifact that the earner has: a row of its own here, the same content, no bytes sent or kept twice. */
export async function reuseArtifact(trx: Trx, command: ReuseArtifact): Promise<ReuseResult> {
  const { personId, enrolmentId, requirementKey, now } = command;
  const { workspace, refusal } = await lockOpenWork(trx, command);
  if (refusal) return { ok: false, reason: refusal };
  if (workspace.artifacts.size >= mostArtifacts) return { ok: false, reason: 'too-many' };
  const source = await trx
    .selectFrom('artifacts as a')
    .leftJoin('blobs as b', 'b.sha256', 'a.blob_sha256')
    .leftJoin('blob_facts as f', 'f.blob_sha256', 'a.blob_sha256')
    .selectAll('a')
    .select(['b.size', 'b.media_type', 'f.scan'])
    .where('a.id', '=', command.artifactId)
    .where('a.owner_id', '=', personId)
    .where('a.removed_at', 'is', null)
    .where('a.is_private', '=', false)
    .executeTakeFirst();
  if (!source) throw new NotFoundError('file');
  const requirement = findRequirement(workspace.definition, requirementKey);
  const message = requirement && unfitFor(requirement, source);
  if (message !== undefined) return { ok: false, reason: 'unfit', message };

  const { id } = await trx
    .insertInto('artifacts')
    .values({
      issuer_id: workspace.enrolment.issuerId,
      enrolment_id: enrolmentId,
      owner_id: personId,
      requirement_key: requirementKey,
      kind: source.kind,
      name: source.name,
      pages: source.pages,
      blob_sha256: source.blob_sha256,
      url: source.url,
      link_title: source.link_title,
      link_seen_at: source.link_seen_at,
      shows_people: source.shows_people,
      is_team_work: source.is_team_work,
      copied_from_id: source.id,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await copyBelongings(trx, source.id, id, true);
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: personId,
    action: 'artifact.reused',
    subject: { type: 'enrolment', id: enrolmentId },
    details: { requirement: requirementKey, artifact: id, from: source.id },
  });
  return { ok: true, id };
}

type Reusable = {
  kind: 'file' | 'link';
  name: string;
  media_type: string | null;
  size: number | null;
  scan: string | null;
};

/** Why an artifact can’t serve a requirement, as a sentence. */
function unfitFor({ rules }: Requirement, artifact: Reusable): string | undefined {
  const accept = 'accept' in rules ? rules.accept : [];
  if (!isAccepted({ kind: artifact.kind, mediaType: artifact.media_type }, accept)) {
    return `“${artifact.name}” can’t be used here: this asks for ${describeFileTypes(accept)}.`;
  }
  if (artifact.scan === 'infected') return `“${artifact.name}” can’t be used: a virus was found in it.`;
  const most = 'maxMegabytes' in rules ? rules.maxMegabytes * 1e6 : 0;
  if (artifact.size !== null && Number(artifact.size) > most) {
    return `“${artifact.name}” is too large here: it has ${formatBytes(Number(artifact.size))}, and a file may have up to ${formatBytes(most)}.`;
  }
  return undefined;
}
