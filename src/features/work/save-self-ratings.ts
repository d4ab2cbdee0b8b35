import { type SelfRatingValue, readSelfRatings } from '#domain/assessment/self-rating.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockWorkspace } from './workspace.queries.ts';

export type SaveSelfRatings = {
  personId: string;
  enrolmentId: string;
  /** Of a posted form. */
  fields: Readonly<Record<string, string>>;
  now: Date;
};

export type SaveSelfRatingsResult = { ok: true; saved: number } | { ok: false; reason: 'not-working' | 'unreadable' };

/**
 * Saves how the earner sees their own work, each look-for that the form names. It is for the earner alone, so the audit,
 * which others read, does not speak of it.
 */
export async function saveSelfRatings(trx: Trx, command: SaveSelfRatings): Promise<SaveSelfRatingsResult> {
  const workspace = await lockWorkspace(trx, command.personId, command.enrolmentId);
  if (!workspace) throw new NotFoundError('work');
  if (workspace.enrolment.state !== 'working') return { ok: false, reason: 'not-working' };

  const ratings = readSelfRatings(
    command.fields,
    listLookFors(workspace.definition).map(({ id }) => id),
  );
  if (!ratings) return { ok: false, reason: 'unreadable' };
  if (ratings.size > 0) await writeSelfRatings(trx, command, ratings);
  return { ok: true, saved: ratings.size };
}

async function writeSelfRatings(
  trx: Trx,
  { enrolmentId, now }: SaveSelfRatings,
  ratings: ReadonlyMap<string, SelfRatingValue>,
): Promise<void> {
  await trx
    .insertInto('self_ratings')
    .values(
      [...ratings].map(([lookFor, value]) => ({
        enrolment_id: enrolmentId,
        look_for_key: lookFor,
        value,
        updated_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['enrolment_id', 'look_for_key']).doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        updated_at: now,
      })),
    )
    .execute();
}

/** Keeps how the earner sees the look-fors of an attempt as it stands at this moment, beside what is sealed of it. */
export async function keepSelfRatings(
  trx: Trx,
  attempt: { id: string; enrolmentId: string; lookFors: readonly string[] },
): Promise<void> {
  if (attempt.lookFors.length === 0) return;
  await trx
    .insertInto('attempt_self_ratings')
    .columns(['attempt_id', 'look_for_key', 'value'])
    .expression((eb) =>
      eb
        .selectFrom('self_ratings')
        .select((one) => [one.val(attempt.id).as('attempt_id'), 'look_for_key', 'value'])
        .where('enrolment_id', '=', attempt.enrolmentId)
        .where('look_for_key', 'in', [...attempt.lookFors]),
    )
    .execute();
}
