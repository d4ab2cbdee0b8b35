import { sql } from 'kysely';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { Outcome } from '#domain/assessment/decide.ts';
import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import type { JudgedAttempt, RatingValue } from '#domain/assessment/standing.ts';
import { type AttemptDifference, differenceOf } from '#domain/attempt/difference.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { hiddenPlaces, withholdAttempt } from '#domain/privacy/withhold.ts';
import type { Database, Trx } from '#platform/database.ts';
import { listTakenBack } from '../attestations/attestations.queries.ts';
import { type BlindNotes, blindnessFor, isBlindWork, shownEarner } from '../blind/blindness.queries.ts';
import { findSeededView, seededDecision } from '../calibration/seeded-view.ts';
import { type LostRelease, listLostReleases } from '../consent/consent.queries.ts';
import { type PrivacyFlag, listFlagsOfAttempt } from '../privacy/flags.queries.ts';
import { findHiddenOfWork } from '../privacy/hidden.queries.ts';
import { listJudgedAttempts } from '../work/work.queries.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { blindScoring } from './blind-scoring.ts';
import { type SeatRole, findSeat } from './seat.queries.ts';

export type DecidedAttempt = {
  assessmentId: string;
  number: number;
  title: string;
  issuerName: string;
  earnerName: string;
  outcome: Outcome;
  decidedAt: Date;
};

/** What the assessor decided last at the issuers where they still assess, the latest first. */
export async function listDecided(db: Database, assessor: Assessor, now: Date): Promise<DecidedAttempt[]> {
  const { rows } = await sql<DecidedAttempt & { attemptId: string; isBlind: boolean }>`
    select a.id as "assessmentId", t.number, m.title, i.name as "issuerName", p.name as "earnerName", d.outcome,
      d.released_at as "decidedAt", a.attempt_id as "attemptId", ${isBlindWork('e.id')} as "isBlind"
    from (
      select id, attempt_id, completed_at from assessments
      where assessor_id = ${assessor.id} and state = 'completed' and issuer_id = any(${assessor.issuerIds}::uuid[])
      order by completed_at desc, id desc limit 20
    ) a
    join lateral (
      select outcome, released_at from decisions where attempt_id = a.attempt_id union all ${seededDecision(now)}
    ) d on true
    join attempts t on t.id = a.attempt_id
    join enrolments e on e.id = t.enrolment_id
    join micro_credentials m on m.id = e.micro_credential_id
    join issuers i on i.id = e.issuer_id
    join people p on p.id = e.person_id
    where p.id <> ${assessor.id}
    order by a.completed_at desc, a.id desc`.execute(db);
  return rows.map(({ attemptId, isBlind, ...row }) => ({
    ...row,
    earnerName: shownEarner({ ...row, attemptId, isBlind }),
  }));
}

/** What one assessor has saved for a look-for: a value, or the condition in place of one. */
export type SavedRating = {
  value: RatingValue | null;
  condition: ConditionCode | null;
  comment: string;
  /** Their own places in the evidence. */
  locators: readonly PlacedLocator[];
  /** For the assessor alone. */
  note: string;
  revision: number;
};

/** What was said of a look-for before, by nobody in particular. */
export type EarlierVoice = Pick<SavedRating, 'value' | 'comment' | 'locators'> & { condition?: ConditionCode | null };

/** An assessment with all that its assessor looks at. */
export type Scoring = {
  id: string;
  attemptId: string;
  enrolmentId: string;
  issuerId: string;
  issuerName: string;
  microCredentialId: string;
  state: 'claimed' | 'let_go' | 'completed';
  /** Where its assessor sits, and of an adjudication the how-manieth it is. */
  role: SeatRole;
  round: number;
  number: number;
  /** Set where names are hidden. */
  blind?: BlindNotes;
  /** Without what is hidden for privacy, and without names where it is judged blind. */
  sealed: SealedAttempt;
  /** Of the attempt before this one. */
  previous: SealedAttempt | undefined;
  /** What changed since then. */
  difference: AttemptDifference | undefined;
  /** The confirmations that were taken back since it was sealed. */
  takenBack: ReadonlyMap<string, Date>;
  /** What is hidden for privacy now, by a flag on this attempt. */
  flags: readonly PrivacyFlag[];
  /** The requirements of which a text is hidden. */
  hiddenIn: readonly string[];
  /** By artifact, the releases that no longer hold. */
  lostReleases: ReadonlyMap<string, readonly LostRelease[]>;
  sha256: string;
  submittedAt: Date;
  /** `null` once decided. */
  dueAt: Date | null;
  definition: Definition;
  /** By look-for. */
  ratings: ReadonlyMap<string, SavedRating>;
  overall: { comment: string; note: string; revision: number };
  /** Time on task so far, in seconds. */
  activeSeconds: number;
  /** Of an adjudication or an appeal: the look-fors that it decides; the others are only shown. */
  only?: readonly string[];
  /** Of an adjudication or an appeal: what was said before, by look-for. */
  earlierVoices?: readonly { lookFor: string; voices: readonly EarlierVoice[] }[];
  /** Of an appeal: why the earner asked for it. */
  reason?: string;
  /** Earlier attempts with their released ratings. */
  judged: JudgedAttempt[];
  decision: { outcome: Outcome; releasedAt: Date } | undefined;
  /** Of a seeded anchor: whether its assessor knows by now that it was one. */
  isRevealed?: boolean;
};

/** The assessor's own assessment at an issuer where they still assess; another's, or own work, is as good as none. */
export async function findScoring(
  db: Database | Trx,
  assessor: Assessor,
  id: string,
  now: Date,
): Promise<Scoring | undefined> {
  if (assessor.issuerIds.length === 0) return undefined;
  const row = await db
    .selectFrom('assessments as a')
    .innerJoin('attempts as t', 't.id', 'a.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .innerJoin('issuers as i', 'i.id', 'a.issuer_id')
    .leftJoin('decisions as d', 'd.attempt_id', 't.id')
    .leftJoin('attempts as b', (join) =>
      join.onRef('b.enrolment_id', '=', 't.enrolment_id').on((eb) => eb('b.number', '=', eb('t.number', '-', 1))),
    )
    .select([
      'a.id',
      'a.attempt_id',
      'a.issuer_id',
      'a.state',
      'a.role',
      'a.round',
      'a.overall_comment',
      'a.note',
      'a.active_seconds',
      'a.revision',
      'i.name as issuer_name',
    ])
    .select(['t.enrolment_id', 't.number', 't.sealed', 't.sha256', 't.submitted_at', 'b.sealed as previous'])
    .select(['e.due_at', 'v.document', 'v.micro_credential_id', 'd.outcome', 'd.released_at'])
    .select((eb) =>
      sql<Record<string, SavedRating>>`coalesce(${eb
        .selectFrom('ratings as r')
        .select(
          sql`json_object_agg(r.look_for_key, json_build_object('value', r.value, 'condition', r.condition, 'comment', r.comment,
            'locators', r.locators, 'note', r.note, 'revision', r.revision))`.as('all'),
        )
        .whereRef('r.assessment_id', '=', 'a.id')}, '{}')`.as('ratings'),
    )
    .where('a.id', '=', id)
    .where('a.assessor_id', '=', assessor.id)
    .where('a.issuer_id', 'in', [...assessor.issuerIds])
    .where('e.person_id', '<>', assessor.id)
    .executeTakeFirst();
  if (!row) return undefined;
  const judged = await listJudgedAttempts(db, row.enrolment_id);
  const definition = row.document as Definition;
  const whole = row.sealed as SealedAttempt;
  const before = (row.previous ?? undefined) as SealedAttempt | undefined;
  // From here on nothing that is hidden is in it: not on the page, not in what scripts are given, not in the difference.
  const hidden = await findHiddenOfWork(db, row.enrolment_id);
  const blind = await blindnessFor(db, assessor, row.attempt_id);
  const show = (attempt: SealedAttempt) => blind?.show(definition, attempt) ?? attempt;
  const unhidden = withholdAttempt(definition, { number: row.number, sealed: whole }, hidden);
  const sealed = show(unhidden);
  const previous = before && show(withholdAttempt(definition, { number: row.number - 1, sealed: before }, hidden));
  const attested = (sealed.attestations ?? []).map(({ id: attestation }) => attestation);
  const scoring: Scoring = {
    id: row.id,
    attemptId: row.attempt_id,
    takenBack: await listTakenBack(db, attested),
    lostReleases: await listLostReleases(db, whole, now),
    flags: await listFlagsOfAttempt(db, row.attempt_id),
    hiddenIn: listRequirements(definition)
      .map(({ id: key }) => key)
      .filter((key) => hiddenPlaces(definition, { number: row.number, sealed: whole }, hidden, key).size > 0),
    enrolmentId: row.enrolment_id,
    issuerId: row.issuer_id,
    issuerName: row.issuer_name,
    microCredentialId: row.micro_credential_id,
    state: row.state,
    role: row.role,
    round: row.round,
    ...(await findSeat(db, { assessmentId: row.id, attemptId: row.attempt_id, role: row.role, round: row.round })),
    number: row.number,
    sealed,
    previous,
    difference: previous && differenceOf(definition, previous, sealed),
    sha256: row.sha256,
    submittedAt: row.submitted_at,
    dueAt: row.due_at,
    definition,
    ratings: new Map(Object.entries(row.ratings)),
    overall: { comment: row.overall_comment, note: row.note, revision: row.revision },
    activeSeconds: row.active_seconds,
    judged: judged.filter((attempt) => attempt.number < row.number),
    decision: row.outcome && row.released_at ? { outcome: row.outcome, releasedAt: row.released_at } : undefined,
    ...(row.role === 'anchor' ? await findSeededView(db, row.id, now) : {}),
  };
  return blind ? blindScoring(scoring, blind, await blind.annotate(definition, unhidden)) : scoring;
}
