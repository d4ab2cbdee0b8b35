import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { buildAchievement } from '#domain/credential/achievement.ts';
import { type ClrCredential, type ClrFacts, type RecordedAward, buildClr } from '#domain/credential/clr.ts';
import { uuidOfUrl } from '#domain/open-data/uuid.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { documentSha256 } from '#platform/hash.ts';
import { getSigningKeys } from '../awards/issuer-keys.ts';
import { nameAmong } from '../awards/present-name.ts';
import { signCredential } from '../awards/sign-credential.ts';
import { signJwt } from '../awards/sign-jwt.ts';
import { type AwardOfRecord, type SeriesOfRecord, listAwardsOfRecord, listSeriesOf } from './records.queries.ts';

/** Goes into the hash of the contents: another way of building records signs all of them anew. */
const format = 'tessera/learner-record/1';

export type SignedRecord = { credential: ClrCredential & { proof: [Record<string, unknown>] }; jwt: string };

type RecordDeps = Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>;

/**
 * The record of all that one issuer awarded somebody and is in force, signed by this issuer; `undefined` when that is nothing.
 * Signed once and kept until what is in it, who it is of or the issuer's key changes.
 */
export async function getRecord(
  deps: RecordDeps,
  { personId, issuerSlug }: { personId: string; issuerSlug: string },
): Promise<SignedRecord | undefined> {
  const { db, now, baseUrl } = deps;
  return db.transaction().execute(async (trx) => {
    const issuer = await findIssuer(trx, issuerSlug);
    if (!issuer) return undefined;
    // Two at once would each sign: the second waits, and finds what the first has kept.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`record:${personId}:${issuer.id}`}, 0))`.execute(trx);
    const awards = await listAwardsOfRecord(trx, { personId, issuerId: issuer.id, now: now() });
    if (awards.length === 0) return undefined;
    const person = await trx
      .selectFrom('people')
      .select([nameAmong('people', sql`array[${issuer.id}::uuid]`).as('name'), 'email'])
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    const slugs = awards.filter(({ kind }) => kind === 'micro-credential').map(({ slug }) => slug);
    const series = await listSeriesOf(trx, issuer.id, slugs);
    const keys = await getSigningKeys(trx, issuer, deps);
    const contents = documentSha256({
      format,
      ...{ person, issuer, baseUrl },
      keys: [keys.proof.id, keys.jwt.id],
      credentials: awards.map(({ credentialId }) => credentialId),
      series: series.map(({ versionId }) => versionId),
    });
    const kept = await findKept(trx, personId, issuer.id, contents);
    if (kept) return kept;
    const recordId = randomUUID();
    const unsigned = buildClr({
      ...{ baseUrl, recordId, issuer },
      earner: { ...person, id: subjectId(awards, recordId, baseUrl) },
      salt: randomBytes(16).toString('hex'),
      awards: awards.map(toRecorded),
      series: series.map((one) => toRecordedSeries(one, baseUrl, issuer)),
      validFrom: now(),
    });
    const credential = await signCredential(unsigned, keys.proof, now(), deps.canonize);
    const jwt = await signJwt(unsigned, keys.jwt, { baseUrl, slug: issuer.slug });
    const values = {
      ...{ id: recordId, contents_sha256: contents, jwt, signed_at: now() },
      credential: JSON.stringify(credential),
    };
    await trx
      .insertInto('learner_records')
      .values({ person_id: personId, issuer_id: issuer.id, ...values })
      .onConflict((conflict) => conflict.columns(['person_id', 'issuer_id']).doUpdateSet(values))
      .execute();
    return { credential, jwt };
  });
}

function findIssuer(trx: Trx, slug: string) {
  return trx
    .selectFrom('issuers')
    .select(['id', 'slug', 'name', 'statement', 'website', 'email'])
    .where('slug', '=', slug)
    .executeTakeFirst();
}

async function findKept(
  trx: Trx,
  personId: string,
  issuerId: string,
  contents: string,
): Promise<SignedRecord | undefined> {
  const row = await trx
    .selectFrom('learner_records')
    .select(['credential', 'jwt'])
    .where('person_id', '=', personId)
    .where('issuer_id', '=', issuerId)
    .where('contents_sha256', '=', contents)
    .executeTakeFirst();
  return row && { credential: row.credential as SignedRecord['credential'], jwt: row.jwt ?? '' };
}

/** The wallet's DID where every award is issued to the same one; else an id of the record's own, which tells nobody anything. */
function subjectId(awards: readonly AwardOfRecord[], recordId: string, baseUrl: string): string {
  const ids = new Set(awards.map(({ credential }) => (credential.credentialSubject as { id?: string }).id));
  const [only = ''] = ids;
  return ids.size === 1 && only.startsWith('did:')
    ? only
    : `urn:uuid:${uuidOfUrl(`${baseUrl}/records/${recordId}#earner`)}`;
}

function toRecorded({ publicId, kind, slug, credential, pieces }: AwardOfRecord): RecordedAward {
  const { achievement } = credential.credentialSubject as { achievement: { id: string } };
  return { publicId, slug, credential, achievementId: achievement.id, pieces: kind === 'stack' ? pieces : null };
}

function toRecordedSeries(
  { document, number, sha256 }: SeriesOfRecord,
  baseUrl: string,
  issuer: ClrFacts['issuer'],
): ClrFacts['series'][number] {
  const { slug, members, prerequisites, stackAward, statement } = document;
  const achievement = buildAchievement({
    ...{ kind: 'stack', baseUrl, issuer, series: document, version: { number, sha256 } },
    criteria: stackAward?.statement ?? statement,
  });
  return { slug, members: members.map(({ microCredential }) => microCredential), prerequisites, achievement };
}
