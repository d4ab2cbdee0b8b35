import { expect, it } from 'vitest';
import { sealLicenceNumber } from '../credit/licence-number.ts';
import { countBlank } from './batch-file.ts';
import type { BatchLine } from './batches.queries.ts';

const secret = 'the secret of today, long enough';
const former = 'the secret before it, long enough';
const line = (sealedWith: string, leftAt: Date | null = null) =>
  ({ personId: 'mo', numberSealed: sealLicenceNumber('1234567', 'mo', sealedWith), leftAt }) as BatchLine;

it('counts the lines of a batch whose number can’t be read any more, but for those taken out', () => {
  expect(countBlank([line(secret), line(former), line(former, new Date(0))], secret)).toBe(1);
});
