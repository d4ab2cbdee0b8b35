import type { FastifyRequest } from 'fastify';
import { cleanText } from '#domain/text/clean-text.ts';
import { UnreadableError } from '#platform/errors.ts';
import { textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { type SignatureRefusal, largestSignature, readSignature } from './read-signature.ts';

export const longestSigner = { name: 100, title: 120 } as const;

const refusals: Record<SignatureRefusal, string> = {
  'too-large': 'This picture is larger than 2 MB. Choose a smaller one',
  'not-a-picture': 'This is no PNG or JPEG picture that can be read. Choose another',
  'too-many-points': `This picture is more than ${largestSignature.points} points wide or high. Choose a smaller one`,
};

export type SignerForm = { typed: Record<string, string>; file: Buffer | undefined };

/** Reads what was sent; a file stays in memory until it is drawn anew. */
export async function receiveSigner(request: FastifyRequest): Promise<SignerForm> {
  if (!request.isMultipart()) return { typed: textFields(request.body), file: undefined };
  const form: SignerForm = { typed: {}, file: undefined };
  try {
    // One byte more than is taken, so that what is too large is told as what it is.
    const limits = { files: 1, fields: 5, fileSize: largestSignature.bytes + 1, fieldSize: 10_000 };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') form.typed[part.fieldname] = cleanText(String(part.value));
      else {
        const bytes = await part.toBuffer();
        if (bytes.length > 0) form.file = bytes;
      }
    }
  } catch {
    throw new UnreadableError('What was sent broke off before it was whole. Send it again.');
  }
  return form;
}

export type ReadSigner =
  { ok: true; name: string; title: string; signature: Buffer | null } | { ok: false; errors: FormErrors };

export async function readSigner({ typed, file }: SignerForm): Promise<ReadSigner> {
  const errors: { field: string; message: string }[] = [];
  const line = (field: keyof typeof longestSigner, empty: string) => {
    const text = cleanText(typed[field] ?? '')
      .replace(/\s+/gu, ' ')
      .trim();
    const over = [...text].length - longestSigner[field];
    if (text === '') errors.push({ field, message: empty });
    if (over > 0) errors.push({ field, message: `Shorten this by ${over} characters` });
    return text;
  };
  const name = line('name', 'Write who signs');
  const title = line('title', 'Write what this person is, such as “Director”');
  const read = file && (await readSignature(file));
  if (read && !read.ok) errors.push({ field: 'signature', message: refusals[read.reason] });
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, name, title, signature: read?.ok ? read.png : null };
}
