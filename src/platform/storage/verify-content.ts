import { createHash } from 'node:crypto';
import { type Readable, Transform, type TransformCallback, pipeline } from 'node:stream';
import type { Log } from '../log.ts';
import { DamagedFileError } from '../storage.ts';

/** Hashes content on its way and holds its last piece back until the hash is right; otherwise the stream fails. */
export function verifyContent(sha256: string, onDamage: (error: DamagedFileError) => void): Transform {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      const last = held;
      held = chunk;
      done(null, last);
    },
    flush(done) {
      if (hash.digest('hex') === sha256) return done(null, held);
      const error = new DamagedFileError(sha256);
      onDamage(error);
      done(error);
    },
  });
}

/** Joins a source and its check so that an error of either, or a reader who leaves, ends both. */
export function readVerified(source: Readable, sha256: string, onDamage: (error: DamagedFileError) => void): Readable {
  const check = verifyContent(sha256, onDamage);
  pipeline(source, check, () => undefined);
  return check;
}

const checkAgainAfter = 24 * 3600_000;
/** Contents whose last check is remembered. */
const mostRemembered = 10_000;

/** Checks whole contents behind what is read of them in parts: one at a time, each once a day at most. */
export function createBackgroundChecks(readWhole: (sha256: string) => Readable, log: Log) {
  const checkedAt = new Map<string, number>();
  let queue = Promise.resolve();
  return {
    checkSoon(sha256: string): void {
      if ((checkedAt.get(sha256) ?? 0) > Date.now() - checkAgainAfter) return;
      checkedAt.delete(sha256);
      checkedAt.set(sha256, Date.now());
      if (checkedAt.size > mostRemembered) checkedAt.delete(checkedAt.keys().next().value ?? '');
      queue = queue
        .then(() => drain(readWhole(sha256)))
        .catch((error: unknown) => {
          // The reader itself logs damage.
          if (!(error instanceof DamagedFileError))
            log.warn({ err: error, sha256 }, 'a stored file could not be checked');
        });
    },
    /** Resolves once nothing is being checked. */
    idle: () => queue,
  };
}

async function drain(content: Readable): Promise<void> {
  for await (const _chunk of content);
}
