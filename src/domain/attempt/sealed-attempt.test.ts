import { expect, it } from 'vitest';
import { SealedAttempt, sealedArtifactContext } from './sealed-attempt.ts';

const id = '0190a000-0000-7000-8000-000000000000';
const sealed: SealedAttempt = {
  format: 'tessera/attempt/1',
  enrolment: id,
  number: 1,
  definition: { slug: 'asking', version: 1, sha256: 'a'.repeat(64) },
  earner: { id, name: 'Eve' },
  submittedAt: '2026-11-23T09:00:00.000Z',
  evidence: [
    { requirement: 'story', kind: 'narrative', data: { texts: { a: 'A', b: 'B' } } },
    { requirement: 'survey', kind: 'artifact', data: { items: [] } },
  ],
  artifacts: [
    {
      id,
      kind: 'file',
      name: 'a.pdf',
      mediaType: 'application/pdf',
      size: 3,
      sha256: 'b'.repeat(64),
      url: null,
      pages: 2,
    },
  ],
  carriedOver: [],
};
it('a sealed attempt reads back from its JSON and refuses a field it does not know', () => {
  expect(SealedAttempt.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed);
  expect(SealedAttempt.safeParse({ ...sealed, more: 1 }).success).toBe(false);
  expect(sealedArtifactContext(sealed).get(id)).toMatchObject({ name: 'a.pdf', pages: 2 });
});
