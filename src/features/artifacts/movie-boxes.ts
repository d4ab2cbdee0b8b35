import type { FileHandle } from 'node:fs/promises';

/** A box of the ISO base media file format (ISO 14496-12), where its content begins and ends. */
export type MovieBox = { type: string; at: number; from: number; to: number };

/** Boxes that hold other boxes on the way to what we look for. */
const containers = new Set(['moov', 'trak', 'mdia', 'minf']);
/** Most boxes of one file: a film of a day in small pieces has fewer. */
const mostBoxes = 100_000;

/** Every box from the outermost to those within the containers, in order; throws where one reaches past its end. */
export async function* movieBoxes(file: FileHandle): AsyncGenerator<MovieBox> {
  const { size } = await file.stat();
  yield* walk(file, 0, size, { boxes: mostBoxes });
}

async function* walk(file: FileHandle, start: number, end: number, left: { boxes: number }): AsyncGenerator<MovieBox> {
  for (let at = start; at + 8 <= end;) {
    if (--left.boxes < 0) throw new Error('too many boxes');
    const head = Buffer.alloc(16);
    await file.read(head, 0, 16, at);
    const type = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    const from = at + (short === 1 ? 16 : 8);
    const to = short === 0 ? end : at + (short === 1 ? Number(head.readBigUInt64BE(8)) : short);
    if (to < from || to > end) throw new Error('a box reaches past its end');
    if (containers.has(type)) yield* walk(file, from, to, left);
    else yield { type, at, from, to };
    at = to;
  }
}
