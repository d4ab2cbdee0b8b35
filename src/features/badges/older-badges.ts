import { buildOlderAssertion, olderRecipient } from '#domain/badge/open-badges-2.ts';
import type { Deps } from '#platform/deps.ts';
import type { PublicAward } from '../awards/awards.queries.ts';

/**
 * The Open Badges 2.0 assertion of an award, or `undefined` where none of its credentials names whose it is. Its recipient is that
 * of the newest credential with an address's hash, since older backpacks know nobody by another name.
 */
export async function olderAssertion({ db, baseUrl }: Pick<Deps, 'db' | 'baseUrl'>, award: PublicAward) {
  const credentials = await db
    .selectFrom('award_credentials')
    .select('credential')
    .where('award_id', '=', award.id)
    .orderBy('number', 'desc')
    .execute();
  const named = credentials.map(({ credential }) => olderRecipient(credential));
  const recipient = named.find((candidate) => candidate?.type === 'email') ?? named[0];
  if (!recipient) return undefined;
  const { publicId, subject, awardedAt, validUntil, slug } = award;
  return buildOlderAssertion({
    baseUrl,
    publicId,
    subject: { kind: subject.kind === 'stack' ? 'series' : 'micro-credential', slug },
    version: subject.version.number,
    recipient,
    awardedAt,
    validUntil,
  });
}
