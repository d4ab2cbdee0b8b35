import { sql } from 'kysely';
import { minutesAtWork } from '#domain/effort/minutes-at-work.ts';
import type { Database, Trx } from '#platform/database.ts';

/**
 * Keeps how long each requirement took at the screen up to a first attempt, from the times of its saves; what was handed in
 * without a save says nothing. The minutes refine the estimate for those who come after; whose they are is not asked again.
 */
export async function recordMinutes(
  trx: Trx,
  attempt: { id: string; number: number; enrolmentId: string; issuerId: string },
): Promise<void> {
  if (attempt.number !== 1) return;
  const rows = await trx
    .selectFrom('evidence_history as h')
    .innerJoin('evidence_items as x', 'x.id', 'h.evidence_item_id')
    .innerJoin('enrolments as e', 'e.id', 'x.enrolment_id')
    .select(['x.requirement_key', 'e.micro_credential_id', 'h.saved_at'])
    .where('x.enrolment_id', '=', attempt.enrolmentId)
    .execute();
  const taken = [...Map.groupBy(rows, (row) => row.requirement_key)].flatMap(([key, saves]) => {
    const [{ micro_credential_id: microCredentialId } = { micro_credential_id: '' }] = saves;
    return {
      attempt_id: attempt.id,
      issuer_id: attempt.issuerId,
      micro_credential_id: microCredentialId,
      requirement_key: key,
      minutes: minutesAtWork(saves.map((save) => save.saved_at)),
    };
  });
  if (taken.length > 0) await trx.insertInto('requirement_minutes').values(taken).execute();
}

/** Adds up what everybody took, once a day. The whole table is made anew: what was counted yesterday may be gone. */
export async function refreshEffort(db: Database, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two at once would both write the same rows; whoever reads goes on.
    await sql`lock table requirement_effort in share row exclusive mode`.execute(trx);
    await trx.deleteFrom('requirement_effort').execute();
    await sql`
      insert into requirement_effort (micro_credential_id, requirement_key, median_minutes, people, updated_at)
      select micro_credential_id, requirement_key, percentile_cont(0.5) within group (order by minutes)::integer, count(*), ${now}
        from requirement_minutes where minutes > 0
        group by micro_credential_id, requirement_key`.execute(trx);
  });
}
