import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { isBlindWork, shownEarner } from '../blind/blindness.queries.ts';

/** Something that an assessor hid. */
export type PrivacyFlag = {
  id: string;
  attemptId: string;
  artifactId: string | null;
  requirement: string | null;
  place: string | null;
  reason: string;
  raisedBy: string;
  raisedByName: string;
  raisedAt: Date;
};

function flagRows(db: Database | Trx) {
  return db
    .selectFrom('privacy_flags as p')
    .innerJoin('people as w', 'w.id', 'p.raised_by')
    .select(['p.id', 'p.attempt_id as attemptId', 'p.artifact_id as artifactId', 'p.requirement_key as requirement'])
    .select(['p.place', 'p.reason', 'p.raised_by as raisedBy', 'w.name as raisedByName', 'p.raised_at as raisedAt'])
    .where('p.lifted_at', 'is', null)
    .orderBy('p.raised_at')
    .orderBy('p.id');
}

/** What is hidden of an attempt now. */
export function listFlagsOfAttempt(db: Database | Trx, attemptId: string): Promise<PrivacyFlag[]> {
  return flagRows(db).where('p.attempt_id', '=', attemptId).execute();
}

export type FlagOfWork = PrivacyFlag & { number: number; fileName: string | null };

/** What is hidden of the work on an enrolment now, for its earner. */
export function listFlagsOfWork(db: Database, enrolmentId: string): Promise<FlagOfWork[]> {
  return flagRows(db)
    .innerJoin('attempts as t', 't.id', 'p.attempt_id')
    .leftJoin('artifacts as a', 'a.id', 'p.artifact_id')
    .select(['t.number', 'a.name as fileName'])
    .where('t.enrolment_id', '=', enrolmentId)
    .execute();
}

export type FlagOfIssuer = PrivacyFlag & { number: number; title: string; earnerName: string; isLead: boolean };

/** Flags on one page. */
export const flagsAPage = 50;

/**
 * What is hidden now at the issuers of an assessor, the latest first: what they hid themselves, and everything where they
 * are lead assessor. Own work is not among it.
 */
export async function listFlags(
  db: Database,
  who: { personId: string; issuerIds: readonly string[]; leadOf: readonly string[] },
  after?: string,
): Promise<{ flags: FlagOfIssuer[]; next: string | undefined }> {
  if (who.issuerIds.length === 0) return { flags: [], next: undefined };
  const rows = await db
    .selectFrom('privacy_flags as p')
    .innerJoin('people as w', 'w.id', 'p.raised_by')
    .innerJoin('attempts as t', 't.id', 'p.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as o', 'o.id', 'e.person_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .select(['p.id', 'p.attempt_id as attemptId', 'p.artifact_id as artifactId', 'p.requirement_key as requirement'])
    .select(['p.place', 'p.reason', 'p.raised_by as raisedBy', 'w.name as raisedByName', 'p.raised_at as raisedAt'])
    .select(['t.number', 'm.title', 'o.name as earnerName'])
    .select(isBlindWork('e.id').as('isBlind'))
    .select(sql<boolean>`p.issuer_id = any(${who.leadOf}::uuid[])`.as('isLead'))
    .where('p.lifted_at', 'is', null)
    .where('e.person_id', '<>', who.personId)
    .where('p.issuer_id', 'in', [...who.issuerIds])
    .where((eb) =>
      eb.or([eb('p.raised_by', '=', who.personId), eb('p.issuer_id', '=', sql<string>`any(${who.leadOf}::uuid[])`)]),
    )
    .$if(after !== undefined, (query) => query.where('p.id', '<', after ?? ''))
    .orderBy('p.id', 'desc')
    .limit(flagsAPage + 1)
    .execute();
  const flags = rows
    .slice(0, flagsAPage)
    .map(({ isBlind, ...flag }) => ({ ...flag, earnerName: shownEarner({ ...flag, isBlind }) }));
  return { flags, next: rows.length > flagsAPage ? flags.at(-1)?.id : undefined };
}
