import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { endsForGood } from '#domain/award/revocation.ts';
import type { Series } from '#domain/definition/schema.ts';
import { stackProgress } from '#domain/series/stack-progress.ts';
import { stackCriteria } from '#domain/series/stack-words.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { documentSha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { newPublicId } from '../awards/issue-award.ts';
import { issueCredential } from '../awards/issue-credential.ts';
import { getNameAmong } from '../awards/present-name.ts';
import { chosenWalletDid } from '../wallets/chosen-wallet.ts';
import { stackAwardMail } from './stack-award-mail.ts';
import {
  type EarnedPiece,
  findLastStack,
  findRevokedStack,
  findStackSource,
  listEarnedPieces,
} from './stack.queries.ts';

export type StackIssueDeps = Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>;

export type StackIssueResult =
  | { ok: true; publicId: string; issued: boolean }
  | { ok: false; reason: 'no-such-person' | 'no-stack-award' | 'not-met' | 'revoked' };

/**
 * Issues the stack award of a series to somebody who meets its rule as it is now: once per person and series, however often and
 * however many at a time it is asked for. It is dated when the rule was met, not when the job came round to it. Where the one
 * before was revoked for want of a piece and the rule is met again, another is issued instead of it; where it was revoked though
 * its rule was met, or for something else than a piece, somebody decided so, and no rule undoes that.
 */
export async function issueStackAward(
  deps: StackIssueDeps,
  { personId, seriesId }: { personId: string; seriesId: string },
): Promise<StackIssueResult> {
  const { db, now, baseUrl } = deps;
  return db.transaction().execute(async (trx) => {
    // The person's row is the lock: a second run waits here, then finds the award.
    const person = await trx
      .selectFrom('people')
      .select(['name', 'email'])
      .select(chosenWalletDid(sql.ref('people.id')).as('did'))
      .where('id', '=', personId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!person) return { ok: false, reason: 'no-such-person' };
    const earlier = await findLastStack(trx, { personId, seriesId, now: now() });
    if (earlier && earlier.state !== 'revoked') return { ok: true, publicId: earlier.publicId, issued: false };
    const source = await findStackSource(trx, seriesId);
    if (!source) return { ok: false, reason: 'no-stack-award' };
    const { series, version, issuer } = source;

    await holdAwards(trx, { personId, seriesId });
    const earned = await listEarnedPieces(trx, { personId, seriesId, now: now() });
    const progress = stackProgress(series, new Set(earned.map(({ slug }) => slug)));
    if (!progress.met) return { ok: false, reason: 'not-met' };
    if (earlier && !(await lostItsRule(trx, earlier.id))) return { ok: false, reason: 'revoked' };
    const pieces = earned.filter(({ slug }) => progress.pieces.includes(slug));

    const publicId = newPublicId();
    const regainedAt = earlier && (await findRegained(trx, pieces));
    const awardedAt = metAt(series, pieces, { publishedAt: version.publishedAt, now: now(), regainedAt });
    const recipientName = await getNameAmong(trx, personId, [issuer.id]);
    const { id } = await trx
      .insertInto('awards')
      .values({
        kind: 'stack',
        public_id: publicId,
        issuer_id: issuer.id,
        person_id: personId,
        series_id: seriesId,
        series_version_id: version.id,
        recipient_name: recipientName,
        awarded_at: awardedAt,
        instead_of: earlier?.id ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('award_pieces')
      .values(pieces.map(({ awardId }) => ({ stack_award_id: id, piece_award_id: awardId })))
      .execute();
    const { credential, publicMultibase } = await issueCredential(trx, deps, {
      awardId: id,
      issuerId: issuer.id,
      number: 1,
      reason: 'issued',
      facts: {
        kind: 'stack',
        baseUrl,
        publicId,
        issuer,
        series,
        version: { number: version.number, sha256: version.sha256 },
        criteria: stackCriteria(series, pieces),
        pieces: pieces.map(({ title, credentialId, credential: piece }) => ({
          ...{ title, credentialId, sha256: documentSha256(piece) },
        })),
        earner: { name: recipientName, email: person.email, did: person.did },
        salt: randomBytes(16).toString('hex'),
        awardedAt,
      },
    });
    const title = series.stackAward?.title ?? series.title;
    const mail = {
      to: person,
      title,
      series,
      issuerName: issuer.name,
      publicId,
      baseUrl,
      isAgain: earlier !== undefined,
    };
    await sendMailLater(trx, stackAwardMail(mail));
    await audit(trx, {
      issuerId: issuer.id,
      actorId: null,
      action: 'award.issued',
      subject: { type: 'award', id },
      details: {
        publicId,
        kind: 'stack',
        seriesVersion: version.number,
        pieces: pieces.length,
        key: publicMultibase,
        ...(earlier && { insteadOf: earlier.publicId }),
      },
      afterSha256: documentSha256(credential),
    });
    return { ok: true, publicId, issued: true };
  });
}

/** Who changes the status of one of them waits until it is decided whether it counts, or is waited for. */
async function holdAwards(trx: Trx, { personId, seriesId }: { personId: string; seriesId: string }): Promise<void> {
  await trx
    .selectFrom('awards')
    .select('id')
    .where('person_id', '=', personId)
    .where('kind', '=', 'micro-credential')
    .where('micro_credential_id', 'in', (eb) =>
      eb.selectFrom('series_members').select('micro_credential_id').where('series_id', '=', seriesId),
    )
    .orderBy('id')
    .forShare()
    .execute();
}

/**
 * Whether a stack award was revoked because the rule by which it was issued was no longer met. Not where its earner gave it up, or
 * it was about the award itself, though a piece was missing at that time, too.
 */
async function lostItsRule(trx: Trx, stackAwardId: string): Promise<boolean> {
  const { series, slugs, code } = await findRevokedStack(trx, stackAwardId);
  if (code !== null && endsForGood(code)) return false;
  return !stackProgress(series, new Set(slugs)).met;
}

/** When the last of these came to count again that did not count for a while. */
async function findRegained(trx: Trx, pieces: readonly EarnedPiece[]): Promise<Date | undefined> {
  const awardIds = pieces.map(({ awardId }) => awardId);
  const { at } = await trx
    .selectFrom('award_status_events')
    .select((eb) => eb.fn.max<Date | null>('at').as('at'))
    .where('award_id', 'in', awardIds)
    .where('status', '=', 'in-force')
    .executeTakeFirstOrThrow();
  return at ?? undefined;
}

/** When the rule was met: with its last piece, or by the version that made it easier; met again, when a lost piece counted again. */
function metAt(
  series: Series,
  pieces: readonly EarnedPiece[],
  { publishedAt, now, regainedAt }: { publishedAt: Date; now: Date; regainedAt: Date | undefined },
): Date {
  const have = new Set<string>();
  const inTime = [...pieces].sort((a, b) => a.awardedAt.getTime() - b.awardedAt.getTime());
  const last = inTime.find(({ slug }) => stackProgress(series, have.add(slug)).met)?.awardedAt ?? now;
  const met = Math.max(last.getTime(), publishedAt.getTime(), regainedAt?.getTime() ?? 0);
  return new Date(Math.min(met, Math.max(now.getTime(), last.getTime())));
}
