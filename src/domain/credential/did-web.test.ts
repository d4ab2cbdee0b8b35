import { describe, expect, it } from 'vitest';
import { didDocument, didWebUrl, issuerDid } from './did-web.ts';

describe('issuerDid', () => {
  it('escapes the colon of a port and keeps the folders of an address', () => {
    expect(issuerDid('http://127.0.0.1:3000', 'north')).toBe('did:web:127.0.0.1%3A3000:issuers:north');
    expect(issuerDid('https://example.org/learn', 'north')).toBe('did:web:example.org:learn:issuers:north');
  });

  it.each(['https://example.org', 'https://example.org:8443', 'http://127.0.0.1:3000'])(
    'leads back to where the document is served at %s',
    (baseUrl) => {
      expect(didWebUrl(issuerDid(baseUrl, 'north'))).toBe(`${baseUrl}/issuers/north/did.json`);
    },
  );
});

describe('didWebUrl', () => {
  it('looks for a bare host where well-known things are', () => {
    expect(didWebUrl('did:web:example.org')).toBe('https://example.org/.well-known/did.json');
  });

  it.each([
    'did:key:z6Mk',
    'did:web:',
    'did:web::x',
    'did:web:a%2Fb:x',
    'did:web:user%40host:x',
    'did:web:host:..:x',
    'did:web:host:%2e%2e:x',
    'did:web:host:%ff',
  ])('refuses %s', (did) => {
    expect(didWebUrl(did)).toBeUndefined();
  });
});

describe('didDocument', () => {
  const rsa = { publicMultibase: 'uhS', publicJwk: { kid: 'thumb' } };
  const revokedAt = new Date('2026-11-22T12:00:00.123Z');

  it('lists every key for making assertions, each as what it is, controlled by the issuer', () => {
    const document = didDocument('did:web:a', [{ publicMultibase: 'z1' }, { publicMultibase: 'z2' }, rsa]);
    expect(document.assertionMethod).toEqual(['did:web:a#z1', 'did:web:a#z2', 'did:web:a#thumb']);
    expect(document.verificationMethod.map(({ controller, type }) => [controller, type])).toEqual([
      ['did:web:a', 'Multikey'],
      ['did:web:a', 'Multikey'],
      ['did:web:a', 'JsonWebKey'],
    ]);
  });

  it('keeps a revoked key, says since when, and lets it assert nothing', () => {
    const document = didDocument('did:web:a', [
      { publicMultibase: 'z1', revokedAt },
      { ...rsa, revokedAt },
    ]);
    expect(document.assertionMethod).toEqual([]);
    expect(document.verificationMethod).toMatchObject([
      { id: 'did:web:a#z1', revoked: '2026-11-22T12:00:00Z' },
      { id: 'did:web:a#thumb', revoked: '2026-11-22T12:00:00Z' },
    ]);
  });
});
