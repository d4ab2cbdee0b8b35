import { didDocument, didWebUrl, issuerDid } from '#domain/credential/did-web.ts';
import { subjectUrl, versionUrl } from '#domain/open-data/ids.ts';
import { audit } from '#platform/audit.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { OutsideError } from '#platform/fetch-outside.ts';
import { documentSha256, sha256 } from '#platform/hash.ts';
import { findIssuerKeys } from '../awards/awards.queries.ts';
import { largestEndorsement } from './endorsements.queries.ts';
import { readCredential } from '../verify/read-credential.ts';
import { readSecured } from '../verify/read-secured.ts';
import { verifySecured } from '../verify/verify-credential.ts';

export type EndorsementToAdd = {
  issuer: { id: string; slug: string };
  actorId: string;
  endorserName: string;
  endorserUrl: string | null;
  /** An EndorsementCredential: JSON with its proof, or a JWT. */
  text: string;
};

/** `detail`: what the verification found, where it did. */
export type EndorsementRefusal = {
  reason: 'too-large' | 'unreadable' | 'does-not-hold' | 'about-others' | 'own' | 'there-already';
  detail?: string;
};

export type EndorsementAdded = { ok: true; id: string } | ({ ok: false } & EndorsementRefusal);

type AddDeps = Pick<Deps, 'db' | 'now' | 'baseUrl' | 'fetchDocument'>;

/**
 * Keeps what a partner signed: only when its form, its proof and its dates hold, and it speaks of this issuer or of one of its
 * micro-credentials. An issuer does not endorse itself.
 */
export async function addEndorsement(deps: AddDeps, given: EndorsementToAdd): Promise<EndorsementAdded> {
  const { db, now, baseUrl } = deps;
  if (given.text.trim().length > largestEndorsement) return { ok: false, reason: 'too-large' };
  const read = readSecured(given.text);
  if (!read.ok) return { ok: false, reason: 'unreadable', detail: read.problem };
  let document: unknown;
  const resolve = async (did: string) => (document = await resolveDid(deps, did));
  const verification = await verifySecured(read.secured, { now: now(), resolveDid: resolve }, 'endorsement');
  if (verification.outcome !== 'verified') {
    const why = verification.steps.find(({ outcome }) => outcome !== 'passed');
    return { ok: false, reason: 'does-not-hold', detail: why?.detail ?? '' };
  }
  const again = readCredential(read.secured, 'endorsement');
  if (!again.ok) return { ok: false, reason: 'unreadable', detail: again.problem };
  const { document: credential, issuerId: did, validUntil, proofs } = again.credential;
  const { id: subjectId, endorsementComment } = Object(credential.credentialSubject) as Record<string, unknown>;
  const subject = await findSubject(db, baseUrl, given.issuer, subjectId);
  if (!subject) return { ok: false, reason: 'about-others' };
  if (did === issuerDid(baseUrl, given.issuer.slug)) return { ok: false, reason: 'own' };
  const jwt = read.secured.jwt?.compact ?? null;
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('endorsements')
      .values({
        issuer_id: given.issuer.id,
        micro_credential_id: subject.microCredentialId,
        endorser_name: given.endorserName,
        endorser_url: given.endorserUrl,
        endorser_did: did,
        endorser_document: JSON.stringify(document ?? {}),
        comment: typeof endorsementComment === 'string' ? endorsementComment.slice(0, 5000) || null : null,
        credential: JSON.stringify(credential),
        jwt,
        sha256: jwt === null ? documentSha256(credential) : sha256(jwt),
        valid_until: earliest([validUntil, ...proofs.map(({ expires }) => expires)]),
        added_by: given.actorId,
        added_at: now(),
      })
      .onConflict((conflict) => conflict.columns(['issuer_id', 'sha256']).where('removed_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!row) return { ok: false, reason: 'there-already' };
    await audit(trx, {
      issuerId: given.issuer.id,
      actorId: given.actorId,
      action: 'endorsement.added',
      subject: { type: 'endorsement', id: row.id },
      details: { endorser: given.endorserName, did, about: subjectId },
    });
    return { ok: true, id: row.id };
  });
}

/** What it speaks of: the issuer (`microCredentialId` null), or a published version of a micro-credential, or all of them. */
async function findSubject(
  db: Database,
  baseUrl: string,
  issuer: { id: string; slug: string },
  subjectId: unknown,
): Promise<{ microCredentialId: string | null } | undefined> {
  if (typeof subjectId !== 'string') return undefined;
  if (subjectId === issuerDid(baseUrl, issuer.slug)) return { microCredentialId: null };
  const versions = await db
    .selectFrom('definition_versions as v')
    .innerJoin('micro_credentials as m', 'm.id', 'v.micro_credential_id')
    .select(['m.id', 'm.slug', 'v.number'])
    .where('m.issuer_id', '=', issuer.id)
    .execute();
  const found = versions.find(({ slug, number }) => {
    const subject = { kind: 'micro-credential', slug } as const;
    return subjectId === subjectUrl(baseUrl, subject) || subjectId === versionUrl(baseUrl, subject, number);
  });
  return found && { microCredentialId: found.id };
}

/** Of an issuer here from its tables, of others from the web. */
async function resolveDid({ db, baseUrl, fetchDocument }: AddDeps, did: string): Promise<unknown> {
  const own = issuerDid(baseUrl, '');
  if (did.startsWith(own)) {
    const keys = await findIssuerKeys(db, did.slice(own.length));
    return keys && didDocument(did, keys);
  }
  const url = didWebUrl(did);
  if (url === undefined) return undefined;
  try {
    const page = await fetchDocument(url);
    if (page.status !== 200 || URL.parse(page.url)?.host !== URL.parse(url)?.host) return undefined;
    // A document that two readers read differently has keys for neither.
    const read = readSecured(page.body.toString('utf8'));
    return read.ok && !read.secured.jwt ? read.secured.document : undefined;
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}

function earliest(moments: readonly (Date | undefined)[]): Date | null {
  const named = moments.filter((moment) => moment !== undefined);
  return named.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
}
