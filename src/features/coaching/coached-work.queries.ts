import { sql } from 'kysely';
import { type RequirementState, progressOf } from '#domain/attempt/progress.ts';
import { listDetails } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import type { ArtifactContext, EvidencePiece } from '#domain/evidence/kind.ts';
import { checkEvidence, evidencePieces, reconcileEvidence } from '#domain/evidence/registry.ts';
import { withholdDraft } from '#domain/privacy/withhold.ts';
import type { Database, Trx } from '#platform/database.ts';
import { withdrawnWords } from '../consent/withdrawals.queries.ts';
import { findHiddenOfWork } from '../privacy/hidden.queries.ts';
import type { ViewedArtifact } from '../evidence/viewed-artifact.ts';
import { type Workspace, findWorkspace } from '../work/workspace.queries.ts';
import { listComments, listRequests } from './coaching.queries.ts';

export type CoachedArtifact = ViewedArtifact & ArtifactContext;

export type CoachedRequirement = {
  requirement: Requirement;
  state: RequirementState;
  /** Of the evidence itself; what concerns the people in it is between the earner and them. */
  findings: readonly Finding[];
  data: unknown;
  pieces: readonly EvidencePiece[];
  changedAt: Date | undefined;
  /** Since the coach said to have read it. */
  isChanged: boolean;
  /** When the earner last asked to look at it. */
  askedAt: Date | undefined;
};

/** A piece of work as its coach may see it: the draft as it is now, and nothing beside it. */
export type CoachedWork = {
  coachId: string;
  enrolmentId: string;
  issuerId: string;
  earner: { id: string; name: string; email: string };
  issuerName: string;
  definition: Definition;
  state: Workspace['enrolment']['state'];
  since: Date;
  readAt: Date | null;
  requirements: readonly CoachedRequirement[];
  artifacts: ReadonlyMap<string, CoachedArtifact>;
};

/** The work that this person coaches now; once it has ended it is as good as none. */
export async function findCoachedWork(
  db: Database | Trx,
  personId: string,
  coachId: string,
  now: Date,
): Promise<CoachedWork | undefined> {
  const coach = await db
    .selectFrom('coaches as c')
    .innerJoin('enrolments as e', 'e.id', 'c.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .select(['c.enrolment_id', 'c.accepted_at', 'c.read_at', 'p.id', 'p.name', 'p.email'])
    .where('c.id', '=', coachId)
    .where('c.person_id', '=', personId)
    .where('c.ended_at', 'is', null)
    .executeTakeFirst();
  const workspace = coach && (await findWorkspace(db, coach.id, coach.enrolment_id));
  if (!workspace) return undefined;
  const { definition, enrolment, issuer } = workspace;
  const hidden = await findHiddenOfWork(db, enrolment.id);
  const artifacts = shownArtifacts(workspace, hidden.files);
  const requests = await listRequests(db, enrolment.id);
  const commented = lastComments(await listComments(db, { enrolmentId: enrolment.id, coachId }));
  const details = listDetails(definition);
  const requirements = progressOf(workspace, now).map(({ requirement, state }): CoachedRequirement => {
    const item = workspace.evidence.get(requirement.id);
    const shown = reconcileEvidence(requirement, item?.data, { present: new Set(artifacts.keys()), own: [] });
    const data = withholdDraft(definition, requirement, shown, artifacts, hidden);
    const changedAt = item?.updatedAt;
    const askedAt = requests.get(requirement.id);
    const lastComment = commented.get(requirement.id);
    return {
      ...{ requirement, state, data, changedAt },
      findings: item ? checkEvidence(requirement, data, { details, artifacts }) : [],
      pieces: evidencePieces(requirement, data, { details, artifacts }),
      isChanged: changedAt !== undefined && (coach.read_at === null || changedAt > coach.read_at),
      // Answered by a comment.
      askedAt: askedAt && (!lastComment || lastComment < askedAt) ? askedAt : undefined,
    };
  });
  return {
    ...{ coachId, enrolmentId: enrolment.id, issuerId: enrolment.issuerId, issuerName: issuer.name, definition },
    earner: { id: coach.id, name: coach.name, email: coach.email },
    state: enrolment.state,
    since: coach.accepted_at ?? now,
    readAt: coach.read_at,
    requirements,
    artifacts,
  };
}

function shownArtifacts(
  { artifacts, people }: Workspace,
  hidden: ReadonlyMap<string, string>,
): Map<string, CoachedArtifact> {
  const shown = [...artifacts.values()].flatMap((artifact): [string, CoachedArtifact][] => {
    const { id, kind, name, mediaType, size, pages, url, captions } = artifact;
    if (hidden.has(id)) return [];
    const withdrawn = people.releases[id]?.find(({ withdrawnAt }) => withdrawnAt !== null)?.withdrawnAt;
    return [
      [
        id,
        {
          ...{ id, kind, name, mediaType, size, pages, url, captions },
          ...(artifact.measure && { measure: artifact.measure }),
          ...(artifact.scan && { scan: artifact.scan }),
          ...(artifact.lostQuotes && { lostQuotes: artifact.lostQuotes }),
          ...(withdrawn && { hidden: withdrawnWords(new Date(withdrawn)) }),
        },
      ],
    ];
  });
  return new Map(shown);
}

function lastComments(comments: readonly { requirement: string; createdAt: Date }[]): Map<string, Date> {
  return new Map(comments.map(({ requirement, createdAt }) => [requirement, createdAt]));
}

/** Work that somebody coaches, in a list. */
export type CoachedSummary = {
  coachId: string;
  earner: string;
  title: string;
  slug: string;
  issuerName: string;
  state: Workspace['enrolment']['state'];
  since: Date;
  changedAt: Date | null;
  /** Requirements that changed since the coach said to have read them. */
  changed: number;
  /** Those that the earner asked to look at, and on which the coach has not written since. */
  asked: number;
};

/** Everything that this person coaches now, what changed last first. */
export async function listCoached(db: Database, personId: string): Promise<CoachedSummary[]> {
  const { rows } = await sql<CoachedSummary>`
    select c.id as "coachId", p.name as earner, m.title, m.slug, i.name as "issuerName", e.state,
      c.accepted_at as since, x."changedAt", coalesce(x.changed, 0)::int as changed, r.asked
    from coaches c
    join enrolments e on e.id = c.enrolment_id and e.state <> 'withdrawn'
    join people p on p.id = e.person_id
    join micro_credentials m on m.id = e.micro_credential_id
    join issuers i on i.id = e.issuer_id
    cross join lateral (
      select max(made.at) as "changedAt",
        count(distinct made.key) filter (where c.read_at is null or made.at > c.read_at) as changed
      from (
        select requirement_key as key, updated_at as at from evidence_items where enrolment_id = e.id
        union all
        select requirement_key, created_at from artifacts where enrolment_id = e.id and removed_at is null
      ) made
    ) x
    cross join lateral (
      select count(*)::int as asked from coach_requests q where q.enrolment_id = e.id and not exists (
        select from coach_comments k
        where k.coach_id = c.id and k.requirement_key = q.requirement_key and k.created_at >= q.asked_at
      )
    ) r
    where c.person_id = ${personId} and c.ended_at is null
    order by x."changedAt" desc nulls last, c.id`.execute(db);
  return rows;
}
