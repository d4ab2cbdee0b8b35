import type { Role, Viewer } from '#domain/access/viewer.ts';

/** Somebody with a role, and the issuers where they hold it: queries are scoped by both. */
export type Holder = { id: string; name: string; issuerIds: readonly string[] };

export type NamedIssuer = { id: string; name: string };

const assessing: readonly Role[] = ['assessor', 'lead_assessor'];

export const assessorOf = (viewer: Viewer): Holder => holderOf(viewer, assessing);
export const leadOf = (viewer: Viewer): Holder => holderOf(viewer, ['lead_assessor']);
export const overseerOf = (viewer: Viewer): Holder => holderOf(viewer, ['lead_assessor', 'issuer_admin']);

/** The issuers behind it, by name, to choose from. */
export function issuersOf({ memberships }: Viewer, { issuerIds }: Holder): NamedIssuer[] {
  const named = new Map(memberships.map(({ issuerId, issuerName }) => [issuerId, issuerName]));
  return issuerIds.map((id) => ({ id, name: named.get(id) ?? '' })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function holderOf({ person, memberships }: Viewer, roles: readonly Role[]): Holder {
  const held = memberships.filter(({ role }) => roles.includes(role)).map(({ issuerId }) => issuerId);
  return { id: person.id, name: person.name, issuerIds: [...new Set(held)] };
}
