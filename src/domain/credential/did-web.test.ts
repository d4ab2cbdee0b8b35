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
  it('lists every key for making assertions, controlled by the issuer', () => {
    const document = didDocument('did:web:a', ['z1', 'z2']);
    expect(document.assertionMethod).toEqual(['did:web:a#z1', 'did:web:a#z2']);
    expect(document.verificationMethod.map((method) => method.controller)).toEqual(['did:web:a', 'did:web:a']);
  });
});
