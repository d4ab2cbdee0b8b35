import { openKeys } from '#domain/attempt/progress.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { ReceivedFile } from '#platform/storage.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';
import { insertBlob } from './insert-blob.ts';

export type Captions = { language: string; label: string; content: ReceivedFile };

type OfArtifact = { personId: string; enrolmentId: string; artifactId: string; now: Date };

export type CaptionsRefusal = 'not-working' | 'locked' | 'no-recording' | 'too-many';

export const captionsRefusals: Record<CaptionsRefusal, string> = {
  'not-working': 'This work has been handed in, so it can’t be changed now.',
  locked: 'Every look-for that judges this is demonstrated, so it stays as it is.',
  'no-recording': 'Captions belong to a video or a recording. This is neither.',
  'too-many': 'There are captions in 20 languages already. Remove some that you don’t need.',
};

const mostLanguages = 20;

/** Puts captions under a recording, in the place of those in the same language. */
export async function addCaptions(
  trx: Trx,
  command: OfArtifact & { captions: Captions },
): Promise<{ ok: true } | { ok: false; reason: CaptionsRefusal }> {
  const { issuerId, refusal, languages } = await lockRecording(trx, command);
  if (refusal) return { ok: false, reason: refusal };
  const { language, label, content } = command.captions;
  if (languages.length >= mostLanguages && !languages.includes(language)) return { ok: false, reason: 'too-many' };

  await insertBlob(trx, { ...content, mediaType: 'text/vtt' });
  const row = { blob_sha256: content.sha256, label };
  await trx
    .insertInto('artifact_captions')
    .values({ artifact_id: command.artifactId, language, created_at: command.now, ...row })
    .onConflict((conflict) => conflict.columns(['artifact_id', 'language']).doUpdateSet(row))
    .execute();
  await content.keep();
  await auditCaptions(trx, command, issuerId, 'captions.added', { language, sha256: content.sha256 });
  return { ok: true };
}

export async function removeCaptions(
  trx: Trx,
  command: OfArtifact & { language: string },
): Promise<{ ok: true } | { ok: false; reason: CaptionsRefusal }> {
  const { issuerId, refusal, languages } = await lockRecording(trx, command);
  const { artifactId, language } = command;
  if (!languages.includes(language)) throw new NotFoundError('captions file');
  if (refusal) return { ok: false, reason: refusal };
  await trx
    .deleteFrom('artifact_captions')
    .where('artifact_id', '=', artifactId)
    .where('language', '=', language)
    .execute();
  await auditCaptions(trx, command, issuerId, 'captions.removed', { language });
  return { ok: true };
}

async function lockRecording(trx: Trx, { personId, enrolmentId, artifactId }: OfArtifact) {
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  const artifact = workspace?.artifacts.get(artifactId);
  if (!workspace || !artifact) throw new NotFoundError('file');
  const refusal = (): CaptionsRefusal | undefined => {
    if (workspace.enrolment.state !== 'working') return 'not-working';
    if (!openKeys(workspace).has(artifact.requirement)) return 'locked';
    return /^(video|audio)\//.test(artifact.mediaType ?? '') ? undefined : 'no-recording';
  };
  const languages = artifact.captions.map(({ language }) => language);
  return { issuerId: workspace.enrolment.issuerId, refusal: refusal(), languages };
}

async function auditCaptions(
  trx: Trx,
  { personId, artifactId }: OfArtifact,
  issuerId: string,
  action: string,
  details: Record<string, string>,
): Promise<void> {
  await audit(trx, { issuerId, actorId: personId, action, subject: { type: 'artifact', id: artifactId }, details });
}
