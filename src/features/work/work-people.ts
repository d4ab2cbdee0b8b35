import { attestedSubject } from '#domain/attestation/attested-subject.ts';
import type { AttestationContext } from '#domain/attestation/attestation.ts';
import type { PeopleOfWork } from '#domain/attempt/progress.ts';
import type { ReleaseContext } from '#domain/consent/release.ts';
import { findRequirement, listDetails } from '#domain/definition/outline.ts';
import { documentSha256 } from '#platform/hash.ts';
import type { DraftArtifact, Workspace } from './workspace.queries.ts';

type PeopleRows = {
  releases: (Omit<ReleaseContext, 'givenOn' | 'expiresOn' | 'withdrawnAt'> & {
    artifact_id: string;
    given_on: string;
    expires_on: string | null;
    withdrawn_at: Date | string | null;
  })[];
  attestations: AttestationRow[];
  declarations: { part_key: string; used: boolean; how: string }[];
  agreements: { requirement_key: string; state: 'asked' | 'agreed' | 'refused' | 'withdrawn' }[];
};

type Time = Date | string;

type AttestationRow = {
  id: string;
  requirement_key: string;
  asked_key: string | null;
  kind: AttestationContext['kind'];
  statement: string;
  peer_name: string;
  peer_role: string;
  peer_email: string | null;
  channel: AttestationContext['channel'];
  requested_at: Time;
  expires_at: Time | null;
  subject_sha256: string | null;
  typed_name: string | null;
  attested_at: Time | null;
  declined_at: Time | null;
  decline_reason: string | null;
  withdrawn_at: Time | null;
  withdrawn_by: 'peer' | 'earner' | null;
};

/** An attestation as its earner sees it. */
export type OwnAttestation = AttestationContext & {
  requirement: string;
  peerEmail: string | null;
  subjectSha256: string | null;
  typedName: string | null;
  declineReason: string | null;
};

export type WorkspacePeople = Omit<PeopleOfWork, 'attestations' | 'agreed'> & {
  agreed: ReadonlySet<string>;
  attestations: ReadonlyMap<string, readonly OwnAttestation[]>;
};

/** The people beside the work, from its rows. Whether a confirmation still holds is computed from the evidence now. */
export function workPeople(
  rows: PeopleRows,
  work: Pick<Workspace, 'definition' | 'evidence'> & { artifacts: ReadonlyMap<string, DraftArtifact> },
): WorkspacePeople {
  const current = new Map<string, string | undefined>();
  const subjectOf = (key: string) => {
    if (!current.has(key)) current.set(key, subjectSha256(work, key));
    return current.get(key);
  };
  const attestations = rows.attestations.map((row): OwnAttestation => ({
    ...{ id: row.id, requirement: row.requirement_key, asked: row.asked_key, kind: row.kind, statement: row.statement },
    ...{ peerName: row.peer_name, peerRole: row.peer_role, peerEmail: row.peer_email, channel: row.channel },
    requestedAt: iso(row.requested_at) ?? '',
    expiresAt: iso(row.expires_at),
    attestedAt: iso(row.attested_at),
    declinedAt: iso(row.declined_at),
    withdrawnAt: iso(row.withdrawn_at),
    ...{ subjectSha256: row.subject_sha256, typedName: row.typed_name, declineReason: row.decline_reason },
    isCurrent: row.subject_sha256 !== null && row.subject_sha256 === subjectOf(row.requirement_key),
  }));
  return {
    releases: Object.groupBy(rows.releases.map(toRelease), (one) => one.artifact) as Record<string, ReleaseContext[]>,
    captioned: [...work.artifacts.values()].flatMap(({ id, captions }) => (captions.length > 0 ? [id] : [])),
    attestations: Map.groupBy(attestations, (one) => one.requirement),
    aiUse: new Map(rows.declarations.map(({ part_key, used, how }) => [part_key, { used, how }])),
    agreed: new Set(rows.agreements.flatMap((one) => (one.state === 'agreed' ? [one.requirement_key] : []))),
  };
}

/** The SHA-256 of what a peer would be shown of a requirement now. */
export function subjectSha256(
  { definition, evidence, artifacts }: Parameters<typeof workPeople>[1] | Workspace,
  key: string,
): string | undefined {
  const requirement = findRequirement(definition, key);
  if (!requirement) return undefined;
  const details = listDetails(definition);
  return documentSha256(attestedSubject(requirement, evidence.get(key)?.data, { details, artifacts }, artifacts));
}

function toRelease({ artifact_id, given_on, expires_on, withdrawn_at, ...release }: PeopleRows['releases'][number]) {
  return {
    ...release,
    artifact: artifact_id,
    givenOn: given_on,
    expiresOn: expires_on,
    withdrawnAt: iso(withdrawn_at),
  };
}

function iso(time: Time | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
