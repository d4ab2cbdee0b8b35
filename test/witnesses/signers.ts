import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as bazaar from '@digitalbazaar/data-integrity';
import * as bazaarSuite from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { issue } from '@digitalbazaar/vc';
import { createCredential, createList } from '@digitalbazaar/vc-bitstring-status-list';
import { issuerDid } from '../../src/domain/credential/did-web.ts';
import { createDocumentLoader } from '../../src/platform/json-ld/document-loader.ts';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { listIssuerKeys } from '../../src/features/awards/issuer-keys.queries.ts';
import { getSigningKeys } from '../../src/features/awards/issuer-keys.ts';
import { revokeKey } from '../../src/features/awards/revoke-key.ts';
import { signCredential } from '../../src/features/awards/sign-credential.ts';
import { setAwardStatus } from '../../src/features/status/set-status.ts';
import type { TestSite } from '../support/app.ts';
import { insertDecided } from '../support/earned.ts';
import { insertEnrolment, insertIssuer, insertPublished } from '../support/factories.ts';
import { foreignCredential } from '../support/foreign-issuer.ts';
import type { Web } from './web.ts';

type Json = Record<string, unknown>;

export type Signer = {
  valid: Json;
  revoked: Json;
  /** Signed, before now, with a key that the issuer has revoked since. */
  ofRevokedKey: Json;
  /** Signs as the issuer does, or with the key of somebody else, who is on the web, too. */
  sign: (credential: Json, as?: 'stranger') => Promise<Json>;
};

/** An award of the program itself, one that its issuer revoked, and the key that signed both. */
export async function ourSigner(site: TestSite): Promise<Signer & { suspended: Json }> {
  const [issuer, stranger] = [await insertIssuer(site, { slug: 'witnessed' }), await insertIssuer(site)];
  const published = await insertPublished(site, { issuer });
  async function award(status?: 'revoked' | 'suspended'): Promise<Json> {
    const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
    await issueAward(site.deps, { attemptId });
    const row = await site.db
      .selectFrom('awards')
      .innerJoin('award_credentials as c', 'c.award_id', 'awards.id')
      .select(['awards.id', 'c.credential'])
      .where('awards.attempt_id', '=', attemptId)
      .executeTakeFirstOrThrow();
    const change = { issuerId: issuer.id, awardId: row.id, reason: 'So', byPerson: null, at: site.deps.now() };
    if (status) await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status }));
    return row.credential as Json;
  }
  const ofRevokedKey = await award();
  const [key] = (await listIssuerKeys(site.db, issuer.id)).filter(({ algorithm }) => algorithm === 'ed25519');
  await revokeKey(site.deps, { issuer, keyId: key?.id ?? '', reason: 'Lost.', actorId: null });
  const awards = { valid: await award(), revoked: await award('revoked'), suspended: await award('suspended') };
  await site.runJobs();
  return {
    ...{ ...awards, ofRevokedKey },
    sign: ({ proof: _, ...credential }, as) =>
      site.db.transaction().execute(async (trx) => {
        const { proof } = await getSigningKeys(trx, as ? stranger : issuer, site.deps);
        if (!as) return signCredential(credential as Json & { issuer: { id: string } }, proof, site.deps.now());
        const did = issuerDid(site.deps.baseUrl, stranger.slug);
        const signer = {
          id: `${did}#${proof.publicMultibase}`,
          algorithm: 'Ed25519',
          sign: ({ data }: { data: Uint8Array }) => proof.sign(data),
        };
        return issueWithBazaar(credential, signer, site.deps.now());
      }),
  };
}

type LibrarySigner = { id: string; algorithm: string; sign: (input: { data: Uint8Array }) => Promise<Uint8Array> };
type IssueWith = (credential: Json, signer: LibrarySigner, date: Date) => Promise<Json>;

const documentLoader = createDocumentLoader();

export const issueWithBazaar: IssueWith = (credential, signer, date) => {
  const suite = new bazaar.DataIntegrityProof({ cryptosuite: bazaarSuite.cryptosuite, signer, date });
  return issue({ credential: structuredClone(credential), suite, documentLoader, now: date });
};

/** What verifier-core itself stands on; found by way of it, so that it is the same. */
export async function loadDigitalCredentials(): Promise<IssueWith> {
  const { resolve } = createRequire(import.meta.resolve('@digitalcredentials/verifier-core'));
  const load = (name: string) => import(/* @vite-ignore */ pathToFileURL(resolve(name)).href);
  const vc = (await load('@digitalcredentials/vc')) as { issue: typeof issue };
  const { DataIntegrityProof } = (await load('@digitalcredentials/data-integrity')) as typeof bazaar;
  const { cryptosuite } = (await load('@digitalcredentials/eddsa-rdfc-2022-cryptosuite')) as typeof bazaarSuite;
  return (credential, signer, date) => {
    const suite = new DataIntegrityProof({ cryptosuite, signer, date });
    return vc.issue({ credential: structuredClone(credential), suite, documentLoader });
  };
}

type Key = { publicMultibase: string; sign: (credential: Json, verificationMethod: string) => Promise<Json> };

export async function libraryKey(issueWith: IssueWith, date: Date): Promise<Key> {
  const pair = await Ed25519Multikey.generate();
  return {
    publicMultibase: pair.publicKeyMultibase,
    sign: (credential, id) => issueWith(credential, { ...pair.signer(), id, sign: pair.signer().sign }, date),
  };
}

/** Another issuer on the web, with a status list of its own that has one place set. */
export async function foreignSigner(web: Web, host: string, makeKey: () => Key | Promise<Key>): Promise<Signer> {
  const [own, stranger] = [
    publishDid(web, host, await makeKey()),
    publishDid(web, `stranger.${host}`, await makeKey()),
  ];
  const sign: Signer['sign'] = async ({ proof: _, ...credential }, as) => {
    if (!as) return own.sign(credential);
    // DIDKit refuses to sign for another issuer who does not ask for it; this one takes it back at once.
    own.publish([own.method, stranger.method]);
    const signed = await stranger.sign(credential);
    own.publish([own.method]);
    return signed;
  };
  const url = `https://${host}/status/1`;
  const list = await createList({ length: 131_072 });
  list.setStatus(revokedPlace, true);
  const unsigned = await createCredential({ id: url, list, statusPurpose: 'revocation' });
  web.pages.set(url, await sign({ ...unsigned, issuer: own.did }));
  const at = (place: number, signAs: typeof sign = sign) =>
    signAs({
      ...foreignCredential({ id: `https://${host}/credentials/${place}` }),
      issuer: { id: own.did, type: ['Profile'], name: host },
      credentialStatus: {
        ...{ id: `${url}#${place}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
        ...{ statusListIndex: String(place), statusListCredential: url },
      },
    });
  const lost = await makeKey();
  const lostMethod = `${own.did}#${lost.publicMultibase}`;
  own.publish([own.method, lostMethod], lost);
  const ofRevokedKey = await at(20, ({ proof: _, ...credential }) => lost.sign(credential, lostMethod));
  own.publish([own.method], lost, '2026-01-02T00:00:00Z');
  return { valid: await at(20), revoked: await at(revokedPlace), ofRevokedKey, sign };
}

const revokedPlace = 94_567;

function publishDid(web: Web, host: string, key: Key) {
  const did = `did:web:${host}`;
  const method = `${did}#${key.publicMultibase}`;
  /** `other`: a second key of the same owner, revoked or not; it stays in the document from then on. */
  let others: Json[] = [];
  const methodOf = (publicMultibase: string) => ({
    ...{ id: `${did}#${publicMultibase}`, type: 'Multikey', controller: did },
    publicKeyMultibase: publicMultibase,
  });
  const publish = (assertionMethod: string[], other?: Key, revoked?: string) => {
    if (other) others = [{ ...methodOf(other.publicMultibase), ...(revoked && { revoked }) }];
    web.pages.set(`https://${host}/.well-known/did.json`, {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id: did,
      verificationMethod: [methodOf(key.publicMultibase), ...others],
      assertionMethod,
    });
  };
  publish([method]);
  return { did, method, publish, sign: (credential: Json) => key.sign(credential, method) };
}
