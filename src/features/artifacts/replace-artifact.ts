import { openKeys } from '#domain/attempt/progress.ts';
import { canonicalJson } from '#domain/definition/canonical.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { evidenceArtifactIds, replaceEvidenceArtifact } from '#domain/evidence/registry.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type WorkRefusal, workRefusals, writeEvidence } from '../work/save-evidence.ts';
import { type Workspace, lockWorkspace } from '../work/workspace.queries.ts';
import { insertContent } from './add-artifacts.ts';
import type { InspectedFile } from './receive-files.ts';
import { isHeld } from './remove-artifact.ts';

export type ReplaceArtifact = {
  personId: string;
  enrolmentId: string;
  artifactId: string;
  file: InspectedFile;
  now: Date;
};

export type ReplaceRefusal = WorkRefusal | 'gone';

/** `moved`: the requirements whose evidence now points into the other version. */
export type ReplaceResult =
  | { ok: true; id: string; requirementKey: string; moved: string[] }
  | { ok: false; reason: ReplaceRefusal; requirementKey: string };

export const replaceRefusals: Record<ReplaceRefusal, string> = {
  ...workRefusals,
  locked: 'Evidence that is demonstrated rests on this file, so it stays. Hand in the new one as a file of its own.',
  gone: 'This file was removed or replaced meanwhile. Load the page again to see what is there now.',
};

/**
 * Puts a new version in the place of a file or link. Everything in the drafts that pointed into the old one points into
 * the new one, at the same places: the checks then say which of them no longer fit. The old row stays for the attempts
 * that used it.
 */
export async function replaceArtifact(trx: Trx, command: ReplaceArtifact): Promise<ReplaceResult> {
  const { workspace, artifact: old, refusal } = await lockArtifact(trx, command, command.artifactId);
  const requirementKey = old.requirement_key;
  if (refusal) return { ok: false, reason: refusal, requirementKey };
  if (old.removed_at !== null) return { ok: false, reason: 'gone', requirementKey };

  const { file, now } = command;
  await insertContent(trx, file);
  const { id } = await trx
    .insertInto('artifacts')
    .values({
      issuer_id: workspace.enrolment.issuerId,
      enrolment_id: command.enrolmentId,
      owner_id: command.personId,
      requirement_key: requirementKey,
      created_at: now,
      kind: 'file',
      name: file.name,
      pages: file.pages,
      blob_sha256: file.content.sha256,
      replaces_id: old.id,
      shows_people: old.shows_people,
      is_team_work: old.is_team_work,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await copyBelongings(trx, old.id, id, /^(video|audio)\//.test(file.mediaType));
  const moved = await moveReferences(trx, command, workspace, old.id, id);
  await trx.updateTable('artifacts').set({ removed_at: now }).where('id', '=', old.id).execute();
  await file.content.keep();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: command.personId,
    action: 'artifact.replaced',
    subject: { type: 'artifact', id: old.id },
    details: { by: id, requirement: requirementKey, moved },
  });
  return { ok: true, id, requirementKey, moved };
}

/** Takes a version out again and puts the one before in its place; the references go back with it. */
export async function undoReplacement(trx: Trx, command: Omit<ReplaceArtifact, 'file'>): Promise<ReplaceResult> {
  const { workspace, artifact, refusal } = await lockArtifact(trx, command, command.artifactId);
  const requirementKey = artifact.requirement_key;
  if (refusal) return { ok: false, reason: refusal, requirementKey };
  if (artifact.removed_at !== null || artifact.replaces_id === null)
    return { ok: false, reason: 'gone', requirementKey };

  const before = artifact.replaces_id;
  const back = await trx
    .updateTable('artifacts')
    .set({ removed_at: null })
    .where('id', '=', before)
    .where('removed_at', 'is not', null)
    .returning(['id', 'blob_sha256', 'is_private'])
    .executeTakeFirst();
  if (!back) return { ok: false, reason: 'gone', requirementKey };
  // An original in use again has to open for those who judge by it.
  if (back.is_private && back.blob_sha256 !== null) {
    await trx
      .updateTable('artifacts')
      .set({ is_private: false })
      .where('owner_id', '=', command.personId)
      .where('blob_sha256', '=', back.blob_sha256)
      .execute();
  }
  const moved = await moveReferences(trx, command, workspace, artifact.id, before);
  await trx.updateTable('artifacts').set({ removed_at: command.now }).where('id', '=', artifact.id).execute();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: command.personId,
    action: 'artifact.replacement-undone',
    subject: { type: 'artifact', id: artifact.id },
    details: { restored: before, requirement: requirementKey, moved },
  });
  return { ok: true, id: before, requirementKey, moved };
}

async function lockArtifact(trx: Trx, who: { personId: string; enrolmentId: string }, artifactId: string) {
  const workspace = await lockWorkspace(trx, who.personId, who.enrolmentId);
  const artifact = await trx
    .selectFrom('artifacts')
    .select(['id', 'requirement_key', 'removed_at', 'replaces_id', 'shows_people', 'is_team_work'])
    .where('id', '=', artifactId)
    .where('enrolment_id', '=', who.enrolmentId)
    .executeTakeFirst();
  if (!workspace || !artifact) throw new NotFoundError('file');
  if (workspace.enrolment.state !== 'working') return { workspace, artifact, refusal: 'not-working' as const };
  const refusal = (await isHeld(trx, workspace, artifact)) ? ('locked' as const) : undefined;
  return { workspace, artifact, refusal };
}

/** The releases that the old version rests on and, where both are recordings, its captions. */
export async function copyBelongings(trx: Trx, from: string, to: string, withCaptions: boolean): Promise<void> {
  await trx
    .insertInto('artifact_releases')
    .columns(['artifact_id', 'release_id'])
    .expression((eb) =>
      eb
        .selectFrom('artifact_releases')
        .select((inner) => [inner.val(to).as('artifact_id'), 'release_id'])
        .where('artifact_id', '=', from),
    )
    .execute();
  if (!withCaptions) return;
  await trx
    .insertInto('artifact_captions')
    .columns(['artifact_id', 'blob_sha256', 'language', 'label'])
    .expression((eb) =>
      eb
        .selectFrom('artifact_captions')
        .select((inner) => [inner.val(to).as('artifact_id'), 'blob_sha256', 'language', 'label'])
        .where('artifact_id', '=', from),
    )
    .execute();
}

/**
 * Points every draft that may change from one version to the other, as a revision of its own: an older draft that is
 * still open somewhere meets it as any other change. What was never saved is written where it names the file, so that the
 * file keeps its place in the list.
 */
async function moveReferences(
  trx: Trx,
  command: Omit<ReplaceArtifact, 'file'>,
  workspace: Workspace,
  from: string,
  to: string,
): Promise<string[]> {
  const saved = await trx
    .selectFrom('evidence_items')
    .select(['requirement_key', 'data', 'revision'])
    .where('enrolment_id', '=', command.enrolmentId)
    .execute();
  const open = openKeys(workspace);
  const moved: string[] = [];
  for (const requirement of listRequirements(workspace.definition)) {
    const row = saved.find((candidate) => candidate.requirement_key === requirement.id);
    // As it was saved, with what it says of files that were taken out: those can come back.
    const draft = row ?? workspace.evidence.get(requirement.id);
    if (!draft || !open.has(requirement.id)) continue;
    if (!evidenceArtifactIds(requirement, draft.data).includes(from)) continue;
    const data = replaceEvidenceArtifact(requirement, draft.data, from, to);
    if (canonicalJson(data) === canonicalJson(draft.data)) continue;
    const { personId, enrolmentId, now } = command;
    const revision = (row?.revision ?? 0) + 1;
    await writeEvidence(
      trx,
      { personId, enrolmentId, requirementKey: requirement.id, revision, data, now },
      workspace,
      requirement.kind,
    );
    moved.push(requirement.id);
  }
  return moved;
}
