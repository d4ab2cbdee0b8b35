import type { Readable } from 'node:stream';
import { HttpError } from './errors.ts';

export type StoredBlob = { sha256: string; size: number };

/**
 * A file that lies whole and measured on this machine's disk, not yet kept. Its way: `prepare` outside of any transaction
 * (the slow part), `keep` inside the one that writes its row, `discard` at the end, whatever came of it.
 */
export type ReceivedFile = StoredBlob & {
  path: string;
  /** Brings the bytes to safety. A crash after it leaves an orphan at worst. */
  prepare(): Promise<void>;
  /**
   * After this the content is where `read` finds it, also where somebody removed the same content meanwhile. Call it when
   * the row in `blobs` is written and before it commits: that row keeps everyone else from removing the content.
   */
  keep(): Promise<void>;
  discard(): Promise<void>;
};

/** What a store holds under one name; the name is the SHA-256 of the content, unless somebody put it there by hand. */
export type StoredFile = { name: string; size: number; modifiedAt: Date };

export type ByteRange = { start: number; end: number };

/** Where files live, by the SHA-256 of their content. */
export type Storage = {
  /** Folder on this machine for files that arrive in several requests. */
  stagingFolder: string;
  /** Streams content to a place of its own while hashing it; stops past `maxBytes` and keeps nothing. */
  receive(content: Readable, maxBytes: number): Promise<ReceivedFile | 'too-large'>;
  /** A file of the staging folder that is whole; whoever calls has hashed it. `keep` takes it away from there. */
  adopt(path: string, blob: StoredBlob): ReceivedFile;
  /**
   * The content. Read whole, it is hashed on the way: where it is not what its name says, the stream fails before its last
   * piece, so that nobody takes it for good, and the log says so. A part can't be checked like that; reading one has
   * the whole checked in the background, once a day at most.
   */
  read(sha256: string, range?: ByteRange): Readable;
  /** A path on this machine at which the content can be read until `done()`, for programs that need one. */
  openLocally(sha256: string): Promise<{ path: string; done(): Promise<void> }>;
  find(sha256: string): Promise<StoredFile | undefined>;
  has(sha256: string): Promise<boolean>;
  /** Everything that is kept, in no particular order. */
  list(): AsyncIterable<StoredFile>;
  /** Removes what `list` named; nothing where it is gone already. */
  remove(name: string): Promise<void>;
  /** Clears away what a process that was killed had half received. */
  removeAbandoned(): Promise<void>;
};

/** Thrown when the store can't be reached or refuses. What was sent is not lost by it. */
export class StorageUnavailableError extends HttpError {
  readonly statusCode = 503;

  constructor(cause: unknown) {
    super(
      'The place where files are kept can’t be reached just now. Nothing was stored. Wait a few minutes, then try again.',
      {
        cause,
      },
    );
  }
}

/** Thrown when a disk is full. */
export class StorageFullError extends HttpError {
  readonly statusCode = 507;

  constructor(cause: unknown) {
    super(
      'There is no room left where files are kept. Nothing was stored. Try again later, and tell whoever runs this site if it stays so.',
      { cause },
    );
  }
}

/** Thrown when stored content is not what its name says. */
export class DamagedFileError extends Error {
  constructor(sha256: string) {
    super(`The stored file ${sha256} is damaged: its content has another hash.`);
  }
}

/** Errors of the disk in words for people; all others as they are. */
export function explainDiskError(error: unknown): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' ? new StorageFullError(error) : error;
}
