import { expect, it } from 'vitest';
import { readReplacedBy, replacedProblem } from './replaced.ts';

const asked = 'https://tessera.example/verify/x/credentials/1';
const latest = 'https://tessera.example/verify/x/credentials/2';

it('is told by an address and read again', () => {
  expect(readReplacedBy(JSON.stringify(replacedProblem(latest)), asked)).toBe(latest);
});

it.each([
  ['another host', JSON.stringify({ latestVersion: 'https://evil.example/verify/x/credentials/2' })],
  ['no address', JSON.stringify({ latestVersion: 'here' })],
  ['another kind of address', JSON.stringify({ latestVersion: 'javascript://tessera.example/%0aalert()' })],
  ['nothing of it', '{}'],
  ['no object', 'null'],
  ['no JSON', 'Gone'],
  ['far too much', JSON.stringify({ latestVersion: latest, more: 'x'.repeat(4000) })],
])('is not read from what names %s', (_what, body) => {
  expect(readReplacedBy(body, asked)).toBeUndefined();
});
