import { z } from 'zod';
import type { RequirementPeople } from '#domain/checks/check-requirement.ts';
import { type ArtifactContext, ArtifactMeasure } from '#domain/evidence/kind.ts';

/** An artifact as it was when the attempt was sealed. */
const SealedArtifact = z.strictObject({
  id: z.uuid(),
  kind: z.enum(['file', 'link']),
  name: z.string(),
  mediaType: z.string().nullable(),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
  url: z.string().nullable(),
  pages: z.number().nullable(),
  measure: ArtifactMeasure.optional(),
  /** The version before, where this one replaced one. */
  replaces: z.uuid().optional(),
  /** Of a link: what its page was called, and when (ISO 8601, UTC). */
  link: z.strictObject({ title: z.string().nullable(), seenAt: z.string() }).optional(),
  /** Whether it shows or lets one hear people, as the earner said. */
  showsPeople: z.boolean().optional(),
  captions: z.array(z.strictObject({ language: z.string(), label: z.string(), sha256: z.string() })).optional(),
  /** Made together with colleagues, as the earner declared. */
  teamWork: z.boolean().optional(),
  /** The releases that it rests on, as they stood. */
  releases: z
    .array(
      z.strictObject({
        id: z.uuid(),
        kind: z.enum(['student', 'staff', 'site']),
        subject: z.string(),
        covers: z.array(z.string()),
        /** ISO 8601 dates. */
        givenOn: z.string(),
        expiresOn: z.string().nullable(),
      }),
    )
    .optional(),
});
export type SealedArtifact = z.output<typeof SealedArtifact>;

/**
 * One submission as it was handed in, whole: what the assessor sees and what the SHA-256 of its canonical JSON
 * stands for. It never changes.
 */
export const SealedAttempt = z.strictObject({
  format: z.literal('tessera/attempt/1'),
  enrolment: z.uuid(),
  number: z.int().min(1),
  definition: z.strictObject({ slug: z.string(), version: z.int(), sha256: z.string() }),
  earner: z.strictObject({ id: z.uuid(), name: z.string() }),
  /** ISO 8601, UTC. */
  submittedAt: z.string(),
  evidence: z.array(z.strictObject({ requirement: z.string(), kind: z.string(), data: z.unknown() })),
  artifacts: z.array(SealedArtifact),
  /** Look-fors demonstrated in an earlier attempt: not judged again. */
  carriedOver: z.array(z.strictObject({ lookFor: z.string(), attempt: z.int() })),
  /** What peers confirmed of this very evidence. */
  attestations: z
    .array(
      z.strictObject({
        id: z.uuid(),
        requirement: z.string(),
        kind: z.enum(['visit', 'role', 'authorship', 'permission']),
        statement: z.string(),
        /** Of the definition's request that it answers; `null` where the earner asked by themselves. */
        asked: z.string().nullable(),
        peer: z.strictObject({ name: z.string(), role: z.string() }),
        /** By a mailed link, or on the earner's own device. */
        channel: z.enum(['mail', 'device']),
        typedName: z.string(),
        requestedAt: z.string(),
        /** ISO 8601, UTC. */
        at: z.string(),
        /** Of what the peer was shown. */
        sha256: z.string(),
      }),
    )
    .optional(),
  /** By part: whether and how AI was used. */
  aiUse: z.array(z.strictObject({ part: z.string(), used: z.boolean(), how: z.string() })).optional(),
  /** Where practice could not be repeated: what was agreed on in place of it, by requirement. */
  agreements: z
    .array(
      z.strictObject({
        id: z.uuid(),
        requirement: z.string(),
        reason: z.string(),
        proposal: z.string(),
        answer: z.string(),
        /** ISO 8601, UTC. */
        agreedAt: z.string(),
      }),
    )
    .optional(),
});
export type SealedAttempt = z.output<typeof SealedAttempt>;

/** The sealed artifacts as checks and renderings want them. */
export function sealedArtifactContext(sealed: Pick<SealedAttempt, 'artifacts'>): Map<string, ArtifactContext> {
  return new Map(
    sealed.artifacts.map(({ id, kind, name, mediaType, size, pages, measure, showsPeople }) => [
      id,
      {
        ...{ id, kind, name, mediaType, size, pages },
        ...(measure && { measure }),
        ...(showsPeople !== undefined && { showsPeople }),
      },
    ]),
  );
}

/** The people beside one requirement of what was sealed, as its checks want them: as things stood then. */
export function sealedPeople(sealed: SealedAttempt, requirement: string): RequirementPeople {
  return {
    now: sealed.submittedAt,
    releases: Object.fromEntries(
      sealed.artifacts.map(({ id, releases }) => [id, (releases ?? []).map((one) => ({ ...one, withdrawnAt: null }))]),
    ),
    captioned: sealed.artifacts.flatMap(({ id, captions }) => (captions && captions.length > 0 ? [id] : [])),
    attestations: (sealed.attestations ?? []).flatMap((one) =>
      one.requirement === requirement
        ? [
            {
              ...{ id: one.id, asked: one.asked, kind: one.kind, statement: one.statement, channel: one.channel },
              ...{ peerName: one.peer.name, peerRole: one.peer.role, requestedAt: one.requestedAt },
              ...{ attestedAt: one.at, expiresAt: null, declinedAt: null, withdrawnAt: null, isCurrent: true },
            },
          ]
        : [],
    ),
    ...(sealed.agreements?.some((one) => one.requirement === requirement) && { agreed: true }),
  };
}
