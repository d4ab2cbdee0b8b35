import type { Database } from '#platform/database.ts';

/**
 * Marks what was released to an earner as read, from now on: it can't be recalled any more. Called before a page that shows
 * it is put together, so that no page shows what was recalled meanwhile. Most visits find it marked and write nothing.
 */
export async function readDecision(
  db: Database,
  { personId, enrolmentId, number, now }: { personId: string; enrolmentId: string; number?: number; now: Date },
): Promise<void> {
  const unread = await db
    .selectFrom('decisions as d')
    .innerJoin('attempts as t', 't.id', 'd.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .leftJoin('decision_reads as r', 'r.attempt_id', 'd.attempt_id')
    .select('d.attempt_id')
    .where('t.enrolment_id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .where('r.attempt_id', 'is', null)
    .$if(number !== undefined, (query) => query.where('t.number', '=', number ?? 0))
    .execute();
  if (unread.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // Whoever recalls it holds the enrolment, too: one of the two comes first.
    await trx.selectFrom('enrolments').select('id').where('id', '=', enrolmentId).forUpdate().execute();
    await trx
      .insertInto('decision_reads')
      .columns(['attempt_id', 'read_at'])
      .expression((eb) =>
        eb
          .selectFrom('decisions')
          .select(['attempt_id', eb.val(now).as('read_at')])
          .where(
            'attempt_id',
            'in',
            unread.map((row) => row.attempt_id),
          ),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
