import { type Hash, createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/**
 * The other side of `file-hashes.ts`: follows files as they grow and hashes what has come, on a thread of its own. Of every
 * file the state is kept up to a place behind which nothing is written any more.
 */
export type HashRequest =
  | { type: 'follow'; path: string; upTo: number }
  | { type: 'digest'; path: string; size: number; id: number }
  | { type: 'forget'; path: string };

export type HashAnswer = { id: number; sha256: string } | { id: number; problem: string };

type Followed = { hash: Hash; position: number; upTo: number };

/** Bytes that are hashed before another file has its turn. */
const turn = 8 * 2 ** 20;
/** Files of which the state is kept; one that was let go is read again from its start. */
const mostFollowed = 200;

const files = new Map<string, Followed>();
const buffer = Buffer.allocUnsafe(2 ** 20);
let isTurning = false;

parentPort?.on('message', (message: HashRequest) => {
  if (message.type === 'forget') files.delete(message.path);
  else if (message.type === 'digest') answer(message);
  else {
    const file = follow(message.path);
    file.upTo = Math.max(file.upTo, message.upTo);
    if (!isTurning) takeTurns();
  }
});

function follow(path: string): Followed {
  const file = files.get(path) ?? { hash: createHash('sha256'), position: 0, upTo: 0 };
  files.delete(path);
  files.set(path, file);
  if (files.size > mostFollowed) files.delete(files.keys().next().value ?? '');
  return file;
}

function takeTurns(): void {
  isTurning = false;
  for (const [path, file] of files) {
    if (file.position >= file.upTo) continue;
    try {
      file.position = read(path, file.hash, file.position, Math.min(file.upTo, file.position + turn));
      isTurning ||= file.position < file.upTo;
    } catch {
      files.delete(path); // Gone, or unreadable now: whoever asks for its hash hears why.
    }
  }
  // Messages come between turns.
  if (isTurning) setImmediate(takeTurns);
}

function answer({ path, size, id }: { path: string; size: number; id: number }): void {
  let reply: HashAnswer;
  try {
    const file = follow(path);
    // The end may be written anew if what follows fails, so it goes into a copy.
    const hash = file.hash.copy();
    const end = read(path, hash, file.position, size);
    reply =
      end === size ? { id, sha256: hash.digest('hex') } : { id, problem: `${path} ends at ${end}, not at ${size}` };
  } catch (error) {
    reply = { id, problem: String(error) };
  }
  parentPort?.postMessage(reply);
}

/** Adds the bytes between two places to a hash; the place that it came to. */
function read(path: string, hash: Hash, from: number, to: number): number {
  const file = openSync(path, 'r');
  try {
    let position = from;
    while (position < to) {
      const count = readSync(file, buffer, 0, Math.min(buffer.length, to - position), position);
      if (count === 0) break;
      hash.update(buffer.subarray(0, count));
      position += count;
    }
    return position;
  } finally {
    closeSync(file);
  }
}
