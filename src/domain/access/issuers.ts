import type { Viewer } from './viewer.ts';

export type NamedIssuer = { id: string; name: string };

/** The issuers at which somebody holds a role, by name, to choose from. */
export function issuersOf({ memberships }: Viewer, { issuerIds }: { issuerIds: readonly string[] }): NamedIssuer[] {
  const named = new Map(memberships.map(({ issuerId, issuerName }) => [issuerId, issuerName]));
  return issuerIds.map((id) => ({ id, name: named.get(id) ?? '' })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
