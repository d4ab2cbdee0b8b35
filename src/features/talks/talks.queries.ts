import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { readTimes } from '../work/between.ts';

/** Who may talk with earners: the coaches of their work, and the assessors and lead assessors of the issuer. */
export type TalkPartner = { id: string; issuerIds: readonly string[] };

/** A request or a talk as those see it who could have it. */
export type DeskTalk = {
  id: string;
  state: 'asked' | 'booked' | 'held' | 'cancelled';
  title: string;
  issuerName: string;
  timeZone: string;
  /** Only for a coach of the work, and for whom it is booked with: nobody else need know whose work it is. */
  earnerName: string | null;
  beforeAttempt: number;
  proposals: Date[];
  offers: Date[];
  /** Whether the times were offered by the one who looks. */
  isOwnOffer: boolean;
  wish: string;
  askedAt: Date;
  startsAt: Date | null;
  minutes: number | null;
  place: string;
  heldAt: Date | null;
};

/**
 * Of the rows that a partner may see: never their own work, and of others’ bookings none. Whoever has a seat before an attempt
 * of this work, or was given one, judges it and does not talk it through: not even while an appeal is all that is open.
 */
const mayHave = ({ id, issuerIds }: TalkPartner) => sql`
  e.person_id <> ${id}
  and not exists (
    select from attempts t where t.enrolment_id = y.enrolment_id and (
      exists (select from assessments a where a.attempt_id = t.id and a.assessor_id = ${id} and a.state = 'claimed')
      or exists (select from assignments g where g.attempt_id = t.id and g.assessor_id = ${id} and g.ended_at is null))
  )
  and (
    y.issuer_id = any(${[...issuerIds]}::uuid[])
    or exists (
      select from coaches c
      where c.enrolment_id = y.enrolment_id and c.person_id = ${id} and c.accepted_at is not null and c.ended_at is null
    )
  )`;

type Row = Omit<DeskTalk, 'proposals' | 'offers'> & { proposals: unknown; offers: unknown };

/** More are not shown at a time. */
export const mostTalks = 200;

/** What is booked with them, the next first, then what is asked for and still open, the oldest first, and what they held, the latest first. */
export async function listDeskTalks(db: Database, partner: TalkPartner): Promise<DeskTalk[]> {
  const { rows } = await sql<Row>`
    select y.id, y.state, m.title, i.name as "issuerName", coalesce(s.time_zone, 'America/Chicago') as "timeZone",
      case when y.with_person_id = ${partner.id} or exists (
        select from coaches c where c.enrolment_id = y.enrolment_id and c.person_id = ${partner.id}
          and c.accepted_at is not null and c.ended_at is null
      ) then p.name end as "earnerName",
      y.before_attempt as "beforeAttempt", y.proposals, y.offers, y.offered_by is not distinct from ${partner.id} as "isOwnOffer",
      y.wish, y.asked_at as "askedAt", y.starts_at as "startsAt", y.minutes, y.place, y.held_at as "heldAt"
    from coach_talks y
    join enrolments e on e.id = y.enrolment_id
    join micro_credentials m on m.id = e.micro_credential_id
    join issuers i on i.id = y.issuer_id
    join people p on p.id = e.person_id
    left join assessing_settings s on s.issuer_id = y.issuer_id
    where ((y.state = 'asked' and e.state = 'working' and ${mayHave(partner)})
      or (y.state in ('booked', 'held') and y.with_person_id = ${partner.id}))
    order by array_position(array['booked', 'asked', 'held'], y.state), case when y.state = 'held' then y.starts_at end desc,
      coalesce(y.starts_at, y.asked_at), y.id
    limit ${mostTalks}`.execute(db);
  return rows.map((row) => ({ ...row, proposals: readTimes(row.proposals), offers: readTimes(row.offers) }));
}

/** Whether somebody could have a talk, as things stand: of one whose enrolment is locked. */
export async function couldHave(trx: Trx, talkId: string, partner: TalkPartner): Promise<boolean> {
  const { rows } = await sql`
    select from coach_talks y join enrolments e on e.id = y.enrolment_id where y.id = ${talkId} and ${mayHave(partner)}`.execute(
    trx,
  );
  return rows.length > 0;
}

/** A talk that is locked, with what its mails say. */
export type LockedTalk = {
  id: string;
  state: DeskTalk['state'];
  enrolmentId: string;
  issuerId: string;
  issuerName: string;
  timeZone: string;
  title: string;
  earnerEmail: string;
  withId: string | null;
  withEmail: string | null;
  offeredBy: string | null;
  proposals: Date[];
  offers: Date[];
  startsAt: Date | null;
  minutes: number | null;
  place: string;
  sequence: number;
};

/** Locks a talk, its enrolment first, for one who could have it; another’s is as good as none. */
export async function lockTalk(
  trx: Trx,
  talkId: string,
  as: { partner: TalkPartner } | { earner: { id: string; enrolmentId: string } },
): Promise<LockedTalk | undefined> {
  const scope =
    'partner' in as
      ? sql`(y.with_person_id = ${as.partner.id} or (y.state = 'asked' and ${mayHave(as.partner)}))`
      : sql`e.person_id = ${as.earner.id} and e.id = ${as.earner.enrolmentId}`;
  const { rows: found } = await sql<{ id: string }>`
    select e.id from enrolments e where e.id = (select enrolment_id from coach_talks where id = ${talkId}) for update`.execute(
    trx,
  );
  if (found.length === 0) return undefined;
  const { rows } = await sql<Omit<LockedTalk, 'proposals' | 'offers'> & { proposals: unknown; offers: unknown }>`
    select y.id, y.state, y.enrolment_id as "enrolmentId", y.issuer_id as "issuerId", i.name as "issuerName",
      coalesce(s.time_zone, 'America/Chicago') as "timeZone", m.title, p.email as "earnerEmail",
      y.with_person_id as "withId", w.email as "withEmail", y.offered_by as "offeredBy", y.proposals, y.offers,
      y.starts_at as "startsAt", y.minutes, y.place, y.sequence
    from coach_talks y
    join enrolments e on e.id = y.enrolment_id
    join micro_credentials m on m.id = e.micro_credential_id
    join issuers i on i.id = y.issuer_id
    join people p on p.id = e.person_id
    left join people w on w.id = coalesce(y.with_person_id, y.offered_by)
    left join assessing_settings s on s.issuer_id = y.issuer_id
    where y.id = ${talkId} and ${scope}
    for update of y`.execute(trx);
  const [row] = rows;
  return row && { ...row, proposals: readTimes(row.proposals), offers: readTimes(row.offers) };
}
