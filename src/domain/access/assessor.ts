import type { Role, Viewer } from './viewer.ts';

const assessing: readonly Role[] = ['assessor', 'lead_assessor'];

/** Who is at the desk, and for which issuers: every query of the desk is scoped by both. */
export type Assessor = { id: string; name: string; issuerIds: readonly string[] };

export function assessorOf({ person, memberships }: Viewer): Assessor {
  const held = memberships.filter(({ role }) => assessing.includes(role)).map(({ issuerId }) => issuerId);
  return { id: person.id, name: person.name, issuerIds: [...new Set(held)] };
}
