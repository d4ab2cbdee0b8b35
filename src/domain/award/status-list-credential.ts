import { gzipSync } from 'node:zlib';
import type { StatusPurpose } from './status.ts';

/** How long a copy of a list may be used before it is asked for again, in seconds. */
export const listMaxAge = 300;

/** How long a signed list is valid: whoever keeps an old one back can't pass it off for longer. In days. */
export const listValidDays = 30;

/** A list is signed again, unchanged, once it is this old. In days. */
export const listFreshDays = 7;

export type StatusListCredential = {
  '@context': string[];
  id: string;
  type: string[];
  issuer: string;
  validFrom: string;
  validUntil: string;
  credentialSubject: {
    id: string;
    type: 'BitstringStatusList';
    statusPurpose: StatusPurpose;
    encodedList: string;
  };
};

/** Where the lists of an issuer are, without purpose and number. */
export function statusListsUrl(baseUrl: string, issuerSlug: string): string {
  return `${baseUrl}/issuers/${issuerSlug}/status`;
}

/** How an issuer’s DID document names its lists of suspensions: an award itself can name only one list (decision 0010). */
export function suspensionService(did: string, baseUrl: string, issuerSlug: string) {
  return {
    id: `${did}#suspensions`,
    type: 'https://www.w3.org/ns/credentials/status#BitstringStatusList',
    serviceEndpoint: `${statusListsUrl(baseUrl, issuerSlug)}/suspension`,
  };
}

/** The address of one list, which is its id: part of every award that is in it, so it never changes. */
export function statusListUrl(baseUrl: string, issuerSlug: string, purpose: StatusPurpose, number: number): string {
  return `${statusListsUrl(baseUrl, issuerSlug)}/${purpose}/${number}`;
}

export type CredentialStatus = {
  id: string;
  type: 'BitstringStatusListEntry';
  statusPurpose: 'revocation';
  statusListIndex: string;
  statusListCredential: string;
};

/**
 * What a credential says of its status: one object, since the Open Badges schema takes no list. It names the list of revocations;
 * the same place in the companion list of the other purpose tells of a suspension (decision 0010).
 */
export function credentialStatus(
  baseUrl: string,
  issuerSlug: string,
  { listNumber, index }: { listNumber: number; index: number },
): CredentialStatus {
  const list = statusListUrl(baseUrl, issuerSlug, 'revocation', listNumber);
  return {
    id: `${list}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(index),
    statusListCredential: list,
  };
}

/** A W3C BitstringStatusListCredential before it is signed. */
export function buildStatusListCredential(facts: {
  baseUrl: string;
  issuer: { slug: string; did: string };
  purpose: StatusPurpose;
  number: number;
  bits: Uint8Array;
  now: Date;
}): StatusListCredential {
  const id = statusListUrl(facts.baseUrl, facts.issuer.slug, facts.purpose, facts.number);
  const validUntil = new Date(facts.now.getTime() + listValidDays * 86_400_000);
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: facts.issuer.did,
    validFrom: seconds(facts.now),
    validUntil: seconds(validUntil),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: facts.purpose,
      encodedList: encodeList(facts.bits),
    },
  };
}

/** Compressed with gzip, then base64url with `u` before it (multibase), as the standard asks. */
export function encodeList(bits: Uint8Array): string {
  return `u${gzipSync(bits).toString('base64url')}`;
}

function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
