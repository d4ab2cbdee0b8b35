import type { Viewer } from '#domain/access/viewer.ts';

/** Who hides and lifts: an assessor, and the issuers where they lead. Every statement is scoped by both. */
export type Flagger = { id: string; issuerIds: readonly string[]; leadOf: readonly string[] };

export function flaggerOf({ person, memberships }: Viewer): Flagger {
  const leadOf = memberships.filter(({ role }) => role === 'lead_assessor').map(({ issuerId }) => issuerId);
  const assesses = memberships.filter(({ role }) => role === 'assessor').map(({ issuerId }) => issuerId);
  return { id: person.id, issuerIds: [...new Set([...assesses, ...leadOf])], leadOf };
}
