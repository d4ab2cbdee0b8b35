import { randomBytes } from 'node:crypto';
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
import { stackAwardMail } from './stack-award-mail.ts';
import { type EarnedPiece, findStackSource, listEarnedPieces } from './stack.queries.ts';

export type StackIssueDeps = Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>;

export type StackIssueResult =
  | { ok: true; publicId: string; issued: boolean }
  | { ok: false; reason: 'no-such-person' | 'no-stack-award' | 'not-met' };

/**
 * Issues the stack award of a series to somebody who meets its rule as it is now: once per person and series, however often and
 * however many at a time it is asked for. It is dated when the rule was met, not when the job came round to it.
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
      .where('id', '=', personId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!person) return { ok: false, reason: 'no-such-person' };
    const existing = await trx
      .selectFrom('awards')
      .select('public_id')
      .where('person_id', '=', personId)
      .where('series_id', '=', seriesId)
      .where('kind', '=', 'stack')
      .executeTakeFirst();
    if (existing) return { ok: true, publicId: existing.public_id, issued: false };
    const source = await findStackSource(trx, seriesId);
    if (!source) return { ok: false, reason: 'no-stack-award' };
    const { series, version, issuer } = source;

    await holdAwards(trx, { personId, seriesId });
    const earned = await listEarnedPieces(trx, { personId, seriesId, now: now() });
    const progress = stackProgress(series, new Set(earned.map(({ slug }) => slug)));
    if (!progress.met) return { ok: false, reason: 'not-met' };
    const pieces = earned.filter(({ slug }) => progress.pieces.includes(slug));

    const publicId = newPublicId();
    const awardedAt = metAt(series, pieces, { publishedAt: version.publishedAt, now: now() });
    const { id } = await trx
      .insertInto('awards')
      .values({
        kind: 'stack',
        public_id: publicId,
        issuer_id: issuer.id,
        person_id: personId,
        series_id: seriesId,
        series_version_id: version.id,
        recipient_name: person.name,
        awarded_at: awardedAt,
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
        earner: { name: person.name, email: person.email },
        salt: randomBytes(16).toString('hex'),
        awardedAt,
      },
    });
    const title = series.stackAward?.title ?? series.title;
    await sendMailLater(trx, stackAwardMail({ to: person, title, series, issuerName: issuer.name, publicId, baseUrl }));
    await audit(trx, {
      issuerId: issuer.id,
      actorId: null,
      action: 'award.issued',
      subject: { type: 'award', id },
      details: { publicId, kind: 'stack', seriesVersion: version.number, pieces: pieces.length, key: publicMultibase },
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

/** When the rule was met: with its last piece, or by the version that made it easier. */
function metAt(
  series: Series,
  pieces: readonly EarnedPiece[],
  { publishedAt, now }: { publishedAt: Date; now: Date },
): Date {
  const have = new Set<string>();
  const inTime = [...pieces].sort((a, b) => a.awardedAt.getTime() - b.awardedAt.getTime());
  const last = inTime.find(({ slug }) => stackProgress(series, have.add(slug)).met)?.awardedAt ?? now;
  const met = Math.max(last.getTime(), publishedAt.getTime());
  return new Date(Math.min(met, Math.max(now.getTime(), last.getTime())));
}
