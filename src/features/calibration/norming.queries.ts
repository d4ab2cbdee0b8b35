import { sql } from 'kysely';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { shareOf } from '#domain/statistics/proportion.ts';
import type { Database } from '#platform/database.ts';
import { recordRevision } from './revision.ts';

export type Disputed = {
  attemptId: string;
  lookFor: string;
  text: string;
  /** Two who scored an attempt, each without seeing the other; or an anchor against its agreed rating. */
  source: 'pair' | 'anchor';
  /** Of the anchor, or which attempt it is. */
  label: string;
  /** What was given, with how often. */
  given: { value: RatingValue; times: number }[];
  /** Of all pairs on this look-for, or all who scored the anchor: on how many they were apart. */
  apart: number;
  of: number;
  /** Of these, on how many the one said Yes and the other did not. */
  across: number;
  isSeeded: boolean;
};

type DisputedRow = Omit<Disputed, 'text'> & { document: unknown };

/**
 * The look-fors of a micro-credential that people see most differently: of two independent first ratings that lie on
 * different sides of Yes and not-Yes or are merely not the same, and of anchors that fewer than nine in ten rate as agreed.
 * What is most disputed comes first: by how often it is across Yes and not-Yes at least, then by how often it is not the
 * same; a single pair says less than many. The latest attempt for each look-for. Only decided attempts are shown around, and
 * none of somebody who would read the agenda. What may still be appealed against counts, but is not shown around: whoever
 * answers an appeal has not heard before what others make of it.
 */
export async function listDisputed(
  db: Database,
  issuerIds: readonly string[],
  microCredentialId: string,
  now: Date,
): Promise<Disputed[]> {
  const { rows: pairs } = await sql<DisputedRow>`
    with pair as (
      select f.attempt_id, r.look_for_key, r.value as one, s.value as other, t.definition_version_id,
        greatest(f.completed_at, g.completed_at) as at, ${mayBeAppealed(now)} as may_be_appealed
      from assessments f
      join assessments g on g.attempt_id = f.attempt_id and g.role = 'second' and g.state = 'completed'
      join attempts t on t.id = f.attempt_id
      join decisions d on d.attempt_id = f.attempt_id
      join enrolments e on e.id = t.enrolment_id and e.micro_credential_id = ${microCredentialId} and e.state <> 'anchor'
      join ratings r on r.assessment_id = f.id and r.value is not null
      join ratings s on s.assessment_id = g.id and s.look_for_key = r.look_for_key and s.value is not null
      where f.role = 'first' and f.state = 'completed' and f.issuer_id = any(${issuerIds}::uuid[])
        and not exists (select from memberships w where w.person_id = e.person_id and w.issuer_id = f.issuer_id
          and w.role in ('assessor', 'lead_assessor'))
    ), share as (
      select look_for_key, count(*) as of, count(*) filter (where one <> other) as apart,
        count(*) filter (where (one = 'yes') <> (other = 'yes')) as across from pair group by 1
    ), latest as (
      select distinct on (look_for_key) * from pair where one <> other and not may_be_appealed
      order by look_for_key, ((one = 'yes') <> (other = 'yes')) desc, at desc
    )
    select l.attempt_id as "attemptId", l.look_for_key as "lookFor", 'pair' as source,
      'Attempt of ' || to_char(t.submitted_at at time zone 'UTC', 'FMMonth FMDD, YYYY') as label,
      json_build_array(json_build_object('value', l.one, 'times', 1), json_build_object('value', l.other, 'times', 1)) as given,
      s.apart, s.of, s.across, false as "isSeeded", v.document
    from latest l join share s using (look_for_key) join attempts t on t.id = l.attempt_id
    join definition_versions v on v.id = l.definition_version_id
    order by s.across::float8 / s.of desc, s.apart::float8 / s.of desc, s.of desc limit 20`.execute(db);
  const { rows: anchors } = await sql<DisputedRow>`
    select n.attempt_id as "attemptId", k.look_for_key as "lookFor", 'anchor' as source, 'Anchor: ' || n.title as label,
      (select json_agg(json_build_object('value', g.value, 'times', g.times)) from (
        select c.value, count(*) as times from anchor_comparisons c
        where c.anchor_id = n.id and c.look_for_key = k.look_for_key and c.value is not null group by 1 order by 2 desc) g) as given,
      k.apart, k.of, k.across, n.use = 'seed' and n.state = 'active' as "isSeeded", v.document
    from (
      select anchor_id, look_for_key, count(*) as of, count(*) filter (where value <> agreed) as apart,
        count(*) filter (where (value = 'yes') <> (agreed = 'yes')) as across
      from anchor_comparisons
      where micro_credential_id = ${microCredentialId} and issuer_id = any(${issuerIds}::uuid[]) and value is not null
      group by 1, 2 having count(*) >= 2
    ) k
    join anchors n on n.id = k.anchor_id join definition_versions v on v.id = n.definition_version_id
    where k.apart::float8 / k.of > 0.1
    order by k.apart::float8 / k.of desc, k.of desc limit 20`.execute(db);
  return [...pairs, ...anchors]
    .map(({ document, ...row }) => ({ ...row, text: textOf(document, row.lookFor) }))
    .sort(
      (a, b) => atLeast(b.across, b.of) - atLeast(a.across, a.of) || atLeast(b.apart, b.of) - atLeast(a.apart, a.of),
    );
}

/**
 * Whether an appeal against a decision `d` on an attempt `t` of an enrolment `e` is open or may still come (see `mayAppeal`). A
 * later attempt that is being judged may be taken back, and then this decision is the last again.
 */
const mayBeAppealed = (now: Date) => sql`case
  when exists (select from appeals p where p.attempt_id = t.id) then
    exists (select from appeals p where p.attempt_id = t.id and p.state = 'open')
  else e.state in ('working', 'submitted') and d.outcome <> 'earned'
    and not exists (select from attempts later join decisions o on o.attempt_id = later.id
      where later.enrolment_id = e.id and later.number > t.number)
    and not exists (select from decision_reads seen left join assessing_settings s on s.issuer_id = d.issuer_id
      where seen.attempt_id = t.id and seen.read_at + coalesce(s.appeal_days, 30) * interval '24 hours' < ${now}) end`;

/** The share that it has at least, by what was seen: the low end of its 95 % interval. */
function atLeast(count: number, of: number): number {
  const share = shareOf(count, of);
  return share.defined ? share.interval.low : 0;
}

function textOf(document: unknown, lookFor: string): string {
  return listLookFors(document as Definition).find(({ id }) => id === lookFor)?.text ?? lookFor;
}

export type MeetingRow = {
  id: string;
  title: string;
  microCredential: string;
  startsAt: Date;
  closedAt: Date | null;
  items: number;
};

/** Meetings at these issuers, the latest first. */
export async function listMeetings(db: Database, issuerIds: readonly string[]): Promise<MeetingRow[]> {
  const { rows } = await sql<MeetingRow>`
    select n.id, n.title, m.title as "microCredential", n.starts_at as "startsAt", n.closed_at as "closedAt",
      (select count(*) from norming_items i where i.meeting_id = n.id) as items
    from norming_meetings n join micro_credentials m on m.id = n.micro_credential_id
    where n.issuer_id = any(${issuerIds}::uuid[]) order by n.starts_at desc, n.id limit 100`.execute(db);
  return rows;
}

export type MeetingItem = {
  position: number;
  attemptId: string;
  lookFor: string;
  text: string;
  agreedValue: RatingValue | null;
  conclusion: string;
  isAnchor: boolean;
};

export type Meeting = Omit<MeetingRow, 'items'> & {
  issuerId: string;
  microCredentialId: string;
  place: string;
  record: string;
  timeZone: string;
  items: MeetingItem[];
  /** Who was there. */
  present: { id: string; name: string }[];
  /** Of its record: what a form to write it was made from. */
  revision: string;
};

export async function findMeeting(
  db: Database,
  issuerIds: readonly string[],
  id: string,
): Promise<Meeting | undefined> {
  const { rows } = await sql<Omit<Meeting, 'items' | 'present' | 'revision'>>`
    select n.id, n.title, n.issuer_id as "issuerId", n.micro_credential_id as "microCredentialId",
      m.title as "microCredential", n.starts_at as "startsAt", n.closed_at as "closedAt", n.place, n.record,
      coalesce(s.time_zone, 'America/Chicago') as "timeZone"
    from norming_meetings n join micro_credentials m on m.id = n.micro_credential_id
    left join assessing_settings s on s.issuer_id = n.issuer_id
    where n.id = ${id} and n.issuer_id = any(${issuerIds}::uuid[])`.execute(db);
  const [meeting] = rows;
  if (!meeting) return undefined;
  const { rows: items } = await sql<Omit<MeetingItem, 'text'> & { document: unknown }>`
    select i.position, i.attempt_id as "attemptId", i.look_for_key as "lookFor", i.agreed_value as "agreedValue",
      i.conclusion, e.state = 'anchor' as "isAnchor", v.document
    from norming_items i join attempts t on t.id = i.attempt_id join enrolments e on e.id = t.enrolment_id
    join definition_versions v on v.id = t.definition_version_id
    where i.meeting_id = ${id} order by i.position`.execute(db);
  const present = await db
    .selectFrom('norming_attendance as a')
    .innerJoin('people as p', 'p.id', 'a.person_id')
    .select(['p.id', 'p.name'])
    .where('a.meeting_id', '=', id)
    .orderBy('p.name')
    .execute();
  return {
    ...meeting,
    items: items.map(({ document, ...item }) => ({ ...item, text: textOf(document, item.lookFor) })),
    present,
    revision: recordRevision({ items, present: present.map((one) => one.id), record: meeting.record }),
  };
}
