import { expect, it } from 'vitest';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import { fakeWeb } from '../../../test/support/foreign-issuer.ts';
import { verifiedAt } from '../../../test/support/verifying.ts';
import { openBrought, readNaming } from './read-brought.ts';
import { createVerifyAnything } from './verify-anything.ts';

const baseUrl = 'https://awards.example.org';
const link = (host: string) => `https://${host}/verify/x088gzff6tqfhskvee17`;
const pdf = Buffer.from(`%PDF-1.7\n<< /S /URI /URI (${link('awards.example.org')}) >>`);

it('looks for the links of a PDF once, when it is opened', async () => {
  const brought = openBrought(pdf);
  expect(brought.links).toEqual([link('awards.example.org')]);
  expect(readNaming(brought, baseUrl)).toEqual({ what: 'pdf', publicIds: ['x088gzff6tqfhskvee17'] });
  const verify = createVerifyAnything({ now: () => verifiedAt, canonize: canonizeHere, fetchDocument: fakeWeb({}) });
  // Other links than its bytes hold: who reads the bytes again finds theirs.
  const found = await verify({ ...brought, links: [link('found.example')] });
  expect(found.ok && found.verification.steps[0]?.detail).toMatch(/It leads to https:\/\/found\.example\/verify\/\w+$/);
});
