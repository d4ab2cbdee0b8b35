import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * What a scan found. `isWhole` is false where the content is larger than the daemon takes: then its beginning was
 * scanned, and people are told.
 */
export type ScanResult = { ok: true; isWhole: boolean } | { ok: false; signature: string };

export type Scanner = { scan(content: Readable): Promise<ScanResult> };

/** The daemon is not there, too slow or confused: nothing is known of the content, and it is asked again later. */
export class ScannerDownError extends Error {}

type Limits = { idleMs: number; totalMs: number; maxBytes: number };

const usualLimits: Limits = {
  idleMs: 60_000,
  totalMs: 10 * 60_000,
  /** Below the daemon’s own `StreamMaxLength`, 100 MiB unless set. */
  maxBytes: 100_000_000,
};

/** Longest answer that the daemon has reason to give, in characters. */
const longestReply = 4096;

/**
 * Talks to ClamAV’s daemon (clamd(8), command INSTREAM): every chunk with its length in four bytes before it, an empty one
 * at the end, then one line as the answer.
 */
export function createScanner(url: string, limits: Partial<Limits> = {}): Scanner {
  const { idleMs, totalMs, maxBytes } = { ...usualLimits, ...limits };
  return {
    async scan(content) {
      const socket = open(url);
      const deadline = setTimeout(() => socket.destroy(new ScannerDownError('ClamAV takes too long.')), totalMs);
      socket.setTimeout(idleMs, () => socket.destroy(new ScannerDownError('ClamAV does not answer.')));
      try {
        const reply = readReply(socket);
        // Once it has answered, or is gone, there is nobody left to send to.
        const answered = new AbortController();
        const stopSending = () => {
          answered.abort();
          content.destroy();
        };
        reply.then(stopSending, stopSending);
        const isWhole = await send(socket, content, { maxBytes, signal: answered.signal }).catch((error: unknown) => {
          if (!answered.signal.aborted) throw error; // The file can’t be read: no fault of the daemon.
          return false;
        });
        return readAnswer(await reply, isWhole);
      } finally {
        clearTimeout(deadline);
        socket.destroy();
        content.destroy();
      }
    },
  };
}

function open(url: string): Socket {
  if (!url.startsWith('tcp://')) return connect({ path: url.replace(/^unix:/, '') });
  const { hostname, port } = new URL(url);
  return connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
}

/** Sends the content, or as much of it as is taken; whether that was all. */
async function send(
  socket: Socket,
  content: Readable,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<boolean> {
  socket.write('zINSTREAM\0');
  let left = maxBytes;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    socket.write(length);
    if (part.length > 0 && !socket.write(part)) await once(socket, 'drain', { signal });
    if (part.length < chunk.length) break;
  }
  socket.write(Buffer.alloc(4));
  return left > 0;
}

/** The daemon’s one line; refused when it hangs up without one. */
function readReply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (/[\0\n]/.test(text)) resolve(text.replace(/[\0\n].*$/s, ''));
      else if (text.length > longestReply) reject(new ScannerDownError('ClamAV answered what nobody asked.'));
    });
    socket.on('error', (error) => {
      reject(error instanceof ScannerDownError ? error : new ScannerDownError(`ClamAV: ${error.message}`));
    });
    socket.on('close', () => {
      reject(new ScannerDownError('ClamAV hung up without an answer.'));
    });
  });
}

function readAnswer(reply: string, isWhole: boolean): ScanResult {
  if (reply === 'stream: OK') return { ok: true, isWhole };
  const signature = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  if (signature !== undefined) return { ok: false, signature };
  throw new ScannerDownError(`ClamAV answered: ${reply}`);
}
