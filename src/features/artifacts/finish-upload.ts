import { rm } from 'node:fs/promises';
import { findRequirement } from '#domain/definition/outline.ts';
import { describeFileTypes, isAccepted } from '#domain/evidence/file-types.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { FileHashes } from '#platform/storage/file-hashes.ts';
import { findWorkspace } from '../work/workspace.queries.ts';
import { addArtifacts, addRefusals } from './add-artifacts.ts';
import { listAdded } from './added-artifacts.ts';
import { inspectFile } from './inspect-file.ts';
import type { InspectedFile } from './receive-files.ts';
import { replaceArtifact, replaceRefusals } from './replace-artifact.ts';
import { type UploadRow, lockUpload } from './uploads.queries.ts';

type Outcome = { artifactId: string } | { refusal: string };

/**
 * Looks at an upload that is whole and hands it in. It may be asked again for the same upload, after a crash or a lost
 * answer: it is handed in once. What fails for now (the store can’t be reached) is thrown, and the file waits.
 */
export async function finishUpload(
  deps: Pick<Deps, 'db' | 'storage' | 'scanner' | 'now'>,
  hashes: FileHashes,
  upload: UploadRow,
  path: string,
): Promise<void> {
  const inspected = await inspect(deps, hashes, upload, path);
  if ('file' in inspected) await inspected.file.content.prepare();
  await deps.db.transaction().execute(async (trx) => {
    const locked = await lockUpload(trx, upload.id);
    if (!locked) throw new NotFoundError('upload');
    if (locked.finishedAt) return;
    const outcome = 'file' in inspected ? await handIn(trx, upload, inspected.file, deps.now()) : inspected;
    await trx
      .updateTable('uploads')
      .set({
        finished_at: deps.now(),
        artifact_id: 'artifactId' in outcome ? outcome.artifactId : null,
        refusal: 'refusal' in outcome ? outcome.refusal : null,
      })
      .where('id', '=', upload.id)
      .execute();
  });
  hashes.forget(path);
  await rm(path, { force: true });
}

/** What a finished upload is answered, the first time and every other. */
export async function answerUpload({ db }: Pick<Deps, 'db'>, upload: UploadRow) {
  const added = upload.artifactId === null ? [] : await listAdded(db, upload, [upload.artifactId]);
  const refused = upload.refusal === null ? [] : [{ name: upload.name, message: upload.refusal }];
  return { added, refused };
}

async function inspect(
  { db, storage, scanner }: Pick<Deps, 'db' | 'storage' | 'scanner'>,
  hashes: FileHashes,
  { name, size, personId, enrolmentId, requirementKey }: UploadRow,
  path: string,
): Promise<{ file: InspectedFile } | { refusal: string }> {
  const found = await inspectFile(path, name, { scanner });
  if (!found.ok) return { refusal: found.message };
  const workspace = await findWorkspace(db, personId, enrolmentId);
  const requirement = workspace && findRequirement(workspace.definition, requirementKey);
  if (!requirement) throw new NotFoundError('requirement');
  const accept = 'accept' in requirement.rules ? requirement.rules.accept : [];
  if (!isAccepted({ kind: 'file', mediaType: found.mediaType }, accept)) {
    return { refusal: `“${name}” can’t be used here: this asks for ${describeFileTypes(accept)}.` };
  }
  const content = storage.adopt(path, { sha256: await hashes.digest(path, size), size });
  const { mediaType, pages, facts } = found;
  return { file: { field: 'files', name, mediaType, pages, facts, content } };
}

async function handIn(trx: Trx, upload: UploadRow, file: InspectedFile, now: Date): Promise<Outcome> {
  const { personId, enrolmentId, requirementKey, replacesId } = upload;
  if (replacesId !== null) {
    const result = await replaceArtifact(trx, { personId, enrolmentId, artifactId: replacesId, file, now });
    return result.ok ? { artifactId: result.id } : { refusal: replaceRefusals[result.reason] };
  }
  const command = { personId, enrolmentId, requirementKey, files: [file], links: [], now };
  const result = await addArtifacts(trx, command);
  if (!result.ok) return { refusal: addRefusals[result.reason] };
  const [artifactId] = result.ids;
  if (artifactId === undefined) throw new Error('A file was handed in and has no id.');
  return { artifactId };
}
