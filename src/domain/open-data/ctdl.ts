import { issuerDid } from '#domain/credential/did-web.ts';
import { shortText } from '#domain/credential/short-text.ts';
import { listDetails, listLookFors, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Series } from '#domain/definition/schema.ts';
import { ruleWords } from '#domain/series/stack-words.ts';
import { frameworkTitle } from './case-document.ts';
import { caseIds } from './case-ids.ts';
import {
  type Ctdl,
  competency,
  concept,
  condition,
  ctdlContext,
  inEnglish,
  isActive,
  versionIdentifier,
} from './ctdl-parts.ts';
import { type Subject, caseUrl, ctidOf, issuerCtid, resourceUrl, subjectUrl } from './ids.ts';

/** What is told of the version that is offered now. */
type Offered = { baseUrl: string; issuerSlug: string; number: number; publishedAt: Date };

export type MicroCredentialFacts = Offered & {
  definition: Definition;
  /** The series with a stack award that it stands in, by their slugs: a credential is part of credentials, and of no collection. */
  series: readonly string[];
  /** What must be earned before it, by slugs: any so many of each. */
  before: readonly { atLeast: number; of: readonly string[] }[];
};

export type SeriesFacts = Offered & { series: Series };

/**
 * A micro-credential as a `ceterms:MicroCredential`. What it takes is a condition: what is submitted, each look-for, and the
 * competencies, which are at home in CASE. They are assessed by the assessment within it, since `ceterms:assesses` is no
 * property of a credential.
 */
export function describeMicroCredential(facts: MicroCredentialFacts): Ctdl {
  const { baseUrl, definition, series, before } = facts;
  const subject: Subject = { kind: 'micro-credential', slug: definition.slug };
  const { pdHours } = definition.worth;
  const { validMonths, renewal } = definition.award;
  return {
    ...common(facts, 'ceterms:MicroCredential', subject, definition),
    'ceterms:offeredBy': [issuerUrl(facts)],
    'ceterms:credentialStatusType': isActive,
    'ceterms:estimatedDuration': [duration(definition.effort)],
    ...(pdHours > 0 && { 'ceterms:creditValue': [clockHours(pdHours)] }),
    'ceterms:requires': [
      evidenceCondition(facts, subject),
      ...before.map(({ atLeast, of }) =>
        condition('What comes first', `At least ${atLeast} of these must be earned before it is begun.`, {
          'ceterms:targetCredential': of.map((slug) => urlOf(baseUrl, { kind: 'micro-credential', slug })),
        }),
      ),
    ],
    ...(validMonths !== undefined && renewal && { 'ceterms:renewalFrequency': `P${validMonths}M` }),
    ...(series.length > 0 && {
      'ceterms:isPartOf': series.map((slug) => urlOf(baseUrl, { kind: 'series', slug })),
    }),
  };
}

/**
 * A series. With a stack award it is a credential, as its awards say; without one it is a `ceterms:Collection`, which has
 * members and awards nothing.
 */
export function describeSeries(facts: SeriesFacts): Ctdl {
  const { baseUrl, series } = facts;
  const subject: Subject = { kind: 'series', slug: series.slug };
  const members = series.members.map(({ microCredential }) =>
    urlOf(baseUrl, { kind: 'micro-credential', slug: microCredential }),
  );
  const { stackAward } = series;
  if (!stackAward) return { ...common(facts, 'ceterms:Collection', subject, series), 'ceterms:hasMember': members };
  return {
    ...common(facts, 'ceterms:MicroCredential', subject, { ...series, title: stackAward.title }),
    ...(stackAward.title === series.title ? {} : { 'ceterms:alternateName': { en: [series.title] } }),
    'ceterms:offeredBy': [issuerUrl(facts)],
    'ceterms:credentialStatusType': isActive,
    'ceterms:hasPart': members,
    'ceterms:requires': [
      condition('The micro-credentials of the series', ruleWords(series), { 'ceterms:targetCredential': members }),
    ],
  };
}

export type IssuerFacts = {
  baseUrl: string;
  issuer: { slug: string; name: string; statement: string; website: string | null; email: string | null };
  /** What it offers now. */
  offers: readonly Subject[];
};

/** An issuer; where it is and which sector it belongs to is not known here, so it is not said. */
export function describeIssuer({ baseUrl, issuer, offers }: IssuerFacts): Ctdl {
  const ctid = issuerCtid(baseUrl, issuer.slug);
  const resources = offers.map((subject) => urlOf(baseUrl, subject));
  return {
    '@context': ctdlContext,
    '@id': resourceUrl(baseUrl, ctid),
    '@type': 'ceterms:CredentialOrganization',
    'ceterms:ctid': ctid,
    'ceterms:name': inEnglish(issuer.name),
    'ceterms:description': inEnglish(issuer.statement),
    'ceterms:subjectWebpage': issuer.website ?? `${baseUrl}/library?issuer=${issuer.slug}`,
    ...(issuer.email !== null && { 'ceterms:email': [issuer.email] }),
    'ceterms:sameAs': [issuerDid(baseUrl, issuer.slug)],
    ...(resources.length > 0 && { 'ceterms:owns': resources, 'ceterms:offers': resources }),
  };
}

type Described = { title: string; summary: string; audience: readonly string[] };

function common(facts: Offered, type: string, subject: Subject, { title, summary, audience }: Described): Ctdl {
  const { baseUrl, number, publishedAt } = facts;
  const ctid = ctidOf(baseUrl, subject);
  return {
    '@context': ctdlContext,
    '@id': resourceUrl(baseUrl, ctid),
    '@type': type,
    'ceterms:ctid': ctid,
    'ceterms:name': inEnglish(title),
    'ceterms:description': inEnglish(summary),
    'ceterms:subjectWebpage': subjectUrl(baseUrl, subject),
    'ceterms:image': `${baseUrl}/tiles/${subject.slug}.svg`,
    'ceterms:inLanguage': ['en'],
    'ceterms:keyword': { en: [...audience] },
    'ceterms:ownedBy': [issuerUrl(facts)],
    'ceterms:dateEffective': publishedAt.toISOString().slice(0, 10),
    'ceterms:versionIdentifier': versionIdentifier(number),
  };
}

function evidenceCondition({ baseUrl, issuerSlug, definition }: MicroCredentialFacts, subject: Subject): Ctdl {
  const competencies = listCompetencies(baseUrl, definition);
  const lookFors = listLookFors(definition);
  const page = subjectUrl(baseUrl, subject);
  const owner = [issuerUrl({ baseUrl, issuerSlug })];
  return condition(
    'Evidence of the competency',
    'Every look-for is demonstrated in evidence from the earner’s own work.',
    {
      'ceterms:submissionOf': [`${page}#evidence`],
      'ceterms:submissionOfDescription': inEnglish(
        listRequirements(definition)
          .map(({ title, prompt }) => `${title}: ${prompt}`)
          .join('\n\n'),
      ),
      'ceterms:condition': { en: lookFors.map(({ text }) => text) },
      'ceterms:targetCompetency': competencies,
      'ceterms:targetAssessment': [
        {
          '@id': `${urlOf(baseUrl, subject)}#assessment`,
          '@type': 'ceterms:AssessmentProfile',
          'ceterms:name': inEnglish(`Assessment of ${definition.title}`),
          'ceterms:description': inEnglish('Assessors read the evidence and answer every look-for Yes, Almost or No.'),
          'ceterms:subjectWebpage': `${page}#guide`,
          'ceterms:scoringMethodDescription': inEnglish(
            'Nothing is added up: the award is earned when every look-for is a Yes. What was demonstrated stays demonstrated.',
          ),
          'ceterms:assesses': competencies,
          'ceterms:ownedBy': owner,
          'ceterms:offeredBy': owner,
        },
      ],
    },
  );
}

function listCompetencies(baseUrl: string, definition: Definition): Ctdl[] {
  const ids = caseIds(baseUrl, definition.slug);
  const framework = caseUrl(baseUrl, 'CFPackages', ids.document);
  const frameworkName = frameworkTitle(definition.title);
  const entry = (id: string, text: string) =>
    competency({ framework, frameworkName, node: caseUrl(baseUrl, 'CFItems', id), name: shortText(text, 300) });
  return [
    ...definition.outcomes.map(({ id, title }) => entry(ids.outcome(id), title)),
    ...listDetails(definition).map(({ id, text }) => entry(ids.detail(id), text)),
  ];
}

/** In days, since parts of weeks are none of the format’s. */
function duration({ hours, weeks }: Definition['effort']): Ctdl {
  const range = ({ min, max }: { min: number; max: number }) => (min === max ? `${min}` : `${min} to ${max}`);
  const days = (count: number) => `P${Math.round(count * 7)}D`;
  return {
    '@type': 'ceterms:DurationProfile',
    'ceterms:description': inEnglish(`${range(hours)} hours of work${weeks ? ` over ${range(weeks)} weeks` : ''}.`),
    ...(weeks && { 'ceterms:minimumDuration': days(weeks.min), 'ceterms:maximumDuration': days(weeks.max) }),
  };
}

function clockHours(value: number): Ctdl {
  return {
    '@type': 'ceterms:ValueProfile',
    'ceterms:creditUnitType': [concept('CreditUnit', 'Credit Unit', ['creditUnit:ClockHour', 'Clock Hour'])],
    'schema:value': value,
    'schema:description': inEnglish(
      'Professional-development hours. What they count for is for the state or the district to say.',
    ),
  };
}

function urlOf(baseUrl: string, subject: Subject): string {
  return resourceUrl(baseUrl, ctidOf(baseUrl, subject));
}

function issuerUrl({ baseUrl, issuerSlug }: Pick<Offered, 'baseUrl' | 'issuerSlug'>): string {
  return resourceUrl(baseUrl, issuerCtid(baseUrl, issuerSlug));
}
