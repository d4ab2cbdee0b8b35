import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { explainDiskError } from '../storage.ts';

/** Bytes that are gathered before they are written: few calls to the disk, and little memory for each upload. */
const batchBytes = 2 ** 19;

type Append = {
  path: string;
  /** Where the first byte goes. */
  start: number;
  /** Most bytes that are taken. */
  limit: number;
  /** Told after each batch where the file is written to. */
  onWritten: (end: number) => void;
};

/**
 * Writes what comes to the end of a file; where it ends then. One batch is written while the next comes. When the source breaks
 * off, what had come is written all the same, and the error of the source is thrown after that.
 */
export async function appendToFile(source: Readable, { path, start, limit, onWritten }: Append): Promise<number> {
  const file = await open(path, 'r+');
  let end = start;
  let batch: Buffer[] = [];
  let gathered = 0;
  let writing = Promise.resolve();
  const flush = async () => {
    await writing;
    const [chunks, from] = [batch, end];
    end += gathered;
    batch = [];
    gathered = 0;
    const reached = end;
    writing = writeAll(file, chunks, from).then(() => {
      onWritten(reached);
    });
    // Whoever waits for it hears of it.
    writing.catch(() => undefined);
  };
  try {
    try {
      // Breaking off on our side must not end the connection: its other end is to hear why.
      for await (const chunk of source.iterator({ destroyOnReturn: false })) {
        batch.push(chunk as Buffer);
        gathered += (chunk as Buffer).length;
        if (end + gathered - start > limit) throw new RangeError('More came than was announced.');
        if (gathered >= batchBytes) await flush();
      }
    } finally {
      if (gathered > 0 && end + gathered - start <= limit) await flush();
      await writing;
    }
    return end;
  } catch (error) {
    throw explainDiskError(error);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunks: Buffer[], from: number): Promise<void> {
  let position = from;
  let rest = chunks;
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest, position);
    position += bytesWritten;
    // A disk that fills up takes a part first.
    while (rest[0] && bytesWritten >= rest[0].length) {
      bytesWritten -= rest[0].length;
      rest = rest.slice(1);
    }
    if (rest[0] && bytesWritten > 0) rest = [rest[0].subarray(bytesWritten), ...rest.slice(1)];
  }
}
