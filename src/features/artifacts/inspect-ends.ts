import { open } from 'node:fs/promises';

/** The first and the last 64 kB of a file and a little more: where files say what they are. */
export type FileEnds = { start: Buffer; end: Buffer };

const startBytes = 65_536;
/** A ZIP archive’s directory ends at most 22 bytes and a comment of 65,535 before its end. */
const endBytes = 65_536 + 22;

export async function readEnds(path: string, size: number): Promise<FileEnds> {
  const file = await open(path);
  try {
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    return {
      start: await read(0, Math.min(startBytes, size)),
      end: await read(Math.max(0, size - endBytes), Math.min(endBytes, size)),
    };
  } finally {
    await file.close();
  }
}
