import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readWalletKey } from './wallet-key.ts';

const jwkOf = (...args: ['ec', { namedCurve: string }] | ['rsa', { modulusLength: number }]) =>
  (args[0] === 'ec' ? generateKeyPairSync('ec', args[1]) : generateKeyPairSync('rsa', args[1])).publicKey.export({
    format: 'jwk',
  });
const p256 = jwkOf('ec', { namedCurve: 'P-256' });
const ed25519 = generateKeyPairSync('ed25519');
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const didJwk = (value: unknown) => `did:jwk:${encode(value)}`;
/** The key of the did:key method's own first example. */
const didKey = 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp';

describe('the key of a wallet', () => {
  it('is read from a did:key, with its fragment and without', () => {
    const fragment = didKey.slice('did:key:'.length);
    for (const kid of [didKey, `${didKey}#${fragment}`])
      expect(readWalletKey({ kid })).toMatchObject({
        ok: true,
        key: { did: didKey, jwk: { kty: 'OKP', crv: 'Ed25519' } },
      });
  });

  it('is read from a did:jwk, which stays as it was written', () => {
    const did = didJwk({ use: 'sig', ...p256 });
    for (const kid of [did, `${did}#0`]) expect(readWalletKey({ kid })).toEqual({ ok: true, key: { did, jwk: p256 } });
  });

  it('is one DID for one plain key, however it is written and whatever stands beside it', () => {
    const { kty, crv, x, y } = p256;
    const one = readWalletKey({ jwk: { kty, crv, x, y } });
    const other = readWalletKey({ jwk: { y, x, kid: 'mine', use: 'sig', alg: 'ES256', crv, kty } });
    expect(one).toEqual(other);
    expect(one.ok && readWalletKey({ kid: one.key.did })).toEqual(one);
  });

  it.each<[string, unknown]>([
    ['RSA', jwkOf('rsa', { modulusLength: 2048 })],
    ['Ed25519', ed25519.publicKey.export({ format: 'jwk' })],
    ['P-384', jwkOf('ec', { namedCurve: 'P-384' })],
  ])('may be of %s', (_what, jwk) => {
    expect(readWalletKey({ jwk })).toMatchObject({ ok: true });
  });

  it.each<[string, Parameters<typeof readWalletKey>[0], string]>([
    ['none', {}, 'no-key'],
    ['a number', { kid: 7 }, 'no-key'],
    ['two', { kid: didKey, jwk: p256 }, 'two-keys'],
    ['of a document that would have to be fetched', { kid: 'did:web:example.org#1' }, 'unknown-method'],
    ['of no DID', { kid: 'mine' }, 'unknown-method'],
    ['another than its DID', { kid: `${didKey}#z6Mk` }, 'other-key'],
    ['another of a did:jwk', { kid: `${didJwk(p256)}#1` }, 'other-key'],
    ['two fragments', { kid: `${didKey}#a#b` }, 'unreadable'],
    ['cut short', { kid: didKey.slice(0, -4) }, 'unreadable'],
    ['of an unknown kind', { kid: 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme' }, 'unreadable'],
    ['in another alphabet', { kid: `did:key:u${didKey.slice(9)}` }, 'unreadable'],
    ['not JSON', { kid: 'did:jwk:AAAA' }, 'unreadable'],
    ['a text', { jwk: 'key' }, 'unreadable'],
    ['off its curve', { jwk: { ...p256, y: p256.x } }, 'unreadable'],
    ['without a part', { jwk: { ...p256, y: undefined } }, 'unreadable'],
    ['endless', { kid: `did:jwk:${'A'.repeat(5000)}` }, 'unreadable'],
    ['a DID with more in it than a key', { kid: `${didJwk(p256)}\u0000` }, 'unreadable'],
    [
      'a DID that nobody keeps',
      { jwk: { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(2048, 0xff).toString('base64url') } },
      'unreadable',
    ],
    ['endless within', { jwk: { kty: 'RSA', e: 'AQAB', n: 'A'.repeat(5000) } }, 'unreadable'],
    ['a shared secret', { jwk: { kty: 'oct', k: 'AAAA' } }, 'private-key'],
    ['private', { jwk: ed25519.privateKey.export({ format: 'jwk' }) }, 'private-key'],
    ['private, in a DID', { kid: didJwk(ed25519.privateKey.export({ format: 'jwk' })) }, 'private-key'],
  ])('is refused when it is %s', (_what, header, reason) => {
    expect(readWalletKey(header)).toEqual({ ok: false, reason });
  });
});
