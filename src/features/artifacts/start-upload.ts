import { sql } from 'kysely';
import { z } from 'zod';
import { openKeys } from '#domain/attempt/progress.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import { couldBeAccepted } from '#domain/evidence/file-endings.ts';
import { describeFileTypes, formatBytes } from '#domain/evidence/file-types.ts';
import type { Trx } from '#platform/database.ts';
import { ConflictError, type HttpError, NotFoundError, TooLargeError, UnreadableError } from '#platform/errors.ts';
import { findWorkspace } from '../work/workspace.queries.ts';
import { addRefusals, mostArtifacts } from './add-artifacts.ts';
import { cleanName } from './check-name.ts';
import { findRoom } from './upload-limits.ts';
import { countUnfinished } from './uploads.queries.ts';

/** An upload that nothing was heard of for so long is cleared away, in milliseconds. */
export const uploadLife = 7 * 24 * 3600_000;

/** What a file says of itself before its first byte. */
export const UploadMetadata = z.object({
  filename: z.string().transform(cleanName),
  enrolment: z.uuid(),
  requirement: z.string().max(200),
  replaces: z.uuid().optional(),
});

type StartUpload = z.output<typeof UploadMetadata> & {
  personId: string;
  size: number;
  now: Date;
  limits: { maxFileBytes: number; maxEarnerBytes: number };
};

export type StartResult = { ok: true; id: string } | { ok: false; error: HttpError };

/** Begins an upload, or says why its bytes would be sent in vain. The room for all of it is held from now on. */
export async function startUpload(trx: Trx, command: StartUpload): Promise<StartResult> {
  const { personId, enrolment, filename: name, size, now, limits } = command;
  const workspace = await findWorkspace(trx, personId, enrolment);
  const requirement = workspace && findRequirement(workspace.definition, command.requirement);
  if (!requirement) return refuse(new NotFoundError('requirement'));
  if (workspace.enrolment.state !== 'working') return refuse(new ConflictError(addRefusals['not-working']));
  if (!openKeys(workspace).has(requirement.id)) return refuse(new ConflictError(addRefusals.locked));
  if (command.replaces !== undefined && !workspace.artifacts.has(command.replaces)) {
    return refuse(new NotFoundError('file'));
  }

  const accept = ('accept' in requirement.rules ? requirement.rules.accept : []).filter((type) => type !== 'link');
  if (!couldBeAccepted(name, accept)) {
    return refuse(new UnreadableError(`“${name}” can’t be used here: this asks for ${describeFileTypes(accept)}.`));
  }
  if (size === 0) return refuse(new UnreadableError(`“${name}” is empty. Check the file and choose it again.`));
  const ruled = 'maxMegabytes' in requirement.rules ? requirement.rules.maxMegabytes * 1e6 : 0;
  const most = Math.min(ruled, limits.maxFileBytes);
  if (size > most) {
    return refuse(
      new TooLargeError(
        `“${name}” is too large: it has ${formatBytes(size)}, and a file may have up to ${formatBytes(most)} here.`,
      ),
    );
  }

  // Two uploads that begin at once must not both find the last room free.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`uploads:${personId}`}, 0))`.execute(trx);
  const { files } = await countUnfinished(trx, personId, now, enrolment);
  if (workspace.artifacts.size + files >= mostArtifacts) return refuse(new ConflictError(addRefusals['too-many']));
  const room = await findRoom({ db: trx, maxEarnerBytes: limits.maxEarnerBytes }, personId, now);
  if (size > room) {
    return refuse(
      new TooLargeError(
        `“${name}” does not fit any more: it has ${formatBytes(size)}, and ${formatBytes(room)} are left. ` +
          `One person’s files may come to ${formatBytes(limits.maxEarnerBytes)} here, removed ones and those on their way too. ` +
          'Make it smaller, or hand in a link.',
      ),
    );
  }
  const { id } = await trx
    .insertInto('uploads')
    .values({
      person_id: personId,
      enrolment_id: enrolment,
      requirement_key: requirement.id,
      replaces_id: command.replaces ?? null,
      name,
      size,
      created_at: now,
      expires_at: new Date(now.getTime() + uploadLife),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { ok: true, id };
}

function refuse(error: HttpError): StartResult {
  return { ok: false, error };
}
