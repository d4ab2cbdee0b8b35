import { expect, it } from 'vitest';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import { addProof, fakeWeb, foreignCredential, foreignDocument } from '../../../test/support/foreign-issuer.ts';
import { type Json, byOther, didUrl, key, other, verifiedAt } from '../../../test/support/verifying.ts';
import { createVerifyAnything } from './verify-anything.ts';

it('an award by a key that its issuer has made since its document was read is no forgery', async () => {
  const asked: string[] = [];
  let at = verifiedAt;
  const wait = (seconds: number) => {
    at = new Date(at.getTime() + seconds * 1000);
  };
  const pages: Json = { [didUrl]: foreignDocument({ ed25519: [key] }) };
  const verifyAnything = createVerifyAnything({
    now: () => at,
    canonize: canonizeHere,
    fetchDocument: fakeWeb(pages, asked),
  });
  const verdict = async (award: Json) => {
    const found = await verifyAnything({ bytes: Buffer.from(JSON.stringify(award)) });
    return found.ok && found.verification.reason;
  };
  const before = await addProof(foreignCredential(), key);
  const since = await addProof(foreignCredential(), other, byOther);

  expect(await verdict(before)).toBe('ok');
  pages[didUrl] = foreignDocument({ ed25519: [key, other] });
  // Nobody makes this server ask again and again.
  expect([await verdict(since), await verdict(since), asked.length]).toEqual(['wrong-key', 'wrong-key', 1]);
  wait(10);
  expect([await verdict(before), await verdict(since), asked.length]).toEqual(['ok', 'ok', 2]);
  expect([await verdict(before), await verdict(since), asked.length]).toEqual(['ok', 'ok', 2]);
});
