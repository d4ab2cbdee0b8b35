import { ZipFile } from 'yazl';
import type { Readable } from 'node:stream';
import { canonicalJson } from '#domain/definition/canonical.ts';
import { sha256 } from '#platform/hash.ts';
import type { Storage } from '#platform/storage.ts';
import { attemptContent } from './attempt-content.ts';
import type { ReadableAttempt } from './attempts.queries.ts';
import { packIndex } from './pack-index.tsx';
import { packPaths, safeName } from './pack-names.ts';

export type Pack = {
  /** Bytes of the whole ZIP, known before the first of them is sent. */
  size: number;
  content: Readable;
  /** Stops reading files for somebody who has gone. */
  stop(): void;
};

type Entry = { path: string; sha256: string } & ({ content: Buffer } | { size: number });

/**
 * The evidence pack of an attempt: one ZIP that opens without this program. A page with everything, each text and file as
 * such, the sealed JSON, and the hashes of all of it in the form that `sha256sum -c` checks. Files are stored as they are
 * and read one after another as they are sent, so its size costs no memory.
 */
export async function writePack(
  attempt: ReadableAttempt,
  {
    storage,
    pdf,
    captions,
    hidden,
    onError,
  }: {
    storage: Pick<Storage, 'read'>;
    pdf: Buffer;
    /** Bytes of each captions file, by hash. */
    captions: ReadonlyMap<string, number>;
    hidden: ReadonlySet<string>;
    onError: (error: unknown) => void;
  },
): Promise<Pack> {
  const paths = packPaths(attempt.sealed);
  for (const id of hidden) paths.delete(id);
  const files = [...fileEntries(attempt, paths), ...captionEntries(attempt, paths, captions)];
  const made = [
    text('index.html', packIndex({ attempt, paths })),
    text('attempt.json', canonicalJson(attempt.sealed)),
    entry('attempt.pdf', pdf),
    ...narrativeEntries(attempt),
    text('HOW-TO-CHECK.txt', howToCheck(attempt, hidden.size)),
  ];
  const sums = [...made, ...files].map((one) => `${one.sha256}  ${one.path}\n`).join('');

  const zip = new ZipFile();
  const content = zip.outputStream as Readable;
  const fail = (error: unknown) => {
    onError(error);
    // What has been sent can’t be taken back: a download that breaks off is better than one that lies.
    content.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on('error', fail);
  const folder = `${safeName(`${attempt.sealed.definition.slug}-attempt-${attempt.number}`)}/`;
  const options = { mtime: attempt.submittedAt, compress: false };
  let reading: Readable | undefined;
  for (const one of [...made, text('SHA256SUMS', sums), ...files]) {
    if ('content' in one) zip.addBuffer(one.content, folder + one.path, options);
    else
      zip.addReadStreamLazy(folder + one.path, { ...options, size: one.size }, (send) => {
        // The writer of the ZIP does not listen for errors of what it reads.
        reading = storage.read(one.sha256).once('error', fail);
        send(null, reading);
      });
  }
  const size = await new Promise<number>((resolve) => {
    zip.end(undefined, resolve as () => void);
  });
  return {
    size,
    content,
    stop() {
      reading?.destroy();
      content.destroy();
    },
  };
}

function fileEntries({ sealed }: ReadableAttempt, paths: ReadonlyMap<string, string>): Entry[] {
  return sealed.artifacts.flatMap(({ id, sha256, size }) => {
    const path = paths.get(id);
    return path !== undefined && sha256 !== null && size !== null ? [{ path, sha256, size }] : [];
  });
}

/** Beside the recording, by its name and language, as players look for them. */
function captionEntries(
  { sealed }: ReadableAttempt,
  paths: ReadonlyMap<string, string>,
  sizes: ReadonlyMap<string, number>,
): Entry[] {
  return sealed.artifacts.flatMap(({ id, captions = [] }) => {
    const path = paths.get(id);
    if (path === undefined) return [];
    return captions.flatMap(({ sha256, language }) => {
      const size = sizes.get(sha256);
      return size === undefined ? [] : [{ path: `${path.replace(/\.[^./]+$/u, '')}.${language}.vtt`, sha256, size }];
    });
  });
}

/** Every text by itself, as it was written. */
function narrativeEntries({ definition, sealed }: ReadableAttempt): Entry[] {
  return attemptContent(definition, sealed).flatMap((part) =>
    part.requirements.flatMap(({ requirement, pieces }) =>
      pieces
        .filter((piece) => piece.text.trim() !== '')
        .map((piece) =>
          text(`texts/${requirement.id}-${safeName(piece.place)}.md`, `# ${piece.label}\n\n${piece.text}\n`),
        ),
    ),
  );
}

function text(path: string, content: string): Entry & { content: Buffer } {
  return entry(path, Buffer.from(content));
}

function entry(path: string, content: Buffer): Entry & { content: Buffer } {
  return { path, content, sha256: sha256(content) };
}

function howToCheck({ sha256: hash, isBlind }: ReadableAttempt, left: number): string {
  return [
    'How to check that nothing in this folder was changed',
    '',
    'SHA256SUMS lists the SHA-256 of every file. Open a terminal in this folder and run:',
    '',
    '  Linux         sha256sum -c SHA256SUMS',
    '  macOS         shasum -a 256 -c SHA256SUMS',
    '  Windows       Get-FileHash -Algorithm SHA256 attempt.json     (in PowerShell; compare by eye)',
    '',
    'attempt.json is what was sealed when the attempt was handed in (canonical JSON, RFC 8785). Its SHA-256 must be the',
    'one on the receipt and, once an award was earned by it, on the page of the award and in its credential:',
    '',
    `  ${hash}`,
    '',
    'It holds every text and, under “artifacts”, the SHA-256 of each file that was handed in; SHA256SUMS must list the same',
    'beside the files. So that one hash stands for the whole pack. index.html, attempt.pdf and texts/ are made from',
    'attempt.json whenever somebody takes the pack: they are for reading, and attempt.json is what counts.',
    ...(isBlind
      ? [
          '',
          'Names are left out of this pack, and its files are copies without what they said of their makers. So the SHA-256 of',
          'attempt.json here is not the one above, nor are those of its files.',
        ]
      : []),
    ...(left > 0
      ? [
          '',
          `Left out, because nobody may open them here: ${left} of its files. Their names are left out of attempt.json too, so`,
          'its SHA-256 here is not the one above.',
        ]
      : []),
    '',
  ].join('\n');
}
