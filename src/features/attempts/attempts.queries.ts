import { sql } from 'kysely';
import type { Viewer } from '#domain/access/viewer.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { type HiddenOfWork, hiddenPlaces, withholdAttempt } from '#domain/privacy/withhold.ts';
import type { Database } from '#platform/database.ts';
import { blindnessFor, judgeOf } from '../blind/blindness.queries.ts';
import { scanRefusals } from '../artifacts/artifacts.queries.ts';
import { listWithdrawals, withdrawnWords } from '../consent/withdrawals.queries.ts';
import { findHiddenOfWork } from '../privacy/hidden.queries.ts';

/** A sealed attempt for whoever may read it whole. */
export type ReadableAttempt = {
  id: string;
  number: number;
  sha256: string;
  submittedAt: Date;
  sealed: SealedAttempt;
  definition: Definition;
  issuer: { name: string; palette: string };
  /** Whether the viewer is the earner; nobody hides an earner’s own work from them. */
  isOwn: boolean;
  /** Whether names are left out of it, since the viewer may judge it blind. */
  isBlind?: true;
};

/** An attempt of the viewer’s own, or of an issuer whose assessor or admin they are; to everyone else it does not exist. */
export async function findReadableAttempt(
  db: Database,
  viewer: Viewer,
  attemptId: string,
): Promise<ReadableAttempt | undefined> {
  const issuers = viewer.memberships
    .filter(({ role }) => role === 'assessor' || role === 'lead_assessor' || role === 'issuer_admin')
    .map(({ issuerId }) => issuerId);
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .innerJoin('issuers as i', 'i.id', 't.issuer_id')
    .select(['t.id', 't.number', 't.sha256', 't.submitted_at', 't.sealed', 'e.person_id'])
    .select(['v.document', 'i.name as issuer_name', 'i.palette'])
    .where('t.id', '=', attemptId)
    .where((eb) =>
      eb.or([eb('e.person_id', '=', viewer.person.id), eb('t.issuer_id', '=', sql<string>`any(${issuers}::uuid[])`)]),
    )
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      number: row.number,
      sha256: row.sha256,
      submittedAt: row.submitted_at,
      sealed: row.sealed as SealedAttempt,
      definition: row.document as Definition,
      issuer: { name: row.issuer_name, palette: row.palette },
      isOwn: row.person_id === viewer.person.id,
    }
  );
}

/**
 * What of an attempt this viewer may not see: files by artifact id, whether any of its texts is hidden, and the attempt
 * without all of it. A file in which a virus was found since is given to nobody.
 */
async function findHidden(
  db: Database,
  attempt: ReadableAttempt,
): Promise<{ files: ReadonlySet<string>; hasTexts: boolean; shown: ReadableAttempt }> {
  const { definition, sealed } = attempt;
  const scanned = await listUnscanned(db, attempt.id);
  const { texts, files } = attempt.isOwn
    ? { texts: [], files: scanned }
    : await withoutWithdrawn(db, attempt, await findHiddenOfWork(db, sealed.enrolment), scanned);
  const hidden = { texts, files };
  return {
    files: new Set(sealed.artifacts.map(({ id }) => id).filter((id) => files.has(id))),
    hasTexts: listRequirements(definition).some(({ id }) => hiddenPlaces(definition, attempt, hidden, id).size > 0),
    shown: { ...attempt, sealed: withholdAttempt(definition, attempt, hidden) },
  };
}

/**
 * An attempt as this viewer may take it away: without what is hidden, and where they may judge it blind without names;
 * `linkBase` is where this site is. `hidden` are the files that are left out.
 */
export async function findShownAttempt(
  db: Database,
  viewer: Viewer,
  attemptId: string,
  linkBase: string,
): Promise<{ attempt: ReadableAttempt; hidden: ReadonlySet<string>; hasHiddenTexts: boolean } | undefined> {
  const whole = await findReadableAttempt(db, viewer, attemptId);
  if (!whole) return undefined;
  const { files, hasTexts: hasHiddenTexts, shown } = await findHidden(db, whole);
  const blind = await blindnessFor(db, judgeOf(viewer), attemptId);
  if (!blind) return { attempt: shown, hidden: files, hasHiddenTexts };
  const { sealed, definition } = shown;
  const notReady = sealed.artifacts.map(({ id }) => id).filter((id) => 'hidden' in (blind.files.get(id)?.copy ?? {}));
  return {
    attempt: { ...shown, sealed: blind.show(definition, sealed, linkBase), isBlind: true },
    hidden: new Set([...files, ...notReady]),
    hasHiddenTexts,
  };
}

async function withoutWithdrawn(
  db: Database,
  { id }: ReadableAttempt,
  { texts, files }: HiddenOfWork,
  scanned: ReadonlyMap<string, string>,
): Promise<HiddenOfWork> {
  const withdrawn = [...(await listWithdrawals(db, id))].map(([file, at]) => [file, withdrawnWords(at)] as const);
  return { texts, files: new Map([...scanned, ...withdrawn, ...files]) };
}

/** Files that are not given out because of what the scan for viruses says, and why. */
async function listUnscanned(db: Database, attemptId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('attempt_files as f')
    .innerJoin('blob_facts as b', 'b.blob_sha256', 'f.blob_sha256')
    .select(['f.artifact_id', 'b.scan'])
    .where('f.attempt_id', '=', attemptId)
    .where('b.scan', 'in', ['waiting', 'infected'])
    .execute();
  return new Map(
    rows.map((row) => [row.artifact_id, scanRefusals[row.scan === 'waiting' ? 'waiting' : 'infected']] as const),
  );
}

/** Bytes of each captions file of an attempt, by its hash. */
export async function findCaptionSizes(
  db: Database,
  { sealed, isBlind }: ReadableAttempt,
): Promise<Map<string, number>> {
  const hashes = sealed.artifacts.flatMap(({ captions = [] }) => captions.map(({ sha256 }) => sha256));
  // Their words may be anybody’s names: blind judges read them beside the recording, without.
  if (hashes.length === 0 || isBlind) return new Map();
  const rows = await db.selectFrom('blobs').select(['sha256', 'size']).where('sha256', 'in', hashes).execute();
  return new Map(rows.map(({ sha256, size }) => [sha256, Number(size)]));
}
