import { sql } from 'kysely';
import type { Series } from '#domain/definition/schema.ts';
import { stackProgress } from '#domain/series/stack-progress.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { awardStatus } from '../status/status.queries.ts';
import { listAwardedSlugs } from './stack.queries.ts';

type RestingStack = {
  id: string;
  issuerId: string;
  personId: string;
  series: Series;
  pieceEventId: string;
};

/**
 * After an award was suspended or revoked: notes for the issuer's people every stack award that no longer rests on its rule.
 * Nothing else happens to it. Where other pieces meet the rule of the version that it was issued by, there is nothing to note.
 */
export async function reviewStackAwards(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { awardId }: { awardId: string },
): Promise<{ noted: number }> {
  return db.transaction().execute(async (trx) => {
    let noted = 0;
    for (const stack of await listRestingOn(trx, awardId, now())) {
      const earned = await listAwardedSlugs(trx, { personId: stack.personId, now: now() });
      if (stackProgress(stack.series, new Set(earned)).met) continue;
      noted += (await note(trx, stack, now())) ? 1 : 0;
    }
    return { noted };
  });
}

/** The stack awards in force that this award, which is not, is a piece of. */
async function listRestingOn(trx: Trx, awardId: string, now: Date): Promise<RestingStack[]> {
  const { rows } = await sql<RestingStack>`
    select a.id, a.issuer_id as "issuerId", a.person_id as "personId", v.document as series,
      event.id as "pieceEventId"
    from award_pieces p join awards a on a.id = p.stack_award_id
      join series_versions v on v.id = a.series_version_id
      join lateral (select e.id, e.status from award_status_events e where e.award_id = p.piece_award_id
        order by e.at desc, e.id desc limit 1) event on event.status <> 'in-force'
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where p.piece_award_id = ${awardId} and status.state <> 'revoked'
    order by a.id`.execute(trx);
  return rows;
}

async function note(trx: Trx, stack: RestingStack, now: Date): Promise<boolean> {
  const row = await trx
    .insertInto('stack_reviews')
    .values({
      issuer_id: stack.issuerId,
      stack_award_id: stack.id,
      piece_event_id: stack.pieceEventId,
      found_at: now,
    })
    .onConflict((conflict) => conflict.columns(['stack_award_id', 'piece_event_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await audit(trx, {
    issuerId: stack.issuerId,
    actorId: null,
    action: 'stack-award.piece-lost',
    subject: { type: 'award', id: stack.id },
    details: { review: row.id },
  });
  return true;
}
