import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestSite, createTestApp, noon } from '../support/app.ts';
import { isDidKitInstalled, loadDidKit } from './didkit.ts';
import {
  type Signer,
  foreignSigner,
  issueWithBazaar,
  libraryKey,
  loadDigitalCredentials,
  ourSigner,
} from './signers.ts';
import { type Verifier, didKitVerifier, ourVerifier, verifierCore } from './verifiers.ts';
import { type Web, createWeb } from './web.ts';

type Json = Record<string, unknown>;

const now = new Date(noon.getTime() + 60_000);
let site: TestSite;
let web: Web;
let suspended: Json;
const signers = new Map<string, Signer>();
const verifiers = new Map<string, Verifier>();

beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://witnessed.example' });
  web = createWeb(site);
  // What the witnesses take their time and their documents from; both are put back.
  vi.useFakeTimers({ toFake: ['Date'], now });
  vi.stubGlobal('fetch', web.fetch);
  const withDigitalCredentials = await loadDigitalCredentials();
  const ours = await ourSigner(site);
  suspended = ours.suspended;
  signers.set('Tessera', ours);
  signers.set('@digitalbazaar/vc', await foreignSigner(web, 'bazaar.example', () => libraryKey(issueWithBazaar, noon)));
  signers.set(
    '@digitalcredentials/vc',
    await foreignSigner(web, 'dcc.example', () => libraryKey(withDigitalCredentials, noon)),
  );
  verifiers.set(
    'Tessera',
    ourVerifier(web, () => now),
  );
  verifiers.set('verifier-core', verifierCore);
  if (!isDidKitInstalled) return;
  const didKit = await loadDidKit();
  signers.set('DIDKit', await foreignSigner(web, 'didkit.example', didKit.makeKey));
  verifiers.set(
    'DIDKit',
    didKitVerifier(didKit, () => now),
  );
});
afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await site.close();
});
// verifier-core says aloud that it can't reach the schema.
beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
});

type Verdicts = [tessera: string, verifierCore: string, didKit: string];
type Case = [what: string, make: (signer: Signer) => Json | Promise<Json>, verdicts: Verdicts];

const proofsOf = ({ proof }: Json) => [proof].flat() as Json[];

/** At the place of a status list that is as far from the other end of its byte. */
function mirrored({ credentialStatus, ...credential }: Json): Json {
  const status = credentialStatus as { statusListIndex: string; statusListCredential: string };
  const place = String(Number(status.statusListIndex) ^ 7);
  const id = `${status.statusListCredential}#${place}`;
  return { ...credential, credentialStatus: { ...status, id, statusListIndex: place } };
}

const cases: Case[] = [
  ['a valid one', ({ valid }) => valid, ['valid', 'valid', 'valid']],
  [
    'one that was tampered with',
    ({ valid }) => ({ ...valid, name: 'Something grander' }),
    ['tampered', 'signature', 'signature'],
  ],
  [
    'one of another issuer than its signer',
    ({ sign, valid }) => sign(valid, 'stranger'),
    ['wrong-key', 'signature', 'no proof of the issuer’s'],
  ],
  [
    'one whose key the issuer has revoked since',
    ({ ofRevokedKey }) => ofRevokedKey,
    ['key-revoked', 'signature', 'no proof of the issuer’s'],
  ],
  [
    'one that expired half a minute ago',
    ({ sign, valid }) => sign({ ...valid, validUntil: '2026-11-22T12:00:30Z' }),
    ['expired', 'expiration', 'expired'],
  ],
  [
    'one that ends a day later',
    ({ sign, valid }) => sign({ ...valid, validUntil: '2026-11-23T12:00:00Z' }),
    ['valid', 'valid', 'valid'],
  ],
  // verifier-core looks into nothing before that day.
  [
    'one that begins a day later',
    ({ sign, valid }) => sign({ ...valid, validFrom: '2026-11-23T12:00:00Z' }),
    ['not-yet-valid', 'valid_signature, expiration, revocation_status', 'not-yet-valid'],
  ],
  // DIDKit counts the places of each byte from its right end; the standard, from its left: it asks the list, and reads another’s place.
  ['a revoked one', ({ revoked }) => revoked, ['revoked', 'revocation_status', 'valid']],
  [
    'one at the mirrored place of a revoked one',
    ({ sign, revoked }) => sign(mirrored(revoked)),
    ['valid', 'valid', 'revoked'],
  ],
  // One proof that holds is enough for verifier-core.
  [
    'one whose second proof does not hold',
    ({ valid }) => ({
      ...valid,
      proof: [...proofsOf(valid), { ...proofsOf(valid)[0], created: '2026-03-01T00:00:00Z' }],
    }),
    ['tampered', 'valid', 'signature'],
  ],
];

const verifierNames = ['Tessera', 'verifier-core', 'DIDKit'];

describe.each(['Tessera', 'DIDKit', '@digitalbazaar/vc', '@digitalcredentials/vc'])(
  'of what %s signed',
  (signerName) => {
    describe.each(verifierNames)('%s tells', (verifierName) => {
      const absent = !isDidKitInstalled && [signerName, verifierName].includes('DIDKit');
      it.skipIf(absent).each(cases)('%s', async (_what, make, verdicts) => {
        const signer = signers.get(signerName) as Signer;
        expect(await verifiers.get(verifierName)?.(await make(signer))).toBe(
          verdicts[verifierNames.indexOf(verifierName)],
        );
      });
    });
  },
);

describe('of what only Tessera tells', () => {
  // An award names the list of revocations; that there is one of suspensions beside it, the issuer’s document says.
  it.each([
    ['Tessera', 'suspended'],
    ['verifier-core', 'valid'],
  ])('%s says of a suspended one: %s', async (verifierName, verdict) => {
    expect(await verifiers.get(verifierName)?.(suspended)).toBe(verdict);
  });
});

it('asks nothing but the sites at hand', () => {
  const hosts = new Set(web.asked.map((address) => new URL(address).host));
  const schema = 'purl.imsglobal.org';
  expect([...hosts].filter((host) => !host.endsWith('.example') && host !== schema)).toEqual([]);
  expect(web.asked).toContain('https://witnessed.example/issuers/witnessed/did.json');
});
