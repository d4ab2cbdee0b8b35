import { type AttemptDifference, differenceOf } from '#domain/attempt/difference.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { hiddenPlaces, withholdAttempt } from '#domain/privacy/withhold.ts';
import type { Database, Trx } from '#platform/database.ts';
import { listTakenBack } from '../attestations/attestations.queries.ts';
import { type BlindNotes, type Judge, blindnessFor } from '../blind/blindness.queries.ts';
import { type LostRelease, listLostReleases } from '../consent/consent.queries.ts';
import { type PrivacyFlag, listFlagsOfAttempt } from '../privacy/flags.queries.ts';
import { findHiddenOfWork } from '../privacy/hidden.queries.ts';

/** An attempt as somebody who judges, checks or leads may see it. */
export type AttemptView = {
  attemptId: string;
  enrolmentId: string;
  number: number;
  definition: Definition;
  /** Without what is hidden for privacy, and where it is judged blind without names. */
  sealed: SealedAttempt;
  /** Set where names are hidden. */
  blind?: BlindNotes;
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
};

/** Whoever asks is let in before: this only says what of the attempt they see. */
export async function viewAttempt(
  db: Database | Trx,
  { judge, attemptId, place = 'desk', now }: { judge: Judge; attemptId: string; place?: 'desk' | 'lead'; now: Date },
): Promise<AttemptView> {
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .leftJoin('attempts as b', (join) =>
      join.onRef('b.enrolment_id', '=', 't.enrolment_id').on((eb) => eb('b.number', '=', eb('t.number', '-', 1))),
    )
    .select(['t.enrolment_id', 't.number', 't.sealed', 'b.sealed as previous', 'v.document'])
    .where('t.id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const definition = row.document as Definition;
  const whole = { number: row.number, sealed: row.sealed as SealedAttempt };
  const before = row.previous as SealedAttempt | null;
  // From here on nothing that is hidden is in it: not on the page, not in what scripts are given, not in the difference.
  const hidden = await findHiddenOfWork(db, row.enrolment_id);
  const blind = await blindnessFor(db, judge, attemptId, place);
  const show = (attempt: typeof whole) => {
    const shown = withholdAttempt(definition, attempt, hidden);
    return blind ? blind.show(definition, shown) : shown;
  };
  const sealed = show(whole);
  const previous = before ? show({ number: row.number - 1, sealed: before }) : undefined;
  const flags = await listFlagsOfAttempt(db, attemptId);
  const lost = await listLostReleases(db, whole.sealed, now);
  const attested = (sealed.attestations ?? []).map(({ id: attestation }) => attestation);
  return {
    attemptId,
    enrolmentId: row.enrolment_id,
    number: row.number,
    definition,
    sealed,
    previous,
    difference: previous && differenceOf(definition, previous, sealed),
    takenBack: await listTakenBack(db, attested),
    lostReleases: blind ? withoutSubjects(lost) : lost,
    ...(blind && { blind: await blind.annotate(definition, withholdAttempt(definition, whole, hidden)) }),
    flags: blind ? flags.map((flag) => ({ ...flag, reason: blind.say(flag.reason) })) : flags,
    hiddenIn: listRequirements(definition)
      .map(({ id: key }) => key)
      .filter((key) => hiddenPlaces(definition, whole, hidden, key).size > 0),
  };
}

function withoutSubjects(lost: AttemptView['lostReleases']): AttemptView['lostReleases'] {
  return new Map([...lost].map(([id, all]) => [id, all.map((one) => ({ ...one, subject: 'somebody in it' }))]));
}
