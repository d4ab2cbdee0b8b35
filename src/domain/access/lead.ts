import type { Role, Viewer } from './viewer.ts';

/** Who leads the assessing, and at which issuers: every query of the lead’s pages is scoped by both. */
export type Lead = { id: string; name: string; issuerIds: readonly string[] };

/** Of the issuers where the viewer is a lead assessor. */
export function leadOf(viewer: Viewer): Lead {
  return holderOf(viewer, ['lead_assessor']);
}

/** Of the issuers whose figures and settings the viewer may see: as a lead assessor or an admin. */
export function overseerOf(viewer: Viewer): Lead {
  return holderOf(viewer, ['lead_assessor', 'issuer_admin']);
}

function holderOf({ person, memberships }: Viewer, roles: readonly Role[]): Lead {
  const held = memberships.filter(({ role }) => roles.includes(role)).map(({ issuerId }) => issuerId);
  return { id: person.id, name: person.name, issuerIds: [...new Set(held)] };
}
