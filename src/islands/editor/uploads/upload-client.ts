import type { DetailedError, Upload as TusUpload } from 'tus-js-client';
import type { UploadAnswer } from '../send-files.ts';

export type SendRequest = {
  file: File;
  /** Of an upload that has begun; without it a new one is begun. */
  url: string | undefined;
  metadata: Record<string, string>;
  onUrl: (url: string) => void;
  onProgress: (bytes: number) => void;
};

export type SendOutcome =
  | { kind: 'done'; answer: UploadAnswer }
  /** The server won’t take it: sending it again would not help. */
  | { kind: 'refused'; message: string }
  /** The server has thrown it away: it begins anew. */
  | { kind: 'gone' }
  | { kind: 'signed-out' }
  /** The network or the server is away. */
  | { kind: 'lost'; message: string | undefined };

/** One go at sending a file, from where the server has it. */
export type Sending = { outcome: Promise<SendOutcome>; stop: () => void };

/** Where uploads are begun. */
export const uploadsUrl = '/uploads';

/** Bytes of one request: proxies in between often have a limit, and what is on its way in one may be lost. */
const chunkSize = 64 * 1024 * 1024;

/** The protocol comes with the first file, so that a page on which nothing is uploaded does not carry it. */
export function sendFile({ file, url, metadata, onUrl, onProgress }: SendRequest): Sending {
  let upload: TusUpload | undefined;
  let isStopped = false;
  const outcome = new Promise<SendOutcome>((resolve) => {
    const start = async () => {
      const { Upload } = await import('tus-js-client');
      upload = new Upload(file, {
        // Begun elsewhere, an upload is taken up or given up: a second one is never begun by itself.
        ...(url === undefined ? { endpoint: uploadsUrl } : { uploadUrl: url }),
        metadata,
        chunkSize,
        headers: { accept: 'application/json' },
        retryDelays: null,
        storeFingerprintForResuming: false,
        onUploadUrlAvailable: () => {
          if (upload?.url) onUrl(upload.url);
        },
        onProgress,
        onError: (error) => {
          resolve(outcomeOf(error));
        },
        onSuccess: ({ lastResponse }) => {
          const answer = readAnswer(lastResponse.getBody());
          // Taken up at its end: the answer to the last of it never came, so it is asked for.
          resolve(answer ? { kind: 'done', answer } : askAgain(upload?.url ?? '', file.size));
        },
      });
      if (!isStopped) upload.start();
    };
    start().catch(() => {
      resolve({ kind: 'lost', message: undefined });
    });
  });
  return {
    outcome,
    stop: () => {
      isStopped = true;
      void upload?.abort().catch(() => undefined);
    },
  };
}

/** What became of an upload that is whole: an empty piece at its end is answered as its last one was. */
async function askAgain(url: string, size: number): Promise<SendOutcome> {
  const response = await fetch(url, {
    method: 'PATCH',
    headers: {
      accept: 'application/json',
      'content-type': 'application/offset+octet-stream',
      'tus-resumable': '1.0.0',
      'upload-offset': String(size),
    },
    body: new Blob([]),
  }).catch(() => undefined);
  const text = (await response?.text().catch(() => undefined)) ?? '';
  const answer = response?.ok ? readAnswer(text) : undefined;
  return answer ? { kind: 'done', answer } : statusOutcome(response?.status ?? 0, text);
}

function outcomeOf(error: Error | DetailedError): SendOutcome {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  return statusOutcome(response?.getStatus() ?? 0, response?.getBody() ?? '');
}

function statusOutcome(status: number, text: string): SendOutcome {
  const detail = readJson(text)?.detail;
  const message = typeof detail === 'string' ? detail : undefined;
  if (status === 401) return { kind: 'signed-out' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  // Locked: the server still holds the end of the connection that broke off, or another tab sends it.
  if (status === 423) return { kind: 'lost', message };
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) {
    return { kind: 'refused', message: message ?? 'The file could not be taken. Try again.' };
  }
  return { kind: 'lost', message };
}

function readAnswer(text: string): UploadAnswer | undefined {
  const answer = readJson(text) as Partial<UploadAnswer> | undefined;
  return answer?.added && answer.refused ? { added: answer.added, refused: answer.refused } : undefined;
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Throws away what the server has of an upload. */
export async function throwAway(url: string): Promise<void> {
  await fetch(url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } }).catch(() => undefined);
}
