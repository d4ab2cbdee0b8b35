import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';

/** So many addresses may one person take: each stays theirs for ever. */
export const mostHandles = 5;

export type ProfileToSave = {
  handle: string | null;
  headline: string;
  about: string;
  mayBeFound: boolean;
  showsHours: boolean;
  showsDates: boolean;
  /** Public ids of awards, in the order in which they are to stand. Those of other people are left out. */
  awards: readonly string[];
  /** Slugs. */
  series: readonly string[];
};

export type SaveProfileRefusal = 'stale' | 'handle-missing' | 'handle-taken' | 'too-many-handles';

export type ProfileSaved = { ok: true } | { ok: false; reason: SaveProfileRefusal };

type Command = {
  personId: string;
  /** That of the page that was filled in. */
  revision: number;
  profile: ProfileToSave;
  /** `false` leaves it as it is. */
  switchOn: boolean;
  now: Date;
};

/** Keeps what an earner shows of their own accord; refused when somebody saved meanwhile. */
export async function saveProfile(
  trx: Trx,
  { personId, revision, profile, switchOn, now }: Command,
): Promise<ProfileSaved> {
  await trx
    .insertInto('public_profiles')
    .values({ person_id: personId, updated_at: now })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const current = await trx
    .selectFrom('public_profiles')
    .select(['handle', 'is_on', 'revision'])
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (current.revision !== revision) return { ok: false, reason: 'stale' };
  const isOn = current.is_on || switchOn;
  const { handle, headline, about } = profile;
  if (isOn && handle === null) return { ok: false, reason: 'handle-missing' };
  if (handle !== null && handle !== current.handle) {
    const refusal = await takeHandle(trx, { personId, handle, now });
    if (refusal) return { ok: false, reason: refusal };
  }
  await trx
    .updateTable('public_profiles')
    .set({ handle, headline, about, is_on: isOn, revision: revision + 1, updated_at: now })
    .set({ may_be_found: profile.mayBeFound, shows_hours: profile.showsHours, shows_dates: profile.showsDates })
    .where('person_id', '=', personId)
    .execute();
  await replaceChoices(trx, personId, profile);
  await audit(trx, {
    issuerId: null,
    actorId: personId,
    action: isOn && !current.is_on ? 'public-profile.switched-on' : 'public-profile.saved',
    subject: { type: 'person', id: personId },
    details: { handle, isOn, revision: revision + 1, awards: profile.awards.length },
  });
  return { ok: true };
}

/** Takes the page away at once, whatever else is going on with it. Everything that was chosen stays. */
export async function switchOffProfile(
  trx: Trx,
  { personId, now }: { personId: string; now: Date },
): Promise<{ switchedOff: boolean }> {
  const { numUpdatedRows } = await trx
    .updateTable('public_profiles')
    .set((eb) => ({ is_on: false, revision: eb('revision', '+', 1), updated_at: now }))
    .where('person_id', '=', personId)
    .where('is_on', '=', true)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return { switchedOff: false };
  await audit(trx, {
    issuerId: null,
    actorId: personId,
    action: 'public-profile.switched-off',
    subject: { type: 'person', id: personId },
  });
  return { switchedOff: true };
}

type Taking = { personId: string; handle: string; now: Date };

/** A handle that somebody has or had is theirs. Who asks at the same time waits here for the other to end. */
async function takeHandle(
  trx: Trx,
  { personId, handle, now }: Taking,
): Promise<'handle-taken' | 'too-many-handles' | undefined> {
  const { rows } = await sql<{ handle: string }>`
    insert into profile_handles (handle, person_id, taken_at)
    select ${handle}, ${personId}::uuid, ${now}
    where (select count(*) from profile_handles where person_id = ${personId}::uuid) < ${mostHandles}
    on conflict do nothing returning handle`.execute(trx);
  if (rows.length > 0) return undefined;
  const holder = await trx
    .selectFrom('profile_handles')
    .select('person_id')
    .where('handle', '=', handle)
    .executeTakeFirst();
  if (!holder) return 'too-many-handles';
  return holder.person_id === personId ? undefined : 'handle-taken';
}

async function replaceChoices(trx: Trx, personId: string, { awards, series }: ProfileToSave): Promise<void> {
  await trx.deleteFrom('public_profile_awards').where('person_id', '=', personId).execute();
  await sql`
    insert into public_profile_awards (person_id, award_id, position)
    select a.person_id, a.id, row_number() over (order by chosen.place)
    from unnest(${awards}::text[]) with ordinality as chosen (public_id, place)
      join awards a on a.public_id = chosen.public_id and a.person_id = ${personId}::uuid`.execute(trx);
  await trx.deleteFrom('public_profile_series').where('person_id', '=', personId).execute();
  await sql`
    insert into public_profile_series (person_id, series_id)
    select ${personId}::uuid, id from series where slug = any(${series}::text[])`.execute(trx);
}
