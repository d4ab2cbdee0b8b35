import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { entryOf, statusListSize } from '#domain/award/bitstring.ts';
import { readSecured } from './read-secured.ts';
import type { ReadCredential, SecuredDocument } from './read-credential.ts';
import { type StepReason, type VerificationStep, failed, notCheckable, passed } from './verification.ts';

/**
 * What came from an address, or why nothing did. `what`: a list, which may be large and is asked again for other awards; or something
 * that is to be asked for anew, since what is kept of it does not help.
 */
export type FetchText = (
  url: string,
  what?: 'list' | 'anew',
) => Promise<{ ok: true; text: string } | { ok: false; why: string }>;

export type StatusDeps = {
  fetchText: FetchText;
  /** Verifies a list by itself; `undefined` when it holds, else what is wrong. */
  verifyList: (list: SecuredDocument, id: string) => Promise<string | undefined>;
  /** The issuer's document, which may name where its other lists are. */
  issuerDocument: unknown;
};

const unpack = promisify(gunzip);
/** Bytes that a list may have unpacked: 64 million entries. A small file can be made to hold far more. */
const largestList = 8_000_000;

type Found = { ok: true; set: boolean } | { ok: false; reason: StepReason; problem: string };
type Entry = { purpose: 'revocation' | 'suspension'; list: string; index: number };

/** Whether the issuer has revoked or suspended it since: every list that it names is asked, each verified by itself. */
export async function checkStatus(credential: ReadCredential, deps: StatusDeps): Promise<VerificationStep[]> {
  if (credential.statuses.length === 0) return [];
  const unsure: VerificationStep[] = [];
  for (const status of credential.statuses) {
    const step = await checkOne(status, credential, deps);
    if (step.outcome === 'failed') return [step];
    if (step.outcome === 'not-checkable') unsure.push(step);
  }
  return [unsure[0] ?? passed('status', 'The issuer has neither revoked nor suspended it.')];
}

async function checkOne(
  status: Record<string, unknown>,
  credential: ReadCredential,
  deps: StatusDeps,
): Promise<VerificationStep> {
  switch (status.type) {
    case 'BitstringStatusListEntry':
    case 'StatusList2021Entry':
      return checkEntry(status, deps);
    case '1EdTechRevocationList':
      return checkRevocationList(status, credential, deps);
    default:
      return unsure(
        'status-unknown',
        `It names a status of the kind ${String(status.type).slice(0, 60)}, not known here.`,
      );
  }
}

async function checkEntry(status: Record<string, unknown>, deps: StatusDeps): Promise<VerificationStep> {
  const entry = readEntry(status);
  if (!entry) return unsure('status-unknown', 'What it says of its status can’t be read.');
  const found = await ask(entry, deps);
  if (!found.ok) return unsure(found.reason, found.problem);
  if (found.set) return entry.purpose === 'revocation' ? revoked() : suspended();
  const companion = findCompanion(entry, deps.issuerDocument);
  if (!companion) return passed('status', '');
  const other = await ask(companion, deps);
  if (!other.ok) return unsure(other.reason, other.problem);
  return other.set ? suspended() : passed('status', '');
}

function readEntry({ statusPurpose, statusListIndex, statusListCredential, statusSize }: Record<string, unknown>) {
  const index = /^\d{1,9}$/.test(String(statusListIndex)) ? Number(statusListIndex) : undefined;
  if (statusPurpose !== 'revocation' && statusPurpose !== 'suspension') return undefined;
  if (index === undefined || typeof statusListCredential !== 'string') return undefined;
  if (statusSize !== undefined && statusSize !== 1) return undefined;
  return { purpose: statusPurpose, list: statusListCredential, index } satisfies Entry;
}

/**
 * The Open Badges schema lets a credential name one list. An issuer that suspends too keeps a second one beside it, by the same
 * number and with the same places, and names their folder in its own document: `…/revocation/1`, and `…/suspension` there.
 */
function findCompanion({ purpose, list, index }: Entry, issuerDocument: unknown): Entry | undefined {
  if (purpose !== 'revocation') return undefined;
  const { service } = Object(issuerDocument) as Record<string, unknown>;
  const services = (Array.isArray(service) ? service : []).map((one) => Object(one) as Record<string, unknown>);
  for (const { type, serviceEndpoint: folder } of services) {
    if (typeof folder !== 'string' || ![type].flat().some((one) => String(one).endsWith('StatusList'))) continue;
    const beside = folder.replace(/\/suspension$/, '/revocation/');
    if (beside !== folder && list.startsWith(beside))
      return { purpose: 'suspension', list: `${folder}/${list.slice(beside.length)}`, index };
  }
  return undefined;
}

async function ask({ purpose, list, index }: Entry, { fetchText, verifyList }: StatusDeps): Promise<Found> {
  const fetched = await fetchText(list, 'list');
  if (!fetched.ok) return missed('status-unreachable', `The status list can’t be had. ${fetched.why}`);
  const read = readSecured(fetched.text);
  if (!read.ok) return missed('status-unreadable', 'The status list can’t be read.');
  const problem = await verifyList(read.secured, list);
  if (problem !== undefined) return missed('status-unreadable', `The status list itself does not hold. ${problem}`);
  const { credentialSubject } = read.secured.document as { credentialSubject: Record<string, unknown> };
  const { statusPurpose, encodedList, type } = credentialSubject;
  if (type !== 'BitstringStatusList' && type !== 'StatusList2021')
    return missed('status-unreadable', 'What it names as its status list is none.');
  if (![statusPurpose].flat().includes(purpose))
    return missed('status-unreadable', 'The status list was made for another purpose.');
  const bits = await decodeList(encodedList, type === 'BitstringStatusList');
  if (!bits) return missed('status-unreadable', 'The status list can’t be unpacked, or is larger than any is.');
  if (bits.length * 8 < statusListSize)
    return missed(
      'status-unreadable',
      `The status list has fewer than ${statusListSize} entries, so it gives people away.`,
    );
  const set = entryOf(bits, index);
  return set === undefined
    ? missed('status-unreadable', 'Its place is past the end of the status list.')
    : { ok: true, set };
}

async function decodeList(encoded: unknown, multibase: boolean): Promise<Uint8Array | undefined> {
  if (typeof encoded !== 'string' || (multibase && !encoded.startsWith('u'))) return undefined;
  const packed = Buffer.from(multibase ? encoded.slice(1) : encoded, 'base64url');
  try {
    return await unpack(packed, { maxOutputLength: largestList });
  } catch {
    return undefined;
  }
}

/** 1EdTech's own list: plain JSON that nobody signed, so it counts only where the issuer itself lives. */
async function checkRevocationList(
  { id }: Record<string, unknown>,
  credential: ReadCredential,
  { fetchText }: StatusDeps,
): Promise<VerificationStep> {
  if (typeof id !== 'string' || hostOf(id) === undefined || hostOf(id) !== issuerHost(credential.issuerId))
    return unsure('status-unknown', 'It names a list of revocations that is not at its issuer’s own address.');
  const fetched = await fetchText(id, 'list');
  if (!fetched.ok) return unsure('status-unreachable', `The list of revocations can’t be had. ${fetched.why}`);
  const read = readSecured(fetched.text);
  const { issuer, revokedCredential } = Object(read.ok ? read.secured.document : undefined) as Record<string, unknown>;
  const { id: issuerId = issuer } = Object(issuer) as Record<string, unknown>;
  if (issuerId !== credential.issuerId || (revokedCredential !== undefined && !Array.isArray(revokedCredential)))
    return unsure('status-unreadable', 'The list of revocations can’t be read.');
  const mine = ((revokedCredential ?? []) as unknown[])
    .map((entry) => Object(entry) as Record<string, unknown>)
    .find((entry) => entry.id === credential.id && credential.id !== undefined);
  return mine && mine.revoked !== false ? revoked() : passed('status', '');
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host || undefined;
}

function issuerHost(issuerId: string): string | undefined {
  const [, encoded] = /^did:web:([^:]+)/.exec(issuerId) ?? [];
  return encoded === undefined ? hostOf(issuerId) : decodeURIComponent(encoded);
}

function missed(reason: StepReason, problem: string): Found {
  return { ok: false, reason, problem };
}

function unsure(reason: StepReason, detail: string): VerificationStep {
  return notCheckable('status', reason, detail);
}

function revoked(): VerificationStep {
  return failed('status', 'revoked', 'The issuer has revoked it: it no longer counts.');
}

function suspended(): VerificationStep {
  return failed('status', 'suspended', 'The issuer has suspended it: it does not count for now.');
}
