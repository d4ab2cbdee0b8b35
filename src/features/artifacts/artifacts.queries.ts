import { expressionBuilder, sql } from 'kysely';
import type { Viewer } from '#domain/access/viewer.ts';
import { hiddenSentence } from '#domain/privacy/withhold.ts';
import type { Database } from '#platform/database.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '#platform/errors.ts';
import type { DB } from '#platform/tables.ts';
import { blindnessOfFile, judgeOf } from '../blind/blindness.queries.ts';
import { findHiddenSince } from '../privacy/hidden.queries.ts';
import { findWithdrawal, withdrawnWords } from '../consent/withdrawals.queries.ts';

/** A file that the viewer may open, where its content is. To everyone else it does not exist. */
export async function findFile(db: Database, viewer: Viewer, artifactId: string) {
  return db
    .selectFrom('artifacts')
    .innerJoin('blobs', 'blobs.sha256', 'artifacts.blob_sha256')
    .leftJoin('blob_facts', 'blob_facts.blob_sha256', 'blobs.sha256')
    .select([
      'artifacts.id',
      'artifacts.name',
      'artifacts.pages',
      'artifacts.enrolment_id as enrolmentId',
      'artifacts.owner_id as ownerId',
    ])
    .select(['blobs.sha256', 'blobs.size', 'blobs.media_type as mediaType', 'blob_facts.scan'])
    .where('artifacts.id', '=', artifactId)
    .where(mayOpen(viewer))
    .executeTakeFirst();
}

/**
 * The same for every route that gives out a file or something of what is in it: another’s is not found, and nothing is given
 * out before it was looked through for viruses, where this installation does that. Whoever judges the work blind gets a copy
 * without what it says of its maker, under a number (`blind`).
 */
export async function getFile(db: Database, viewer: Viewer, artifactId: string) {
  const file = await findFile(db, viewer, artifactId);
  if (!file) throw new NotFoundError('file');
  await refuseHidden(db, viewer, file);
  refuseUnscanned(file.scan);
  const blind = await blindnessOfFile(db, judgeOf(viewer), file.id);
  if (!blind) return { ...file, blind: undefined };
  const { copy, shownName: name } = blind;
  if (copy && 'hidden' in copy) throw new ConflictError(copy.hidden);
  return { ...file, ...copy, name, blind };
}

/**
 * Throws for everyone but its owner, with why, where a release that a file or link rests on was withdrawn, or where it was
 * hidden for privacy.
 */
export async function refuseHidden(
  db: Database,
  viewer: Viewer,
  artifact: { id: string; ownerId: string },
): Promise<void> {
  if (artifact.ownerId === viewer.person.id) return;
  const withdrawn = await findWithdrawal(db, artifact.id, artifact.ownerId);
  if (withdrawn) throw new ForbiddenError(withdrawnWords(withdrawn));
  const since = await findHiddenSince(db, artifact.id);
  if (since) throw new ForbiddenError(`${hiddenSentence(since)} Only the person whose work it is can open it.`);
}

/** Throws, with what to say, for a content that is not given out: it waits for its scan, or a virus was found in it. */
export function refuseUnscanned(scan: string | null | undefined): void {
  if (scan === 'waiting') throw new ConflictError(scanRefusals.waiting);
  if (scan === 'infected') throw new ConflictError(scanRefusals.infected);
}

/** What to say of a file that can’t be opened yet, or ever. */
export const scanRefusals = {
  waiting:
    'This file is being checked for viruses. Open it again in a minute; if it stays so, tell whoever runs this site.',
  infected: 'A virus was found in this file, so nobody can open it here.',
} as const;

/**
 * Who opens a file or a link: its owner; or, once it stands in a sealed attempt, the assessors and admins of the issuer; or,
 * while it stands in the draft, whoever coaches the work now. An original that its owner blacked out is theirs alone.
 */
export function mayOpen(viewer: Viewer) {
  const eb = expressionBuilder<DB, 'artifacts'>();
  const issuers = viewer.memberships
    .filter(({ role }) => role === 'assessor' || role === 'lead_assessor' || role === 'issuer_admin')
    .map(({ issuerId }) => issuerId);
  return eb.or([
    eb('artifacts.owner_id', '=', viewer.person.id),
    eb.and([
      eb('artifacts.is_private', '=', false),
      eb('artifacts.issuer_id', '=', sql<string>`any(${issuers}::uuid[])`),
      eb.exists(
        eb.selectFrom('attempt_files').select('attempt_id').whereRef('attempt_files.artifact_id', '=', 'artifacts.id'),
      ),
    ]),
    eb.and([
      eb('artifacts.removed_at', 'is', null),
      eb('artifacts.is_private', '=', false),
      eb.not(
        eb.exists(
          eb
            .selectFrom('privacy_flags as f')
            .select('f.id')
            .whereRef('f.artifact_id', '=', 'artifacts.id')
            .where('f.lifted_at', 'is', null),
        ),
      ),
      eb.exists(
        eb
          .selectFrom('coaches as c')
          .innerJoin('enrolments as e', 'e.id', 'c.enrolment_id')
          .select('c.id')
          .whereRef('c.enrolment_id', '=', 'artifacts.enrolment_id')
          .where('c.person_id', '=', viewer.person.id)
          .where('c.ended_at', 'is', null)
          .where('e.state', '<>', 'withdrawn'),
      ),
    ]),
  ]);
}

/** What an artifact of an enrolment was handed in for, removed or not. */
export function findOwnArtifact(db: Database, enrolmentId: string, artifactId: string) {
  return db
    .selectFrom('artifacts')
    .select('requirement_key as requirementKey')
    .where('id', '=', artifactId)
    .where('enrolment_id', '=', enrolmentId)
    .executeTakeFirst();
}
