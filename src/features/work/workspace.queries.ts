import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { JudgedAttempt } from '#domain/assessment/standing.ts';
import type { Work } from '#domain/attempt/progress.ts';
import type { AwardSigns } from '#domain/award/status.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { type TalkState, talkState } from '#domain/coaching/talk.ts';
import type { TakenByOthers } from '#domain/effort/next-steps.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { reconcileEvidence } from '#domain/evidence/registry.ts';
import type { Database, Trx } from '#platform/database.ts';
import { awardSigns } from '../status/revoked-at.ts';
import { markLostQuotes } from '../artifacts/lost-quotes.ts';
import { type AttemptSummary, lastReturnedFor, readAttempt } from './attempt-summary.ts';
import { type Between, readBetween } from './between.ts';
import { type WorkspacePeople, workPeople } from './work-people.ts';
import { listJudgedAttemptsOf } from './work.queries.ts';

/** A file or link of the earner's, as it is now. */
export type DraftArtifact = ArtifactContext & {
  sha256: string | null;
  url: string | null;
  requirement: string;
  /** The version before. */
  replaces: string | null;
  /** Of a link: what its page was called, and when. */
  link: { title: string | null; seenAt: Date } | null;
  /** Such as 'macros'. */
  flags: readonly string[];
  /** What in it could tell who or where. */
  metadata: readonly ArtifactMetadata[];
  captions: readonly { id: string; language: string; label: string; sha256: string }[];
  /** Made together with colleagues, as the earner declared. */
  teamWork: boolean;
};

export type ArtifactMetadata = { label: string; value: string; kind: string };

export type SavedEvidence = { data: unknown; revision: number; updatedAt: Date | undefined };

/** One enrolment with everything that has been made for it. */
export type Workspace = Omit<Work, 'evidence' | 'artifacts' | 'people'> &
  Between & {
    enrolment: {
      id: string;
      issuerId: string;
      personId: string;
      versionId: string;
      versionNumber: number;
      versionSha256: string;
      state: 'working' | 'submitted' | 'earned' | 'withdrawn';
      attemptsCount: number;
      dueAt: Date | null;
      earnedAt: Date | null;
      createdAt: Date;
    };
    issuer: { slug: string; name: string };
    evidence: ReadonlyMap<string, SavedEvidence>;
    artifacts: ReadonlyMap<string, DraftArtifact>;
    people: WorkspacePeople;
    attempts: AttemptSummary[];
    /** What others took for each requirement. */
    taken: TakenByOthers;
    /** Once it is issued; `id` is that of its public page. */
    award: ({ id: string } & AwardSigns) | null;
    /** Whether a talk with a coach stands before the next attempt. */
    talk: TalkState;
    /** How the issuer assesses, as far as the earner is told. */
    issuerSettings: { timeZone: string; appealDays: number };
  };

/** The earner's own enrolment; another's is as good as none. */
export async function findWorkspace(
  db: Database | Trx,
  personId: string,
  enrolmentId: string,
): Promise<Workspace | undefined> {
  return (await loadWorkspaces(db, personId, enrolmentId))[0];
}

/** Everything the earner has enrolled in, newest first. */
export async function listWorkspaces(db: Database, personId: string): Promise<Workspace[]> {
  return loadWorkspaces(db, personId);
}

/** Locks the earner's enrolment until the transaction ends: whatever changes its work or state goes one after another. */
export async function lockWorkspace(trx: Trx, personId: string, enrolmentId: string): Promise<Workspace | undefined> {
  const locked = await trx
    .selectFrom('enrolments')
    .select('id')
    .where('id', '=', enrolmentId)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return locked && findWorkspace(trx, personId, enrolmentId);
}

async function loadWorkspaces(db: Database | Trx, personId: string, enrolmentId?: string): Promise<Workspace[]> {
  const rows = await enrolmentRows(db, personId, enrolmentId);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const judged = await listJudgedAttemptsOf(db, ids);
  return markLostQuotes(
    db,
    rows.map((row) => toWorkspace(row, judged.get(row.id) ?? [])),
  );
}

type EnrolmentRow = Awaited<ReturnType<typeof enrolmentRows>>[number];

/** One statement, whatever the number of enrolments: what was made for each comes as JSON beside it. */
function enrolmentRows(db: Database | Trx, personId: string, enrolmentId: string | undefined) {
  return db
    .selectFrom('enrolments as e')
    .innerJoin('definition_versions as v', 'v.id', 'e.definition_version_id')
    .innerJoin('issuers as i', 'i.id', 'e.issuer_id')
    .leftJoin('awards as w', 'w.enrolment_id', 'e.id')
    .leftJoin('assessing_settings as s', 's.issuer_id', 'e.issuer_id')
    .select(['e.id', 'e.issuer_id', 'e.state', 'e.attempts_count', 'e.due_at', 'e.earned_at', 'e.created_at'])
    .select(['v.id as version_id', 'v.number as version_number', 'v.sha256 as version_sha256', 'v.document'])
    .select(['i.slug as issuer_slug', 'i.name as issuer_name', 'w.public_id as award_id'])
    .select(['s.time_zone', 's.appeal_days'])
    .select(awardSigns.as('award_signs'))
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('evidence_items as x')
          .select(['x.requirement_key', 'x.data', 'x.revision', 'x.updated_at'])
          .whereRef('x.enrolment_id', '=', 'e.id'),
      ).as('evidence'),
      jsonArrayFrom(
        eb
          .selectFrom('artifacts as a')
          .leftJoin('blobs as b', 'b.sha256', 'a.blob_sha256')
          .leftJoin('blob_facts as f', 'f.blob_sha256', 'a.blob_sha256')
          .select(['a.id', 'a.kind', 'a.name', 'a.url', 'a.pages', 'a.requirement_key', 'a.created_at'])
          .select([
            'a.replaces_id',
            'a.shows_people',
            'a.link_title',
            'a.link_seen_at',
            'a.is_private',
            'a.is_team_work',
          ])
          .select(['b.sha256', 'b.size', 'b.media_type', 'f.measure', 'f.flags', 'f.scan', 'f.metadata'])
          .select((inner) =>
            jsonArrayFrom(
              inner
                .selectFrom('artifact_captions as c')
                .select(['c.id', 'c.language', 'c.label', 'c.blob_sha256 as sha256'])
                .whereRef('c.artifact_id', '=', 'a.id')
                .orderBy('c.language'),
            ).as('captions'),
          )
          .whereRef('a.enrolment_id', '=', 'e.id')
          .where('a.removed_at', 'is', null)
          .orderBy('a.created_at')
          .orderBy('a.id'),
      ).as('artifacts'),
      jsonArrayFrom(
        eb
          .selectFrom('requirement_effort as r')
          .select(['r.requirement_key', 'r.median_minutes', 'r.people'])
          .whereRef('r.micro_credential_id', '=', 'e.micro_credential_id'),
      ).as('taken'),
      jsonArrayFrom(
        eb
          .selectFrom('artifact_releases as l')
          .innerJoin('releases as r', 'r.id', 'l.release_id')
          .innerJoin('artifacts as la', 'la.id', 'l.artifact_id')
          .select(['l.artifact_id', 'r.id', 'r.kind', 'r.subject', 'r.covers'])
          .select(['r.given_on', 'r.expires_on', 'r.withdrawn_at'])
          .whereRef('la.enrolment_id', '=', 'e.id')
          .orderBy('r.created_at')
          .orderBy('r.id'),
      ).as('releases'),
      jsonArrayFrom(
        eb
          .selectFrom('attestations as n')
          .select(['n.id', 'n.requirement_key', 'n.asked_key', 'n.kind', 'n.statement', 'n.peer_name', 'n.peer_role'])
          .select(['n.peer_email', 'n.channel', 'n.requested_at', 'n.expires_at', 'n.subject_sha256', 'n.typed_name'])
          .select(['n.attested_at', 'n.declined_at', 'n.decline_reason', 'n.withdrawn_at', 'n.withdrawn_by'])
          .whereRef('n.enrolment_id', '=', 'e.id')
          .where('n.replaced_by_id', 'is', null)
          .where((eb) => eb.or([eb('n.withdrawn_by', 'is', null), eb('n.withdrawn_by', '=', 'peer')]))
          .orderBy('n.requested_at')
          .orderBy('n.id'),
      ).as('attestations'),
      jsonArrayFrom(
        eb
          .selectFrom('ai_declarations as o')
          .select(['o.part_key', 'o.used', 'o.how'])
          .whereRef('o.enrolment_id', '=', 'e.id'),
      ).as('declarations'),
      jsonArrayFrom(
        eb
          .selectFrom('attempts as t')
          .leftJoin('decisions as d', 'd.attempt_id', 't.id')
          .leftJoin('decision_reads as k', 'k.attempt_id', 't.id')
          .leftJoin('judgings as j', 'j.attempt_id', 't.id')
          .leftJoin('judging_pauses as h', (join) =>
            join.onRef('h.attempt_id', '=', 't.id').onRef('h.paused_at', '=', 'j.paused_at'),
          )
          .leftJoin('completeness_checks as c', (join) =>
            join.onRef('c.attempt_id', '=', 't.id').on('c.outcome', '=', 'incomplete'),
          )
          .select(['t.id', 't.number', 't.sha256', 't.submitted_at', 'd.outcome', 'd.released_at', 'd.overall_comment'])
          .select(['d.assessment_id', 'k.read_at', 'j.stage', 'j.due_at', 'j.paused_at', 'h.reason as paused_for'])
          .select('c.reasons')
          .whereRef('t.enrolment_id', '=', 'e.id')
          .orderBy('t.number'),
      ).as('attempts'),
      jsonArrayFrom(
        eb
          .selectFrom('coach_talks as y')
          .leftJoin('people as yp', (join) =>
            join.on('yp.id', '=', (inner) => inner.fn.coalesce('y.with_person_id', 'y.offered_by')),
          )
          .select(['y.id', 'y.state', 'y.before_attempt', 'y.proposals', 'y.offers', 'y.wish', 'y.asked_at'])
          .select(['yp.name as with_name', 'y.starts_at', 'y.minutes', 'y.place'])
          .whereRef('y.enrolment_id', '=', 'e.id')
          .orderBy('y.asked_at')
          .orderBy('y.id'),
      ).as('talks'),
      jsonArrayFrom(
        eb
          .selectFrom('evidence_agreements as g')
          .select(['g.id', 'g.requirement_key', 'g.state', 'g.reason', 'g.proposal', 'g.answer'])
          .select(['g.asked_at', 'g.answered_at'])
          .whereRef('g.enrolment_id', '=', 'e.id')
          .orderBy('g.asked_at')
          .orderBy('g.id'),
      ).as('agreements'),
      jsonArrayFrom(
        eb
          .selectFrom('appeals as z')
          .select(['z.attempt_id', 'z.state', 'z.look_fors', 'z.reason', 'z.raised_at', 'z.due_at'])
          .select(['z.outcome', 'z.earns', 'z.answer', 'z.ended_at'])
          .whereRef('z.enrolment_id', '=', 'e.id')
          .orderBy('z.raised_at'),
      ).as('appeals'),
    ])
    .where('e.person_id', '=', personId)
    .where('e.state', '<>', 'withdrawn')
    .$if(enrolmentId !== undefined, (query) => query.where('e.id', '=', enrolmentId ?? ''))
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id')
    .execute()
    .then((found) => found.map((row) => ({ ...row, personId })));
}

function toWorkspace(row: EnrolmentRow, judged: JudgedAttempt[]): Workspace {
  const definition = row.document as Definition;
  const artifacts = new Map<string, DraftArtifact>(
    row.artifacts.map((a) => [
      a.id,
      {
        id: a.id,
        kind: a.kind,
        name: a.name,
        mediaType: a.media_type,
        size: a.size === null ? null : Number(a.size),
        pages: a.pages,
        sha256: a.sha256,
        url: a.url,
        requirement: a.requirement_key,
        measure: a.measure ?? {},
        showsPeople: a.shows_people,
        scan: a.scan ?? 'none',
        replaces: a.replaces_id,
        isPrivate: a.is_private,
        teamWork: a.is_team_work,
        link: a.link_seen_at === null ? null : { title: a.link_title, seenAt: new Date(a.link_seen_at) },
        flags: a.flags ?? [],
        metadata: (a.metadata ?? []) as ArtifactMetadata[],
        captions: a.captions,
      },
    ]),
  );
  const evidence = evidenceOf(row, definition, artifacts);
  const attempts = row.attempts.map(readAttempt);
  const between = readBetween(row);
  const returnedFor = lastReturnedFor(attempts).map(({ requirement }) => requirement);
  return {
    enrolment: {
      id: row.id,
      issuerId: row.issuer_id,
      personId: row.personId,
      versionId: row.version_id,
      versionNumber: row.version_number,
      versionSha256: row.version_sha256,
      // Nobody’s own: an anchor’s enrolment belongs to no one who can sign in.
      state: row.state === 'anchor' ? 'withdrawn' : row.state,
      attemptsCount: row.attempts_count,
      dueAt: row.due_at,
      earnedAt: row.earned_at,
      createdAt: row.created_at,
    },
    issuer: { slug: row.issuer_slug, name: row.issuer_name },
    definition,
    evidence,
    artifacts,
    people: workPeople(row, { definition, evidence, artifacts }),
    judged,
    judgedAt: attempts.findLast((attempt) => attempt.releasedAt)?.releasedAt ?? undefined,
    returnedFor: returnedFor.length > 0 ? new Set(returnedFor) : undefined,
    attempts,
    taken: new Map(row.taken.map((one) => [one.requirement_key, { median: one.median_minutes, n: one.people }])),
    award: row.award_id === null ? null : { id: row.award_id, ...readSigns(row.award_signs) },
    ...between,
    talk: talkState(definition.assessment.coachBeforeAttempt, attempts, between.talks),
    issuerSettings: { timeZone: row.time_zone ?? 'America/Chicago', appealDays: row.appeal_days ?? 30 },
  };
}

/** JSON has no dates. */
function readSigns(signs: EnrolmentRow['award_signs']): AwardSigns {
  const { changed = null, validUntil = null } = signs ?? {};
  return {
    changed: changed && { to: changed.to, at: new Date(changed.at) },
    validUntil: validUntil === null ? null : new Date(validUntil),
  };
}

/** What was saved, in step with the artifacts there are; files handed in for a requirement count before anything is saved. */
function evidenceOf(
  row: EnrolmentRow,
  definition: Definition,
  artifacts: ReadonlyMap<string, DraftArtifact>,
): Map<string, SavedEvidence> {
  const saved = new Map(row.evidence.map((item) => [item.requirement_key, item]));
  const present = new Set(artifacts.keys());
  const evidence = new Map<string, SavedEvidence>();
  for (const requirement of listRequirements(definition)) {
    const item = saved.get(requirement.id);
    const handedIn = row.artifacts.filter((artifact) => artifact.requirement_key === requirement.id);
    if (!item && handedIn.length === 0) continue;
    const times = [item?.updated_at, ...handedIn.map((artifact) => artifact.created_at)];
    evidence.set(requirement.id, {
      data: reconcileEvidence(requirement, item?.data, { present, own: handedIn.map((artifact) => artifact.id) }),
      revision: item?.revision ?? 0,
      updatedAt: new Date(Math.max(...times.flatMap((time) => (time == null ? [] : [new Date(time).getTime()])))),
    });
  }
  return evidence;
}
