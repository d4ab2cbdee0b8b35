import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import {
  type Ed25519Key,
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDid,
  signJwt,
  statusList,
} from '../../../test/support/foreign-issuer.ts';
import {
  type Json,
  didUrl,
  key,
  other,
  rsa,
  usualDocument,
  verdict,
  verifiedAt,
  verify,
} from '../../../test/support/verifying.ts';
import type { StepOutcome, StepReason } from './verification.ts';
import { createVerifyAnything } from './verify-anything.ts';

const lists = 'https://badges.example.org/status';

describe('status', () => {
  const url = `${lists}/revocation/1`;
  const entry = (change: Json = {}): Json => ({
    id: `${url}#7`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: url,
    ...change,
  });
  const withStatus = (change: Json = {}) => addProof(foreignCredential({ credentialStatus: entry(change) }), key);
  const listed = async (list: Json, by: Ed25519Key = key) => ({ [url]: await addProof(list, by) });

  it.each<[string, StepOutcome, StepReason, () => unknown, (() => Promise<Json>)?]>([
    ['not revoked', 'passed', 'ok', withStatus, () => listed(statusList(url, 'revocation', [6, 8]))],
    ['revoked', 'failed', 'revoked', withStatus, () => listed(statusList(url, 'revocation', [7]))],
    [
      'suspended',
      'failed',
      'suspended',
      () => withStatus({ statusPurpose: 'suspension' }),
      () => listed(statusList(url, 'suspension', [7])),
    ],
    ['a list out of reach', 'not-checkable', 'status-unreachable', withStatus],
    [
      'a list that was changed',
      'not-checkable',
      'status-unreadable',
      withStatus,
      async () => ({ [url]: { ...((await listed(statusList(url, 'revocation', [])))[url] as Json), name: 'x' } }),
    ],
    [
      'a list that nobody signed',
      'not-checkable',
      'status-unreadable',
      withStatus,
      async () => ({ [url]: statusList(url, 'revocation') }),
    ],
    [
      'a list by a stranger',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed({ ...statusList(url, 'revocation'), issuer: `did:key:${key.publicMultibase}` }),
    ],
    [
      'a list that a stranger signed, as its own',
      'not-checkable',
      'status-unreadable',
      withStatus,
      async () => {
        const issuer = `did:key:${other.publicMultibase}`;
        const verificationMethod = `${issuer}#${other.publicMultibase}`;
        return { [url]: await addProof({ ...statusList(url, 'revocation'), issuer }, other, { verificationMethod }) };
      },
    ],
    [
      'a list of another address',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed(statusList(`${lists}/other`, 'revocation')),
    ],
    [
      'a list of another purpose',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed(statusList(url, 'suspension')),
    ],
    [
      'a list that has expired',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed({ ...statusList(url, 'revocation'), validUntil: '2026-11-01T00:00:00Z' }),
    ],
    [
      'a list signed while it is asked for, by a clock ahead of ours',
      'passed',
      'ok',
      withStatus,
      () => listed({ ...statusList(url, 'revocation'), validFrom: '2026-11-22T12:01:00Z' }),
    ],
    [
      'a list that begins later than clocks are apart',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed({ ...statusList(url, 'revocation'), validFrom: '2026-11-22T12:01:01Z' }),
    ],
    [
      'a list too short',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed(statusList(url, 'revocation', [], 1024)),
    ],
    [
      'a place past its end',
      'not-checkable',
      'status-unreadable',
      () => withStatus({ statusListIndex: '131072' }),
      () => listed(statusList(url, 'revocation')),
    ],
    [
      'a list that unpacks without end',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => {
        const list = statusList(url, 'revocation');
        const bomb = `u${gzipSync(Buffer.alloc(50_000_000)).toString('base64url')}`;
        return listed({ ...list, credentialSubject: { ...(list.credentialSubject as Json), encodedList: bomb } });
      },
    ],
    ['a place that is no number', 'not-checkable', 'status-unknown', () => withStatus({ statusListIndex: '-7' })],
  ])('%s', async (_what, outcome, reason, given, pages) => {
    const { steps } = await verify(await given(), { pages: (await pages?.()) ?? {} });
    expect(steps.find(({ name }) => name === 'status')).toMatchObject({ outcome, reason });
  });

  it('tells why a list can’t be had in a sentence of its own', async () => {
    const { steps } = await verify(await withStatus());
    expect(steps.find(({ name }) => name === 'status')?.detail).toBe(
      'The status list can’t be had. It can’t be reached.',
    );
  });

  it('keeps a list that is larger than other documents for the next award', async () => {
    const asked: string[] = [];
    const large = { ...statusList(url, 'revocation'), description: 'x'.repeat(300_000) };
    const pages = { [didUrl]: usualDocument(), ...(await listed(large)) };
    const verifyAnything = createVerifyAnything({
      now: () => verifiedAt,
      canonize: canonizeHere,
      fetchDocument: fakeWeb(pages, asked),
    });
    const bytes = Buffer.from(JSON.stringify(await withStatus()));
    for (const _ of [1, 2]) expect(await verifyAnything({ bytes })).toMatchObject({ verification: { reason: 'ok' } });
    expect(asked).toEqual([didUrl, url]);
  });

  it('asks no list whose address anybody may have written', async () => {
    const asked: string[] = [];
    const { steps } = await verify({ ...(await withStatus()), name: 'Changed' }, { asked });
    expect(steps.find(({ name }) => name === 'status')?.detail).toContain('without a signature that holds');
    expect(asked).not.toContain(url);
  });

  it('asks the list beside it, which its issuer names in its document', async () => {
    const suspended = `${lists}/suspension/1`;
    const service = [
      { id: `${foreignDid}#status`, type: 'BitstringStatusList', serviceEndpoint: `${lists}/suspension` },
    ];
    const pages = {
      ...(await listed(statusList(url, 'revocation'))),
      [suspended]: await addProof(statusList(suspended, 'suspension', [7]), key),
    };
    expect(await verdict(await withStatus(), { pages, document: usualDocument({ service }) })).toEqual([
      'failed',
      'suspended',
      'status',
    ]);
    expect(await verdict(await withStatus(), { pages })).toEqual(['verified', 'ok', undefined]);
  });

  it('asks nothing that a forged credential names', async () => {
    const asked: string[] = [];
    await verify({ ...(await withStatus()), name: 'More' }, { asked });
    expect(asked).toEqual([didUrl]);
  });

  it.each([
    [[{ id: 'https://badges.example.org/credentials/1', revoked: true }], 'revoked'],
    [[{ id: 'https://badges.example.org/credentials/2', revoked: true }], 'ok'],
  ])('reads a list of revocations as 1EdTech has it: %j', async (revokedCredential, reason) => {
    const id = `${lists}/revoked.json`;
    const credentialStatus = { id, type: '1EdTechRevocationList' };
    const document = await signJwt(foreignCredential({ credentialStatus }), rsa);
    const pages = { [id]: { id, issuer: foreignDid, revokedCredential } };
    expect((await verify(document, { pages })).reason).toBe(reason);
  });
});
