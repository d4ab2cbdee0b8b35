import { describe, expect, it } from 'vitest';
import { foreignCredential, signJwt } from '../../../test/support/foreign-issuer.ts';
import { type Json, type VerdictCase, otherRsa, rsa, signed, verdict } from '../../../test/support/verifying.ts';

describe('JWTs', () => {
  const keyUrl = 'https://badges.example.org/keys/1';
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<VerdictCase>([
    ['no signature', () => `${encode({ alg: 'none' })}.${encode(foreignCredential())}.`, 'wrong-key', 'issuer-key'],
    [
      'alg none with a key named',
      () => `${encode({ alg: 'none', kid: rsa.id })}.${encode(foreignCredential())}.`,
      'refused-algorithm',
      'signature',
    ],
    [
      'a shared secret',
      () => `${encode({ alg: 'HS256', kid: rsa.id })}.${encode(foreignCredential())}.AAAA`,
      'refused-algorithm',
      'signature',
    ],
    [
      'another content',
      async () =>
        (await signJwt(foreignCredential(), rsa)).replace(
          /\.[^.]+\./,
          `.${encode(foreignCredential({ name: 'More' }))}.`,
        ),
      'tampered',
      'signature',
    ],
    [
      'somebody else’s key under the issuer’s id',
      () => signJwt(foreignCredential(), otherRsa, { kid: rsa.id }),
      'tampered',
      'signature',
    ],
    [
      'a key of its own',
      () => signJwt(foreignCredential(), otherRsa, { kid: undefined, jwk: otherRsa.jwk }),
      'wrong-key',
      'issuer-key',
    ],
    ['no key named', () => signJwt(foreignCredential(), rsa, { kid: undefined }), 'wrong-key', 'issuer-key'],
    [
      'an address that gives a stranger’s key',
      () => signJwt(foreignCredential(), otherRsa, { kid: keyUrl }),
      'wrong-key',
      'issuer-key',
      undefined,
      () => ({ pages: { [keyUrl]: otherRsa.jwk } }),
    ],
    [
      'an address that gives nothing',
      () => signJwt(foreignCredential(), rsa, { kid: keyUrl }),
      'issuer-unreachable',
      'issuer-key',
      'undecided',
    ],
    [
      'another issuer in its claims',
      () => signJwt({ ...foreignCredential(), iss: 'did:web:else' }, rsa),
      'claims-differ',
      'structure',
    ],
    [
      'another id in its claims',
      () => signJwt({ ...foreignCredential(), jti: 'urn:else' }, rsa),
      'claims-differ',
      'structure',
    ],
    [
      'an expiry of its own, past',
      () => signJwt({ ...foreignCredential(), exp: 1_790_000_000 }, rsa),
      'expired',
      'dates',
    ],
    [
      'an expiry beside the claim that holds the credential, past',
      () => signJwt({ vc: foreignCredential(), exp: 1_790_000_000 }, rsa),
      'expired',
      'dates',
    ],
    [
      'a beginning beside the claim that holds the credential, to come',
      () => signJwt({ vc: foreignCredential(), nbf: 1_900_000_000 }, rsa),
      'not-yet-valid',
      'dates',
    ],
    [
      'an expiry that is no number',
      () => signJwt({ ...foreignCredential(), exp: '1790000000' }, rsa),
      'claims-differ',
      'structure',
    ],
    [
      'a claim twice',
      async () => `${encode({ alg: 'RS256' })}.${Buffer.from('{"a":1,"a":2}').toString('base64url')}.AAAA`,
      'duplicate-keys',
      'structure',
    ],
    ['a proof within that does not hold', () => signJwt({ ...signed, name: 'More' }, rsa), 'tampered', 'signature'],
  ])('%s', async (_what, given, reason, step, outcome, web) => {
    const [told, why, where] = await verdict(await given(), web?.());
    expect([told, why, where]).toEqual([outcome ?? 'failed', reason, step]);
  });

  it('takes the key at an address that the issuer publishes too', async () => {
    const jwt = await signJwt(foreignCredential(), rsa, { kid: keyUrl });
    expect(await verdict(jwt, { pages: { [keyUrl]: rsa.jwk } })).toEqual(['verified', 'ok', undefined]);
  });
});

describe('JWTs of issuers that are addresses, several on one host', () => {
  const host = 'https://badges.example.org';
  const profile = (change: Json = {}) => ({ id: `${host}/issuers/north`, type: ['Profile'], name: 'North', ...change });
  const own = `${host}/issuers/north/keys/1`;
  const check = async (header: Json, pages: Json = {}, issuer: Json = profile()) =>
    verdict(await signJwt(foreignCredential({ issuer }), rsa, { kid: undefined, ...header }), {
      pages: { [String(issuer.id)]: issuer, ...pages },
    });
  const holds = ['verified', 'ok', undefined];
  const wrong = ['failed', 'wrong-key', 'issuer-key'];

  it('hold by a key below the issuer’s own address', async () => {
    expect(await check({ kid: own }, { [own]: rsa.jwk })).toEqual(holds);
    expect(await check({ kid: own }, { [own]: rsa.jwk }, profile({ id: `${host}/issuers/north/` }))).toEqual(holds);
  });

  it.each([
    ['another issuer’s key of the same host', `${host}/issuers/south/keys/1`],
    ['a key of an issuer whose name begins alike', `${host}/issuers/north-pole/keys/1`],
    ['a key beside the issuers', `${host}/keys/1`],
    ['a way out of the issuer’s folder', `${host}/issuers/north/../south/keys/1`],
    ['a way out that is written otherwise', `${host}/issuers/north/%2e%2e/south/keys/1`],
    ['a key at another host', 'https://keys.example.net/issuers/north/keys/1'],
    ['a key at another port', 'https://badges.example.org:8443/issuers/north/keys/1'],
    ['a key that is not fetched by https', 'http://badges.example.org/issuers/north/keys/1'],
    ['the issuer’s own address with a question', `${host}/issuers/north?key=/1`],
  ])('fail by %s', async (_what, kid) => {
    expect(await check({ kid }, { [kid]: rsa.jwk })).toEqual(wrong);
  });

  it.each([`${host}/issuer?id=north`, `${host}/issuers#north`])('fail by what seems to be below %s', async (id) => {
    const kid = `${URL.parse(id)?.pathname === '/issuer' ? `${host}/issuer` : `${host}/issuers`}/keys/1`;
    expect(await check({ kid }, { [kid]: rsa.jwk }, profile({ id }))).toEqual(wrong);
  });

  it('hold by a key that the profile lists, or that its key set does, wherever that is', async () => {
    const method = { id: '#1', controller: profile().id, publicKeyJwk: rsa.jwk };
    const listing = profile({ verificationMethod: [method], assertionMethod: ['#1'] });
    const jwks = {
      keys: [
        { ...otherRsa.jwk, kid: 'a' },
        { ...rsa.jwk, kid: 'b', use: 'sig' },
      ],
    };
    const at = 'https://keys.example.net/north.json';
    expect(await check({ kid: '#1' }, {}, listing)).toEqual(holds);
    expect(await check({ jwk: rsa.jwk }, {}, listing)).toEqual(holds);
    expect(await check({ kid: 'b' }, {}, profile({ jwks }))).toEqual(holds);
    expect(await check({ kid: 'b' }, { [at]: jwks }, profile({ jwks_uri: at }))).toEqual(holds);
    expect(await check({ jwk: rsa.jwk }, { [at]: jwks }, profile({ jwks_uri: at }))).toEqual(holds);
    // The set of its address speaks for whoever has the address.
    expect(await check({ kid: own }, { [own]: rsa.jwk, [at]: jwks }, profile({ jwks_uri: at }))).toEqual(holds);
  });

  it('fail by a key of a set that is made for something else, is another’s, or holds another key', async () => {
    const set = (change: Json) => ({ jwks: { keys: [{ ...rsa.jwk, kid: 'b', ...change }] } });
    expect(await check({ kid: 'b' }, {}, profile(set({ use: 'enc' })))).toEqual(wrong);
    expect(await check({ kid: 'b' }, {}, profile({ jwks: { keys: [{ ...otherRsa.jwk, kid: 'c' }] } }))).toEqual(wrong);
    expect(await check({ kid: 'b' }, {}, profile(set({ d: 'AQAB' })))).toEqual(wrong);
    const asOther = { [profile().id]: { ...profile(set({})), id: `${host}/issuers/south` } };
    expect(await check({ kid: 'b' }, asOther)).toEqual(wrong);
    const revoked = await check({ kid: own }, { [own]: { ...rsa.jwk, revoked: { revoked_at: 1 } } });
    expect(revoked).toEqual(['failed', 'key-revoked', 'issuer-key']);
  });

  it('are left open where the key set can’t be had', async () => {
    const jwks_uri = 'https://keys.example.net/gone.json';
    expect(await check({ kid: 'b' }, {}, profile({ jwks_uri }))).toEqual([
      'undecided',
      'issuer-unreachable',
      'issuer-key',
    ]);
  });

  it('never hold by a key that they bring along alone', async () => {
    expect(await check({ jwk: rsa.jwk })).toEqual(wrong);
  });
});
