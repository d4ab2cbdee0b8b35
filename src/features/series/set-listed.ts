import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { isLastStack } from './stack.queries.ts';

/** Shows or hides somebody's name among those who finished a series. Only who has its stack award is asked. */
export async function setListed(
  trx: Trx,
  { personId, slug, listed, now }: { personId: string; slug: string; listed: boolean; now: Date },
): Promise<void> {
  const award = await trx
    .selectFrom('awards as a')
    .innerJoin('series as s', 's.id', 'a.series_id')
    .select(['a.id', 'a.series_id', 'a.issuer_id'])
    .where('s.slug', '=', slug)
    .where('a.person_id', '=', personId)
    .where('a.kind', '=', 'stack')
    .where(isLastStack(sql.ref('a.id')))
    .forUpdate('a')
    .executeTakeFirst();
  if (!award?.series_id) throw new NotFoundError('stack award');
  const changed = listed
    ? await trx
        .insertInto('series_listings')
        .values({ series_id: award.series_id, person_id: personId, listed_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .returning('person_id')
        .execute()
    : await trx
        .deleteFrom('series_listings')
        .where('series_id', '=', award.series_id)
        .where('person_id', '=', personId)
        .returning('person_id')
        .execute();
  if (changed.length === 0) return;
  await audit(trx, {
    issuerId: award.issuer_id,
    actorId: personId,
    action: listed ? 'series.listed' : 'series.unlisted',
    subject: { type: 'award', id: award.id },
  });
}
