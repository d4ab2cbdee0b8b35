import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Log, silentLog } from '../log.ts';
import {
  type ByteRange,
  type ReceivedFile,
  type Storage,
  type StoredBlob,
  type StoredFile,
  StorageUnavailableError,
  explainDiskError,
} from '../storage.ts';
import { createAnteroom } from './anteroom.ts';
import { createBackgroundChecks, readVerified } from './verify-content.ts';

export type S3Settings = {
  /** Address of the service and the bucket, as in https://s3.eu-central-1.amazonaws.com/my-bucket/folder */
  url: string;
  region: string;
  /** Without them the SDK looks where it always does: the machine's role, a profile. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
};

/** Up to this an object is sent in one request; beyond it in parts, of which there may be 10,000. */
const leastPart = 16 * 2 ** 20;
const mostParts = 9_000;
const partsAtOnce = 3;

/** Files in an S3-compatible store; they wait on this machine's disk, under `root`, until they are whole and looked at. */
export function createS3Storage(settings: S3Settings, root: string, log: Log = silentLog): Storage & { close(): void } {
  const anteroom = createAnteroom(root);
  const { endpoint, bucket, prefix } = readAddress(settings.url);
  const client = new S3Client({
    endpoint,
    region: settings.region,
    forcePathStyle: true,
    // Older services know nothing of the checksums that newer clients add; the name of each object is its checksum.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    // What went wrong is thrown, and said where it is caught.
    logger: { ...silentLog, debug: () => undefined },
    ...(settings.credentials ? { credentials: settings.credentials } : {}),
  });
  const keyOf = (name: string) => `${prefix}${name}`;
  const target = (name: string) => ({ Bucket: bucket, Key: keyOf(name) });

  const find = async (name: string): Promise<StoredFile | undefined> => {
    try {
      const { ContentLength, LastModified } = await client.send(new HeadObjectCommand(target(name)));
      return { name, size: ContentLength ?? 0, modifiedAt: LastModified ?? new Date(0) };
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
      throw new StorageUnavailableError(error);
    }
  };
  const holds = async ({ sha256, size }: StoredBlob) => (await find(sha256))?.size === size;

  const send = async (path: string, { sha256, size }: StoredBlob): Promise<void> => {
    try {
      if (size <= leastPart) {
        await retry(() =>
          client.send(new PutObjectCommand({ ...target(sha256), Body: createReadStream(path), ContentLength: size })),
        );
      } else {
        await sendInParts(client, target(sha256), path, size);
      }
    } catch (error) {
      throw new StorageUnavailableError(error);
    }
  };

  const adopt = (path: string, blob: StoredBlob): ReceivedFile => {
    let prepared: Promise<void> | undefined;
    // Also where there is one: should that be damaged, it is whole again.
    const prepare = () => (prepared ??= send(path, blob));
    return {
      ...blob,
      path,
      prepare,
      async keep() {
        await prepare();
        // Between then and now somebody may have removed it, since nothing referred to it; from now on the row forbids that.
        if (!(await holds(blob))) await send(path, blob);
      },
      discard: () => rm(path, { force: true }),
    };
  };

  async function* content(sha256: string, range?: ByteRange): AsyncGenerator<Buffer> {
    const { Body } = await client.send(
      new GetObjectCommand({ ...target(sha256), ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}) }),
    );
    yield* Body as Readable;
  }
  const readWhole = (sha256: string) =>
    readVerified(Readable.from(content(sha256), { objectMode: false }), sha256, (error) => {
      log.error({ err: error }, 'a stored file is damaged');
    });
  const checks = createBackgroundChecks(readWhole, log);

  return {
    stagingFolder: anteroom.stagingFolder,
    async receive(stream, maxBytes) {
      const received = await anteroom.receive(stream, maxBytes);
      if (received === 'too-large') return received;
      const { path, ...blob } = received;
      return adopt(path, blob);
    },
    adopt,
    read(sha256, range) {
      if (!range) return readWhole(sha256);
      checks.checkSoon(sha256);
      return Readable.from(content(sha256, range), { objectMode: false });
    },
    async openLocally(sha256) {
      const path = await anteroom.newPath();
      const done = () => rm(path, { force: true });
      try {
        const file = await open(path, 'wx', 0o600);
        await pipeline(readWhole(sha256), file.createWriteStream());
      } catch (error) {
        await done();
        throw explainDiskError(error);
      }
      return { path, done };
    },
    find,
    has: async (sha256) => (await find(sha256)) !== undefined,
    async *list() {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token ? { ContinuationToken: token } : {}) }),
        );
        for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
          yield { name: Key.slice(prefix.length), size: Size, modifiedAt: LastModified };
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand(target(name)));
    },
    removeAbandoned: () => anteroom.removeAbandoned(),
    close() {
      client.destroy();
    },
  };
}

/** The first part of the path is the bucket, the rest is what every key begins with. */
function readAddress(url: string): { endpoint: string; bucket: string; prefix: string } {
  const { origin, pathname } = new URL(url);
  const [bucket = '', ...rest] = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  return { endpoint: origin, bucket, prefix: [...rest, 'blobs', ''].join('/') };
}

async function sendInParts(
  client: S3Client,
  target: { Bucket: string; Key: string },
  path: string,
  size: number,
): Promise<void> {
  const partSize = Math.max(leastPart, Math.ceil(size / mostParts));
  const count = Math.ceil(size / partSize);
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const upload = { ...target, UploadId };
  const etags = new Array<string | undefined>(count);
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) {
      const start = index * partSize;
      const end = Math.min(size, start + partSize) - 1;
      const { ETag } = await retry(() =>
        client.send(
          new UploadPartCommand({
            ...upload,
            PartNumber: index + 1,
            Body: createReadStream(path, { start, end }),
            ContentLength: end - start + 1,
          }),
        ),
      );
      etags[index] = ETag;
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: Math.min(partsAtOnce, count) }, lane));
    const failed = lanes.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // Parts that nobody completes would be paid for and seen by nobody.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/** A body that is a stream can't be sent a second time, so each try opens its own. */
async function retry<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    return work();
  }
}
