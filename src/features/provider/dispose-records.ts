import { sql } from 'kysely';
import type { RecordKind } from '#domain/credit/provider-records.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { type Held, lastDayOfAnswer, lastDayOfBatch, listRecordClocks, sumOf } from './records.queries.ts';

type By = { issuerId: string; kind: RecordKind; actorId: string; now: Date };

/** For how many years; `undefined`: as the rules say. */
export async function setRetention(
  trx: Trx,
  { issuerId, kind, years, actorId, now }: By & { years: number | undefined },
) {
  if (years === undefined)
    await trx.deleteFrom('provider_retention').where('issuer_id', '=', issuerId).where('kind', '=', kind).execute();
  else
    await trx
      .insertInto('provider_retention')
      .values({ issuer_id: issuerId, kind, years, set_by: actorId, set_at: now })
      .onConflict((conflict) =>
        conflict.columns(['issuer_id', 'kind']).doUpdateSet({ years, set_by: actorId, set_at: now }),
      )
      .execute();
  const subject = { type: 'issuer', id: issuerId };
  await audit(trx, { issuerId, actorId, action: 'retention.set', subject, details: { kind, years: years ?? null } });
}

export type DisposeResult =
  | ({ ok: true } & Held)
  /** What is due is no longer what was shown. */
  | { ok: false; reason: 'moved' };

/**
 * Does away with the records of a kind that are due, and with nothing else: contents of files, answers of evaluations and, with
 * the rosters, numbers of licences in batches. Only through the day that was shown to who asks for it.
 */
export async function disposeRecords(
  trx: Trx,
  { issuerId, kind, through, actorId, now }: By & { through: string },
): Promise<DisposeResult> {
  await sql`select from issuers where id = ${issuerId} for no key update`.execute(trx);
  const clocks = await listRecordClocks(trx, issuerId, now.toISOString().slice(0, 10));
  const clock = clocks.find((one) => one.kind === kind);
  if (clock?.through !== through || sumOf(clock.due) === 0) return { ok: false, reason: 'moved' };
  const files = await trx
    .updateTable('provider_files')
    .set({ content: null, disposed_at: now })
    .where('issuer_id', '=', issuerId)
    .where('kind', '=', kind)
    .where('disposed_at', 'is', null)
    .where('period_to', '<=', through)
    .returning('sha256')
    .execute();
  const answers = kind === 'evaluation' ? await disposeAnswers(trx, { issuerId, through, now }) : 0;
  const numbers = kind === 'roster' ? await disposeNumbers(trx, { issuerId, through, now }) : 0;
  await audit(trx, {
    ...{ issuerId, actorId, action: 'records.disposed', subject: { type: 'issuer', id: issuerId } },
    details: { kind, through, years: clock.years, files: files.map(({ sha256 }) => sha256), answers, numbers },
  });
  return { ok: true, files: files.length, answers, numbers };
}

async function disposeAnswers(
  trx: Trx,
  { issuerId, through, now }: { issuerId: string; through: string; now: Date },
): Promise<number> {
  const { rows } = await sql`
    delete from evaluation_answers where id in (
      select e.id from evaluation_answers e left join evaluation_batches b on b.id = e.batch_id
      where e.issuer_id = ${issuerId} and ${lastDayOfAnswer} <= ${through}::date
    ) returning id`.execute(trx);
  await trx
    .updateTable('evaluation_batches')
    .set({ disposed_at: now })
    .where('issuer_id', '=', issuerId)
    .where('disposed_at', 'is', null)
    .where('released_on', '<=', through)
    .execute();
  return rows.length;
}

/** What the lines were of, and the answers to them, stay. */
async function disposeNumbers(
  trx: Trx,
  { issuerId, through, now }: { issuerId: string; through: string; now: Date },
): Promise<number> {
  // The batch before its lines, as whoever takes the agency’s answers does.
  const { rows: batches } = await sql<{ id: string }>`
    select b.id from agency_batches b where b.issuer_id = ${issuerId} and ${lastDayOfBatch} <= ${through}::date
      and exists (select from agency_lines l where l.batch_id = b.id and l.number_sealed is not null)
    order by b.id for update`.execute(trx);
  if (batches.length === 0) return 0;
  const lines = await trx
    .updateTable('agency_lines')
    .set({ number_sealed: null, disposed_at: now })
    .where('number_sealed', 'is not', null)
    .where(
      'batch_id',
      'in',
      batches.map(({ id }) => id),
    )
    .returning('id')
    .execute();
  return lines.length;
}
