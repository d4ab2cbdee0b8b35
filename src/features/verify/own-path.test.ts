import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

const base = 'https://tessera.test/awards';

describe('an address of our own', () => {
  it.each([
    '/issuers/lake-side/did.json',
    '/issuers/lake-side/keys/Zb-_9',
    '/issuers/lake-side/status/revocation/1',
    '/verify/x088gzff/credential.json',
    '/verify/x088gzff/credential.jwt',
    '/verify/x088gzff/credentials/2',
    '/verify/x088gzff/credentials/2.jwt',
    '/endorsements/01a205ef-4f06-79cb-bbd2-76fb5c67130a',
  ])('is asked for what a verification needs: %s', (path) => {
    expect(ownPath(base, `${base}${path}?x#y`)).toEqual({ path });
    expect(ownPath(base, `http://tessera.test/awards${path}`)).toEqual({ path });
  });

  it.each([
    '/verify/x088gzff',
    '/verify/x088gzff/certificate.pdf',
    '/verify/x088gzff/badge.png',
    '/verify/x088gzff/image.png',
    '/issuers/lake-side/wallet/offers/1',
    '/issuers/lake-side',
    '/admin/x/keys/credentials/1',
    '/verify/x088gzff/credentials/1/../../certificate.pdf',
    '/../verify/x088gzff/credential.json',
  ])('is asked for nothing else: %s', (path) => {
    expect(ownPath(base, `${base}${path}`)).toBe('none');
  });

  it('is not one of another host, port or scheme', () => {
    for (const url of ['https://other.test/awards/verify/x/credential.json', 'https://tessera.test:8443/awards/x', 'x'])
      expect(ownPath(base, url)).toBeUndefined();
    expect(ownPath(base, 'ftp://tessera.test/awards/verify/x/credential.json')).toBeUndefined();
  });
});
