import { z } from 'zod';

/** Of a concern that the search raised: whose attempt it is like, and in what. */
export const FoundEvidence = z.object({
  other: z.object({ attempt: z.uuid(), enrolment: z.uuid() }),
  texts: z.array(z.object({ source: z.string(), otherSource: z.string(), similarity: z.number() })),
  files: z.array(z.object({ artifact: z.uuid(), otherArtifact: z.uuid() })),
});
export type FoundEvidence = z.output<typeof FoundEvidence>;

/** Of a concern that a person raised: the passage that it is about. */
export const PassageEvidence = z.object({ passage: z.string() });

export function readFound(evidence: unknown): FoundEvidence | undefined {
  return FoundEvidence.safeParse(evidence).data;
}

export function readPassage(evidence: unknown): string {
  return PassageEvidence.safeParse(evidence).data?.passage ?? '';
}
