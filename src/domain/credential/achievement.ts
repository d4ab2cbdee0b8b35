import type { Definition, Series } from '#domain/definition/schema.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { type Subject, caseItemUrl, ctidOf, outcomeItemId, resourceUrl, versionUrl } from '#domain/open-data/ids.ts';
import { criteriaNarrative } from './criteria.ts';
import { issuerDid } from './did-web.ts';
import { shortText } from './short-text.ts';

/** In this order: the W3C data model first, then the Open Badges that extends it. */
const achievementContexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
] as const;

/** A credential names its schema, too, by a type that is defined in the third. */
export const credentialContexts = [
  ...achievementContexts,
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
] as const;

/** What can be awarded, in the one version that an award is about. */
export type AchievementFacts = { baseUrl: string; issuer: { slug: string; name: string } } & (
  | { kind: 'micro-credential'; definition: Definition; version: { number: number; sha256: string } }
  | {
      kind: 'stack';
      series: Series;
      version: { number: number; sha256: string };
      /** In Markdown, what the rule asks for: “Any three of the micro-credentials of this series”. */
      criteria: string;
    }
);

export type Image = { id: string; type: 'Image'; caption: string };

type Alignment = {
  type: ['Alignment'];
  targetName: string;
  targetUrl: string;
  targetFramework: string;
  targetType: 'CFItem' | 'CTDL';
};

type ResultDescription = { id: string; type: ['ResultDescription']; name: string } & (
  | { resultType: 'Result' }
  | {
      resultType: 'RubricCriterionLevel';
      requiredLevel: string;
      rubricCriterionLevel: { id: string; type: ['RubricCriterionLevel']; name: string }[];
    }
);

export type Achievement = {
  id: string;
  type: ['Achievement'];
  achievementType: 'MicroCredential';
  creator: { id: string; type: ['Profile']; name: string };
  name: string;
  description: string;
  criteria: { id: string; narrative: string };
  image: Image;
  inLanguage: 'en';
  version: string;
  tag: string[];
  alignment: Alignment[];
  resultDescription?: ResultDescription[];
};

/**
 * What an award is an award of. Look-fors are rubric criteria with the three levels that assessors have; each outcome is aligned
 * with its CASE item, the whole with its CTDL resource. There are no `creditsAvailable`: professional-development hours are clock
 * hours, which the specification would have us call academic credit there, so they are a result of their own.
 */
export function buildAchievement(facts: AchievementFacts): Achievement {
  const { baseUrl, issuer, version } = facts;
  const subject = subjectOf(facts);
  const id = versionUrl(baseUrl, subject, version.number);
  const { name, description, tag } = describe(facts);
  return {
    id,
    type: ['Achievement'],
    achievementType: 'MicroCredential',
    creator: { id: issuerDid(baseUrl, issuer.slug), type: ['Profile'], name: issuer.name },
    name,
    description,
    criteria: { id, narrative: facts.kind === 'stack' ? facts.criteria : criteriaNarrative(facts.definition) },
    image: tileImage(baseUrl, subject, name),
    inLanguage: 'en',
    version: String(version.number),
    tag,
    alignment: listAlignments(facts, subject),
    ...(facts.kind === 'stack' ? {} : { resultDescription: listResultDescriptions(id, facts.definition) }),
  };
}

/** The Achievement as a document by itself, as its id is answered to programs. */
export function buildAchievementDocument(facts: AchievementFacts): { '@context': string[] } & Achievement {
  return { '@context': [...achievementContexts], ...buildAchievement(facts) };
}

/** What the achievement is about, and what it is called in an award. */
export function describe(facts: AchievementFacts): {
  name: string;
  statement: string;
  description: string;
  tag: string[];
} {
  if (facts.kind === 'micro-credential') {
    const { title, statement, summary, audience } = facts.definition;
    return { name: title, statement, description: summary, tag: [...audience] };
  }
  const { title, statement, summary, audience, stackAward } = facts.series;
  const tag = [...audience];
  return { name: stackAward?.title ?? title, statement: stackAward?.statement ?? statement, description: summary, tag };
}

export function tileImage(baseUrl: string, { slug }: Subject, name: string): Image {
  return { id: `${baseUrl}/tiles/${slug}.svg`, type: 'Image', caption: `The tile of ${name}` };
}

export function subjectOf(facts: AchievementFacts): Subject {
  return facts.kind === 'stack'
    ? { kind: 'series', slug: facts.series.slug }
    : { kind: 'micro-credential', slug: facts.definition.slug };
}

/** The ids of results, within their version. */
export const hoursId = (achievementId: string): string => `${achievementId}#pd-hours`;
export const lookForId = (achievementId: string, lookFor: string): string => `${achievementId}#look-for/${lookFor}`;
export const levelId = (achievementId: string, lookFor: string, level: 'yes' | 'almost' | 'no'): string =>
  `${lookForId(achievementId, lookFor)}/${level}`;

const levels = [
  ['yes', 'Yes'],
  ['almost', 'Almost'],
  ['no', 'No'],
] as const;

function listResultDescriptions(id: string, definition: Definition): ResultDescription[] {
  return [
    { id: hoursId(id), type: ['ResultDescription'], name: 'Professional-development hours', resultType: 'Result' },
    ...listLookFors(definition).map((lookFor): ResultDescription => ({
      id: lookForId(id, lookFor.id),
      type: ['ResultDescription'],
      name: shortText(lookFor.text, 300),
      resultType: 'RubricCriterionLevel',
      requiredLevel: levelId(id, lookFor.id, 'yes'),
      rubricCriterionLevel: levels.map(([level, name]) => ({
        id: levelId(id, lookFor.id, level),
        type: ['RubricCriterionLevel'],
        name,
      })),
    })),
  ];
}

function listAlignments(facts: AchievementFacts, subject: Subject): Alignment[] {
  const { baseUrl } = facts;
  const { name } = describe(facts);
  const outcomes = facts.kind === 'stack' ? [] : facts.definition.outcomes;
  return [
    {
      type: ['Alignment'],
      targetName: name,
      targetUrl: resourceUrl(baseUrl, ctidOf(baseUrl, subject)),
      targetFramework: 'Credential Transparency Description Language',
      targetType: 'CTDL',
    },
    ...outcomes.map((outcome): Alignment => ({
      type: ['Alignment'],
      targetName: shortText(outcome.title, 300),
      targetUrl: caseItemUrl(baseUrl, outcomeItemId(baseUrl, subject.slug, outcome.id)),
      targetFramework: `Outcomes of ${name}`,
      targetType: 'CFItem',
    })),
  ];
}
