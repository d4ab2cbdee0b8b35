export type Role = 'assessor' | 'lead_assessor' | 'designer' | 'coordinator' | 'issuer_admin';

export type Membership = { issuerId: string; issuerSlug: string; issuerName: string; role: Role };

/** Who is asking. Everyone signed in may earn; roles are held at issuers. */
export type Viewer = {
  person: { id: string; name: string; email: string; isOperator: boolean };
  memberships: readonly Membership[];
  /** Whether somebody lets them read along as a coach, now. */
  isCoach: boolean;
};

export function hasRole(viewer: Viewer | null, roles: readonly Role[], issuerSlug?: string): boolean {
  if (!viewer) return false;
  return viewer.memberships.some(
    (held) => roles.includes(held.role) && (issuerSlug === undefined || held.issuerSlug === issuerSlug),
  );
}
