import { shortText } from '#domain/credential/short-text.ts';
import type { Audience, Definition, Series } from '#domain/definition/schema.ts';
import { frameworkTitle } from './case-document.ts';
import { caseIds } from './case-ids.ts';
import { type Subject, caseUrl, ctidOf, issuerCtid, resourceUrl, subjectUrl } from './ids.ts';

/** What search engines read in a page: https://schema.org, and nothing that is not on the page as well. */
export type SchemaOrg = { '@context': 'https://schema.org'; '@graph': Record<string, unknown>[] };

type Offered = { baseUrl: string; issuer: { slug: string; name: string }; number: number; publishedAt: Date };

type Named = { slug: string; title: string };

/** A micro-credential: no course, since nothing is taught. */
export function microCredentialMarkup(
  facts: Offered & { definition: Definition; series: readonly Named[] },
): SchemaOrg {
  const { baseUrl, definition, series } = facts;
  const subject: Subject = { kind: 'micro-credential', slug: definition.slug };
  const ids = caseIds(baseUrl, definition.slug);
  const { validMonths } = definition.award;
  const [first] = series;
  return graph(
    organization(facts),
    {
      ...credential(facts, subject, definition),
      version: String(facts.number),
      datePublished: facts.publishedAt.toISOString().slice(0, 10),
      credentialCategory: 'Micro-credential',
      competencyRequired: definition.outcomes.map(({ id, title }) => ({
        '@type': 'DefinedTerm',
        '@id': caseUrl(baseUrl, 'CFItems', ids.outcome(id)),
        name: shortText(title, 300),
        inDefinedTermSet: {
          '@type': 'DefinedTermSet',
          '@id': caseUrl(baseUrl, 'CFPackages', ids.document),
          name: frameworkTitle(definition.title),
        },
      })),
      ...(validMonths === undefined ? {} : { validFor: `P${validMonths}M` }),
      ...(series.length > 0 && {
        isPartOf: series.map(({ slug }) => ({ '@id': resource(baseUrl, { kind: 'series', slug }) })),
      }),
    },
    breadcrumbs(baseUrl, [
      ['Library', '/library'],
      ...(first ? ([[first.title, `/series/${first.slug}`]] as const) : []),
      [definition.title, `/micro-credentials/${definition.slug}`],
    ]),
  );
}

/** A series: a credential where it has a stack award, else a collection of them. */
export function seriesMarkup(
  facts: Omit<Offered, 'number' | 'publishedAt'> & { series: Series; members: readonly Named[] },
): SchemaOrg {
  const { baseUrl, series, members } = facts;
  const subject: Subject = { kind: 'series', slug: series.slug };
  const stack = series.stackAward;
  return graph(
    organization(facts),
    {
      ...credential(facts, subject, series),
      ...(stack ? { credentialCategory: 'Stack award', alternateName: stack.title } : { '@type': 'Collection' }),
      hasPart: members.map(({ slug, title }) => ({
        '@type': 'EducationalOccupationalCredential',
        '@id': resource(baseUrl, { kind: 'micro-credential', slug }),
        name: title,
        url: subjectUrl(baseUrl, { kind: 'micro-credential', slug }),
      })),
    },
    breadcrumbs(baseUrl, [
      ['Library', '/library'],
      [series.title, `/series/${series.slug}`],
    ]),
  );
}

export function graph(...nodes: Record<string, unknown>[]): SchemaOrg {
  return { '@context': 'https://schema.org', '@graph': nodes };
}

function resource(baseUrl: string, subject: Subject): string {
  return resourceUrl(baseUrl, ctidOf(baseUrl, subject));
}

function organization({ baseUrl, issuer }: Pick<Offered, 'baseUrl' | 'issuer'>): Record<string, unknown> {
  return {
    '@type': 'Organization',
    '@id': resourceUrl(baseUrl, issuerCtid(baseUrl, issuer.slug)),
    name: issuer.name,
    url: `${baseUrl}/library?issuer=${issuer.slug}`,
  };
}

type Described = { title: string; statement: string; audience: readonly Audience[] };

function credential(
  { baseUrl, issuer }: Pick<Offered, 'baseUrl' | 'issuer'>,
  subject: Subject,
  { title, statement, audience }: Described,
): Record<string, unknown> {
  return {
    '@type': 'EducationalOccupationalCredential',
    '@id': resource(baseUrl, subject),
    name: title,
    description: statement,
    url: subjectUrl(baseUrl, subject),
    image: `${baseUrl}/tiles/${subject.slug}.svg`,
    inLanguage: 'en',
    identifier: { '@type': 'PropertyValue', propertyID: 'CTID', value: ctidOf(baseUrl, subject) },
    provider: { '@id': resourceUrl(baseUrl, issuerCtid(baseUrl, issuer.slug)) },
    audience: audience.map((role) => ({
      '@type': 'EducationalAudience',
      educationalRole: role.replaceAll('-', ' '),
    })),
  };
}

function breadcrumbs(
  baseUrl: string,
  places: readonly (readonly [name: string, path: string])[],
): Record<string, unknown> {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: places.map(([name, path], i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name,
      item: `${baseUrl}${path}`,
    })),
  };
}
