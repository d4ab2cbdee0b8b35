import { findJwtKey } from './check-jwt.ts';
import type { FetchText } from './check-status.ts';
import { type IssuerKey, documentOfKey, readIssuerKeys, readKeySet } from './issuer-keys.ts';
import { readSecured } from './read-secured.ts';
import type { ReadCredential, SecuredDocument } from './read-credential.ts';
import { type StepReason, type VerificationStep, failed, notCheckable, passed } from './verification.ts';

export type IssuerOptions = {
  now: Date;
  resolveDid: (issuerId: string, anew?: 'anew') => Promise<unknown>;
  fetchText?: FetchText;
};

export type Issuer = {
  step: VerificationStep;
  document: unknown;
  /** Keys that may have signed; `undefined` when they can't be had. */
  keys: IssuerKey[] | undefined;
  jwtKey: IssuerKey | undefined;
};

/**
 * The issuer’s document, the keys in it, and whether what signed a credential is one of them. An issuer that is an address may
 * name a JWK Set there, besides. What is kept of these for a while does not know a key that was made since: it is asked for anew.
 */
export async function findIssuer(
  credential: ReadCredential,
  secured: SecuredDocument,
  options: IssuerOptions,
): Promise<Issuer> {
  const found = await lookUp(credential, secured, options);
  if (found.step.reason !== 'wrong-key') return found;
  const { fetchText } = options;
  return lookUp(credential, secured, {
    ...options,
    resolveDid: (issuerId) => options.resolveDid(issuerId, 'anew'),
    ...(fetchText && { fetchText: (url: string) => fetchText(url, 'anew') }),
  });
}

async function lookUp(credential: ReadCredential, secured: SecuredDocument, options: IssuerOptions): Promise<Issuer> {
  const { issuerId } = credential;
  const nothing = { document: undefined, keys: undefined, jwtKey: undefined };
  const not = (reason: StepReason, detail: string): Issuer => ({
    ...nothing,
    step: notCheckable('issuer-key', reason, detail),
  });
  const own = documentOfKey(issuerId);
  if (own === undefined && !/^(did:web:|https?:\/\/)/.test(issuerId))
    return not('unknown-method', `Its issuer is named in a way that is not known here: ${issuerId.slice(0, 200)}.`);
  const document = own ?? (await options.resolveDid(issuerId));
  if (document === undefined)
    return not('issuer-unreachable', `The keys of ${issuerId.slice(0, 200)} can’t be had now.`);
  const set = secured.jwt ? await findKeySet(document, issuerId, options.fetchText) : [];
  const published = [...(readIssuerKeys(document, issuerId) ?? []), ...(set ?? [])];
  const jwtKey =
    secured.jwt &&
    (await findJwtKey(secured.jwt, published, { issuerId, fetchKey: (url) => fetchKey(url, options.fetchText) }));
  if (jwtKey === 'unreachable' || (secured.jwt && !jwtKey && !set))
    return not('issuer-unreachable', 'The key that signed it can’t be had now.');
  const used = credential.proofs.map(({ verificationMethod }) => published.find(({ id }) => id === verificationMethod));
  if (secured.jwt) used.push(jwtKey);
  const step = judgeKeys(used, credential, options.now);
  return { step, document, keys: published.filter((key) => key.asserts && !key.revoked), jwtKey };
}

/** Whether every key that signed is one that its issuer lists for making assertions, and has not revoked. */
function judgeKeys(used: (IssuerKey | undefined)[], { issuerId }: ReadCredential, now: Date): VerificationStep {
  if (used.some((key) => key?.revoked))
    return failed('issuer-key', 'key-revoked', 'The issuer has revoked the key that signed it.');
  if (used.some((key) => key === undefined || !key.asserts))
    return failed('issuer-key', 'wrong-key', 'The key that signed it is not one of the issuer’s own for this.');
  if (used.some((key) => key?.expires && !(key.expires > now)))
    return failed('issuer-key', 'key-expired', 'The key that signed it is no longer valid.');
  return passed('issuer-key', `The key belongs to ${issuerId}.`);
}

/** The JWK Set in an issuer’s profile, or the one that it names there; `undefined` where that one can’t be had. */
async function findKeySet(
  document: unknown,
  issuerId: string,
  fetchText: FetchText | undefined,
): Promise<IssuerKey[] | undefined> {
  const { id, jwks, jwks_uri: address } = Object(document) as Record<string, unknown>;
  // What it says of itself counts, at its own address.
  if (id !== issuerId) return [];
  if (typeof address !== 'string' || jwks !== undefined) return readKeySet(jwks, issuerId);
  const set = await fetchKey(address, fetchText);
  return set === undefined ? undefined : readKeySet(set, issuerId);
}

async function fetchKey(url: string, fetchText: FetchText | undefined): Promise<unknown> {
  const fetched = await fetchText?.(url);
  const read = fetched?.ok ? readSecured(fetched.text) : undefined;
  return read?.ok ? read.secured.document : undefined;
}
