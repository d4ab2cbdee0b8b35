import type { Requirement } from '#domain/definition/schema.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { type WorkRefusal, lockOpenWork, workRefusals } from '../work/save-evidence.ts';
import { recordFacts } from './blob-facts.ts';
import { insertBlob } from './insert-blob.ts';
import { askForLinkSnapshot } from './link-snapshot.ts';
import type { InspectedFile } from './receive-files.ts';

export type NewLink = { url: string; name: string };

type AddArtifacts = {
  personId: string;
  enrolmentId: string;
  requirementKey: string;
  files: readonly InspectedFile[];
  links: readonly NewLink[];
  now: Date;
};

export type AddRefusal = WorkRefusal | 'too-many';

export type AddResult = { ok: true; ids: string[] } | { ok: false; reason: AddRefusal };

export const addRefusals: Record<AddRefusal, string> = {
  ...workRefusals,
  'too-many': 'There are 500 files and links here already. Remove some that you don’t need.',
};

/** Most artifacts of one enrolment, so that a slip or a script can't fill the store. */
export const mostArtifacts = 500;

/**
 * Hands in files and links for a requirement, files first. Each file is made durable once everything else is written and
 * before its row commits: a row never names a file that a crash could have taken, a refused row leaves no file behind, and
 * the file that a crash in between leaves harms nobody.
 */
export async function addArtifacts(trx: Trx, command: AddArtifacts): Promise<AddResult> {
  const { workspace, refusal } = await lockOpenWork(trx, command);
  if (refusal) return { ok: false, reason: refusal };
  const count = command.files.length + command.links.length;
  if (count === 0) return { ok: true, ids: [] };
  if (workspace.artifacts.size + count > mostArtifacts) return { ok: false, reason: 'too-many' };

  // In one order for everybody: two who hand in the same files at once must not wait for each other.
  for (const file of command.files.toSorted((a, b) => (a.content.sha256 < b.content.sha256 ? -1 : 1)))
    await insertContent(trx, file);
  const owner = {
    issuer_id: workspace.enrolment.issuerId,
    enrolment_id: command.enrolmentId,
    owner_id: command.personId,
    requirement_key: command.requirementKey,
    created_at: command.now,
  };
  const rows = await trx
    .insertInto('artifacts')
    .values([
      ...command.files.map(({ name, pages, content }) => ({
        ...owner,
        kind: 'file' as const,
        name,
        pages,
        blob_sha256: content.sha256,
      })),
      ...command.links.map(({ url, name }) => ({ ...owner, kind: 'link' as const, name, url })),
    ])
    .returning('id')
    .execute();
  const ids = rows.map((row) => row.id);
  // Files come first, so the rest are the links.
  for (const id of ids.slice(command.files.length)) await askForLinkSnapshot(trx, id);
  for (const { content } of command.files) await content.keep();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: command.personId,
    action: 'artifact.added',
    subject: { type: 'enrolment', id: command.enrolmentId },
    details: { requirement: command.requirementKey, artifacts: ids },
  });
  return { ok: true, ids };
}

/** What is known of a file’s content, whoever else holds the same. The file itself is kept last of all. */
export async function insertContent(trx: Trx, { content, mediaType, facts }: InspectedFile): Promise<void> {
  await insertBlob(trx, { ...content, mediaType });
  await recordFacts(trx, content.sha256, facts);
}

/** A link as typed: http or https only, so that none can run anything. */
export function readLink(
  url: string,
  name: string,
  requirement: Requirement,
): { ok: true; link: NewLink } | { ok: false; message: string } {
  const accept = 'accept' in requirement.rules ? requirement.rules.accept : [];
  if (!accept.includes('link')) return { ok: false, message: 'This asks for files, not links.' };
  const typed = url.trim();
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:/iu.test(typed) ? typed : `https://${typed}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !parsed.hostname.includes('.') || parsed.username !== '') {
    return {
      ok: false,
      message: 'Write a web address that starts with https://, for example https://example.org/plan',
    };
  }
  if (parsed.href.length > 2000) return { ok: false, message: 'The address is longer than 2,000 characters.' };
  return {
    ok: true,
    link: {
      url: parsed.href,
      name: name.trim().slice(0, 200) || parsed.host + parsed.pathname.replace(/\/$/, '').slice(0, 150),
    },
  };
}
