import type { Role } from '#domain/access/viewer.ts';

/** What everyone of the demonstration signs in with. These accounts exist outside production only. */
export const demoPassword = 'stone-by-stone';

export const demoDomain = 'demo.tessera.example';

export type DemoPerson = {
  name: string;
  email: string;
  /** As the sign-in help names them. */
  as: string;
  isOperator?: true;
  roles: readonly Role[];
  /** The slug of the one issuer of the roles; without it they are held at every issuer. */
  issuer?: string;
};

type NamedIssuer = { slug: string; name: string };

const adminNames = ['Ines Fontaine', 'Tomasz Wolny', 'Grace Oduya', 'Ravi Menon', 'Elin Berg', 'Joaquín Vidal'];

/** One person for each role, and one administrator for each issuer. */
export function demoPeople(issuers: readonly NamedIssuer[]): DemoPerson[] {
  const at = (name: string) => `${name}@${demoDomain}`;
  return [
    { name: 'Maya Okafor', email: at('earner'), as: 'Earner', roles: [] },
    { name: 'Daniel Reyes', email: at('earner2'), as: 'Second earner', roles: [] },
    { name: 'Ruth Lindqvist', email: at('assessor'), as: 'Assessor', roles: ['assessor'] },
    { name: 'Samuel Adeyemi', email: at('assessor2'), as: 'Second assessor', roles: ['assessor'] },
    { name: 'Hannah Weiss', email: at('lead'), as: 'Lead assessor', roles: ['lead_assessor'] },
    { name: 'Peter Nakamura', email: at('coordinator'), as: 'Coordinator', roles: ['coordinator'] },
    ...issuers.map(({ slug, name }, index): DemoPerson => ({
      name: adminNames[index % adminNames.length]!,
      email: at(`admin.${slug}`),
      as: `Admin of ${name}`,
      roles: ['issuer_admin', 'designer'],
      issuer: slug,
    })),
    { name: 'Olga Marchetti', email: at('operator'), as: 'Operator', isOperator: true, roles: [] },
  ];
}
