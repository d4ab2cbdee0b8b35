import { hasRole, type Role, type Viewer } from '#domain/access/viewer.ts';

/** What a policy says of a request: go on, sign in first, no, or there is nothing here. */
export type Verdict = 'allow' | 'sign-in' | 'forbid' | 'not-found';

type Rule = (viewer: Viewer | null, params: Readonly<Record<string, string | undefined>>) => Verdict;

const anyAssessor: readonly Role[] = ['assessor', 'lead_assessor'];

/**
 * Who may call a route. Every route names one; whose rows it then sees is the query's part: it is scoped by the
 * viewer, so that another's id is *not found*.
 */
export const policies = {
  /** Anyone. */
  public: () => 'allow',
  /** Anyone, outside production only. */
  development: () => 'allow',
  /** Whoever is signed in; everyone signed in may earn. */
  'signed-in': signedIn(() => true),
  /** Assessors and lead assessors of any issuer. */
  assessor: signedIn((viewer) => hasRole(viewer, anyAssessor)),
  /** Lead assessors of any issuer: they calibrate, adjudicate, release and watch. */
  lead: signedIn((viewer) => hasRole(viewer, ['lead_assessor'])),
  /** Lead assessors and admins of any issuer: figures, settings, the ledger. */
  'lead-or-admin': signedIn((viewer) => hasRole(viewer, ['lead_assessor', 'issuer_admin'])),
  /** Whoever administers some issuer, and operators. */
  'any-issuer-admin': signedIn((viewer) => hasRole(viewer, ['issuer_admin']) || viewer.person.isOperator),
  /** Admins of the issuer in the path, and operators. To everyone else the issuer's admin pages do not exist. */
  'issuer-admin': (viewer, { issuer }) => {
    if (!viewer) return 'sign-in';
    return viewer.person.isOperator || hasRole(viewer, ['issuer_admin'], issuer) ? 'allow' : 'not-found';
  },
  /** Those who look after the awards of the issuer in the path: its admins, its lead assessors, and operators. */
  'issuer-admin-or-lead': (viewer, { issuer }) => {
    if (!viewer) return 'sign-in';
    const looksAfter = hasRole(viewer, ['issuer_admin', 'lead_assessor'], issuer);
    return viewer.person.isOperator || looksAfter ? 'allow' : 'not-found';
  },
  operator: signedIn((viewer) => viewer.person.isOperator),
} as const satisfies Record<string, Rule>;

export type PolicyName = keyof typeof policies;

function signedIn(allowed: (viewer: Viewer) => boolean): Rule {
  return (viewer) => {
    if (!viewer) return 'sign-in';
    return allowed(viewer) ? 'allow' : 'forbid';
  };
}
