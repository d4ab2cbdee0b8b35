import type { FastifyRequest } from 'fastify';
import { UnreadableError } from '#platform/errors.ts';
import { textFields } from '#platform/http.ts';

/** Bytes of a file that somebody brings, and of a text. */
const largest = { file: 5_000_000, text: 1_000_000 };

export type VerifyForm = {
  award: string;
  email: string;
  file: { name: string; bytes: Uint8Array } | undefined;
};

/** Reads what was brought to be verified. Nothing of it is kept: a file never touches the disk. */
export async function receiveVerifyForm(request: FastifyRequest): Promise<VerifyForm> {
  const form: VerifyForm = { award: '', email: '', file: undefined };
  if (!request.isMultipart()) {
    const { award = '', email = '' } = textFields(request.body);
    return { ...form, award, email };
  }
  try {
    // One byte more than is taken, so that what is too large is told as what it is.
    const limits = { files: 1, fields: 5, fileSize: largest.file + 1, fieldSize: largest.text + 1 };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        if (bytes.length > 0) form.file = { name: part.filename, bytes };
      } else if (part.fieldname === 'award') form.award = String(part.value);
      else if (part.fieldname === 'email') form.email = String(part.value);
    }
  } catch {
    throw new UnreadableError('What was sent broke off before it was whole. Send it again.');
  }
  return form;
}

/** The page of an award, on this platform, has its credential beside it. */
export function credentialUrl(url: string): string {
  return /\/verify\/[\w-]{16,64}\/?$/.test(url) ? `${url.replace(/\/$/, '')}/credential.json` : url;
}
