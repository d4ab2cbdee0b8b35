import { type RawBuilder, sql } from 'kysely';
import { blindName } from '#domain/assessment/blind-name.ts';
import type { Database, Trx } from '#platform/database.ts';
import { isBlindWork } from '../blind/blindness.queries.ts';
import { type Rubric, listClosedRubrics } from '../calibration/certification.queries.ts';
import { isSeededFor, seededFor } from '../calibration/seeded.queries.ts';
import { notConflicted } from './eligibility.queries.ts';

/** Who is at the desk, and for which issuers. */
export type DeskAssessor = { id: string; issuerIds: readonly string[] };

/** What somebody may do with an attempt: glance whether all is there, score it, or settle what was rated apart. */
export type WaitingStage = 'pre_check' | 'scoring' | 'adjudication';

/** An attempt that waits. */
export type WaitingAttempt = {
  attemptId: string;
  number: number;
  title: string;
  issuerId: string;
  issuerName: string;
  /** Where judging is blind, a name that says nothing. */
  earnerName: string;
  language: string;
  submittedAt: Date;
  dueAt: Date;
  /** Set while it waits on the earner. */
  pausedAt: Date | null;
  /** Scored by two, who know nothing of each other. */
  isDouble: boolean;
  /** Who has it and until when, while nobody else may take it. */
  holder: { name: string | null; until: Date } | null;
};

export type QueuePage = { attempts: WaitingAttempt[]; next: string | undefined };

/** Attempts on one page of the queue. */
export const pageSize = 40;

/** The place after a row of the queue: its due time in microseconds, and the attempt. */
const cursorPattern = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export type QueueOptions = {
  stage?: WaitingStage;
  microCredential?: string | undefined;
  /** A language, `all`, or undefined for those that the assessor reads at the issuer. */
  language?: string | undefined;
  after?: string | undefined;
  limit?: number;
  /** Without what somebody has in hand or what waits on its earner. */
  onlyFree?: boolean;
  now: Date;
};

type WaitingRow = Omit<WaitingAttempt, 'earnerName' | 'holder'> & {
  earnerName: string | null;
  dueKey: number;
  holderName: string | null;
  leaseExpiresAt: Date | null;
};

/**
 * What waits at the assessor’s issuers and they may take, the first due first: without own work and conflicts, what they
 * are not certified for, what lies on their own desk or was given to others. The index of what waits is read in its order, a
 * stretch at a time until the page is full, so that it costs the same however long the queue.
 */
export async function listQueue(
  db: Database | Trx,
  assessor: DeskAssessor,
  { stage = 'scoring', after, limit = pageSize, onlyFree = false, now, ...narrowed }: QueueOptions,
): Promise<QueuePage> {
  const closed = await listClosedRubrics(db, { personId: assessor.id, issuerIds: assessor.issuerIds, now });
  const rows: WaitingRow[] = [];
  let stretch = limit + 40;
  let place = after;
  for (;;) {
    const window = await listStretch(db, assessor, { ...narrowed, stage, closed, after: place, limit: stretch });
    rows.push(...(await listMayTake(db, assessor, { stage, window, onlyFree, now, limit: limit + 1 })));
    const end = window.at(-1);
    if (rows.length > limit || window.length < stretch || !end) break;
    place = `${end.dueKey}.${end.attemptId}`;
    stretch = Math.min(stretch * 4, longestStretch);
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    attempts: shown.map(({ holderName, leaseExpiresAt, earnerName, dueKey: _, ...attempt }) => ({
      ...attempt,
      earnerName: earnerName ?? blindName(attempt.attemptId),
      holder: leaseExpiresAt === null ? null : { name: attempt.isDouble ? null : holderName, until: leaseExpiresAt },
    })),
    next: rows.length > limit && last ? `${last.dueKey}.${last.attemptId}` : undefined,
  };
}

const longestStretch = 5000;

const dueOf = (stage: WaitingStage) => (stage === 'pre_check' ? sql`j.check_due_at` : sql`j.due_at`);
const keyOf = (stage: WaitingStage) => sql`(extract(epoch from ${dueOf(stage)}) * 1000000)::bigint as "dueKey"`;

type Stretch = { attemptId: string; dueKey: number }[];

/** What is next in the order of the index, narrowed by what costs nothing to know of a row. */
async function listStretch(
  db: Database | Trx,
  assessor: DeskAssessor,
  options: Omit<QueueOptions, 'now'> & { stage: WaitingStage; closed: readonly Rubric[]; limit: number },
): Promise<Stretch> {
  const { stage, closed, microCredential, language, limit } = options;
  const due = dueOf(stage);
  const cursor = cursorPattern.exec(options.after ?? '');
  const after = cursor
    ? sql`and (${due}, j.attempt_id) > (timestamptz 'epoch' + ${cursor[1]}::bigint * interval '1 microsecond', ${cursor[2]}::uuid)`
    : sql``;
  const only = microCredential
    ? sql`and j.micro_credential_id = (select id from micro_credentials where slug = ${microCredential})`
    : sql``;
  // A place in the index for each language, so that one in which nobody writes costs nothing.
  const next = (inIt: RawBuilder<unknown>) => sql`
    select j.attempt_id as "attemptId", ${due} as due, ${keyOf(stage)} from judgings j
    where j.issuer_id = desk.issuer_id and j.stage = ${sql.lit(stage)} ${only} ${after} ${inIt} ${notClosed(closed)}
    order by ${due}, j.attempt_id limit ${limit}`;
  // Made for this assessor alone, and few.
  const seeded = sql`
    select j.attempt_id, ${keyOf(stage)}, ${due} from ${seededFor(assessor.id)}
      and j.issuer_id = any(${assessor.issuerIds}::uuid[]) ${only} ${after} ${notClosed(closed)}
      and exists (select from (select 1) one left join assessor_profiles f on f.issuer_id = j.issuer_id and f.person_id = ${assessor.id}
        where true ${inLanguage(language)})`;
  const { rows } = await sql<Stretch[number]>`
    select w."attemptId", w."dueKey", w.due from unnest(${assessor.issuerIds}::uuid[]) as desk (issuer_id)
    left join assessor_profiles f on f.issuer_id = desk.issuer_id and f.person_id = ${assessor.id}
    cross join lateral unnest(${readLanguages(language)}) as l (language)
    cross join lateral (
      (select * from (${next(sql``)}) whole where l.language is null)
      union all
      (select * from (${next(sql`and split_part(j.language, '-', 1) = l.language`)}) part where l.language is not null)
    ) w
    ${stage === 'scoring' ? sql`union all (${seeded})` : sql``}
    order by due, "attemptId" limit ${limit}`.execute(db);
  return rows;
}

/** The languages to look through, each once; null stands for whatever it is. */
function readLanguages(language: string | undefined): RawBuilder<unknown> {
  if (language === 'all') return sql`array[null]::text[]`;
  if (language) return sql`array[${language}]::text[]`;
  return sql`case when coalesce(f.languages, '{}') = '{}' then array[null]::text[]
    else array(select distinct one from unnest(f.languages) as one) end`;
}

/**
 * Of a stretch, what this assessor may take, with all that a row says. Each row finds its own enrolment: to the planner the
 * lists of conflicts look dear for every one, and it would read all enrolments at once instead (`offset 0` forbids it).
 */
async function listMayTake(
  db: Database | Trx,
  assessor: DeskAssessor,
  {
    stage,
    window,
    onlyFree,
    now,
    limit,
  }: Required<Pick<QueueOptions, 'stage' | 'onlyFree' | 'now' | 'limit'>> & {
    window: Stretch;
  },
): Promise<WaitingRow[]> {
  if (window.length === 0) return [];
  const seats = sql`case when j.stage = 'scoring' then j.independent else 1 end`;
  const { rows } = await sql<WaitingRow>`
    select j.attempt_id as "attemptId", t.number, m.title, j.issuer_id as "issuerId", i.name as "issuerName",
      case when ${isBlindWork('j.enrolment_id')} then null else p.name end as "earnerName", j.language, j.submitted_at as "submittedAt",
      ${dueOf(stage)} as "dueAt", ${keyOf(stage)}, j.paused_at as "pausedAt",
      j.independent = 2 as "isDouble", h.name as "holderName", h.until as "leaseExpiresAt"
    from (select * from judgings where attempt_id = any(${window.map(({ attemptId }) => attemptId)}::uuid[]) offset 0) j
    cross join lateral (select * from enrolments where id = j.enrolment_id offset 0) e
    join attempts t on t.id = j.attempt_id
    join micro_credentials m on m.id = j.micro_credential_id
    join issuers i on i.id = j.issuer_id
    join people p on p.id = e.person_id
    left join lateral (${holders(stage, now)}) h on h.seats >= ${seats}
    where (e.state = 'submitted' ${stage === 'scoring' ? sql`or ${isSeededFor(assessor.id)}` : sql``})
      and ${notConflicted(assessor.id)}
      ${onlyFree ? sql`and h.until is null and j.paused_at is null` : sql``}
      ${stage === 'pre_check' ? sql`` : sql`and ${notSeated(assessor.id)} and ${notGivenAway(assessor.id, stage, now)}`}
    order by ${dueOf(stage)}, j.attempt_id limit ${limit}`.execute(db);
  return rows;
}

/** The seats before the attempt that are taken, and who is the last to sit in one now. */
function holders(stage: WaitingStage, now: Date): RawBuilder<unknown> {
  return sql`
    select count(*) as seats, max(a.lease_expires_at) filter (where a.state = 'claimed') as until,
      (array_agg(n.name order by a.lease_expires_at desc) filter (where a.state = 'claimed'))[1] as name
    from assessments a join people n on n.id = a.assessor_id where ${isTaken(stage, now)}`;
}

export function inLanguage(language: string | undefined): RawBuilder<unknown> {
  if (language === 'all') return sql``;
  if (language) return sql`and split_part(j.language, '-', 1) = ${language}`;
  return sql`and (coalesce(f.languages, '{}') = '{}' or split_part(j.language, '-', 1) = any(f.languages))`;
}

/** Without the versions whose rubric they may not score by. */
export function notClosed(closed: readonly Rubric[]): RawBuilder<unknown> {
  if (closed.length === 0) return sql``;
  return sql`and j.definition_version_id not in (
    select v.id from definition_versions v
    join unnest(${closed.map((rubric) => rubric.microCredentialId)}::uuid[], ${closed.map((rubric) => rubric.rubricSha256)}::text[])
      as closed (micro_credential_id, rubric_sha256) using (micro_credential_id, rubric_sha256))`;
}

/** Nobody sits twice before one attempt. */
export function notSeated(assessorId: string): RawBuilder<unknown> {
  return sql`not exists (select from assessments a
    where a.attempt_id = j.attempt_id and a.assessor_id = ${assessorId} and a.state in ('claimed', 'completed'))`;
}

/** Not what they were given, which lies on their desk; nor what is left to nobody, since others were given it. */
export function notGivenAway(assessorId: string, stage: WaitingStage, now: Date): RawBuilder<unknown> {
  const seats = stage === 'adjudication' ? sql`1` : sql`j.independent`;
  return sql`not exists (
    select from assignments g where g.attempt_id = j.attempt_id and g.ended_at is null and g.role in ${rolesOf(stage)}
    having count(*) filter (where g.assessor_id = ${assessorId}) > 0
      or (count(*) > 0 and count(*) + (select count(*) from assessments a where ${isTaken(stage, now)}) >= ${seats}))`;
}

const rolesOf = (stage: WaitingStage) => (stage === 'adjudication' ? sql`('adjudicator')` : sql`('first', 'second')`);

/** A seat of this stage in which somebody sat, or sits now. */
export function isTaken(stage: WaitingStage, now: Date): RawBuilder<unknown> {
  const round = stage === 'adjudication' ? sql`and a.round = j.adjudication_round` : sql``;
  return sql`a.attempt_id = j.attempt_id and a.role in ${rolesOf(stage)} ${round}
    and (a.state = 'completed' or (a.state = 'claimed' and a.lease_expires_at > ${now}))`;
}
