import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError, TooLargeError } from '#platform/errors.ts';
import { explainDiskError } from '#platform/storage.ts';
import { appendToFile } from '#platform/storage/append-to-file.ts';
import type { FileHashes } from '#platform/storage/file-hashes.ts';
import { finishUpload } from './finish-upload.ts';
import { uploadLife } from './start-upload.ts';
import { type UploadRow, findUpload } from './uploads.queries.ts';

type StagedRequest = {
  deps: Pick<Deps, 'db' | 'storage' | 'scanner' | 'now'>;
  hashes: FileHashes;
  personId: string;
  /** The bytes of the request, taken straight from the connection. */
  body: IncomingMessage;
  /** Ends the stand-in that the protocol's code sees as the body. */
  endBody: () => void;
};

/** Where an upload waits until it is whole. */
export function stagedPath({ storage }: Pick<Deps, 'storage'>, id: string): string {
  return join(storage.stagingFolder, id);
}

/**
 * Bytes of an upload that have come, as its sender is told: all but the last at most. The last byte is asked for until the
 * answer to it has been heard, so that no lost answer leaves a sender without one.
 */
export async function readOffset(deps: Pick<Deps, 'storage'>, { id, size, finishedAt }: UploadRow): Promise<number> {
  if (finishedAt) return size - 1;
  const staged = await stat(stagedPath(deps, id)).catch(() => undefined);
  return Math.min(staged?.size ?? 0, size - 1);
}

/**
 * The uploads of one request: rows in the database, bytes in the staging folder. Should the folder be another machine's, or
 * lost, an upload begins again at its first byte.
 */
export class StagedUploads extends DataStore {
  readonly #request: StagedRequest;

  constructor(request: StagedRequest) {
    super();
    this.#request = request;
    this.extensions = ['creation', 'termination', 'expiration'];
  }

  /** Rows say when they expire; here nothing does by its age alone. */
  override getExpiration(): number {
    return 0;
  }

  override async create(file: Upload): Promise<Upload> {
    try {
      const path = stagedPath(this.#request.deps, file.id);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    } catch (error) {
      await this.remove(file.id);
      throw explainDiskError(error);
    }
    return file;
  }

  override async getUpload(id: string): Promise<Upload> {
    const upload = await this.#find(id);
    const { name, enrolmentId, requirementKey, replacesId } = upload;
    return new Upload({
      id,
      size: upload.size,
      offset: await readOffset(this.#request.deps, upload),
      metadata: {
        filename: name,
        enrolment: enrolmentId,
        requirement: requirementKey,
        ...(replacesId === null ? {} : { replaces: replacesId }),
      },
    });
  }

  /** Takes the bytes of a request, and hands the file in with its last one. */
  override async write(standIn: Readable, id: string, offset: number): Promise<number> {
    const { deps, hashes, body, endBody } = this.#request;
    const upload = await this.#find(id);
    const path = stagedPath(deps, id);
    if (upload.finishedAt) {
      // By another request, while this one waited for it.
      body.resume();
      endBody();
      standIn.resume();
      return upload.size;
    }
    if (offset === 0) {
      // What was hashed of it before may have been lost since, and other bytes may come now.
      hashes.forget(path);
      await writeFile(path, '', { flag: 'a', mode: 0o600 });
    }
    let isTaken = false;
    // It ends before we end it when another request wants this upload: the connection of this one is dead, or nobody's.
    standIn.once('end', () => {
      if (!isTaken) body.destroy();
    });
    standIn.resume();
    let end;
    try {
      end = await appendToFile(body, {
        path,
        start: offset,
        limit: upload.size - offset,
        onWritten: (reached) => {
          hashes.follow(path, Math.min(reached, upload.size - 1));
        },
      });
    } catch (error) {
      throw error instanceof RangeError ? new TooLargeError('More bytes came than this upload has.') : error;
    } finally {
      isTaken = true;
      endBody();
      const expires_at = new Date(deps.now().getTime() + uploadLife);
      await deps.db.updateTable('uploads').set({ expires_at }).where('id', '=', id).execute();
    }
    if (end === upload.size) await finishUpload(deps, hashes, upload, path);
    return end;
  }

  override async remove(id: string): Promise<void> {
    const { deps, hashes, personId } = this.#request;
    await deps.db.deleteFrom('uploads').where('id', '=', id).where('person_id', '=', personId).execute();
    hashes.forget(stagedPath(deps, id));
    await rm(stagedPath(deps, id), { force: true });
  }

  async #find(id: string): Promise<UploadRow> {
    const { deps, personId } = this.#request;
    const upload = await findUpload(deps.db, personId, id, deps.now());
    if (!upload) throw new NotFoundError('upload');
    return upload;
  }
}
