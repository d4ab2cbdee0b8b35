import { shortText } from '#domain/credential/short-text.ts';
import { listDetails } from '#domain/definition/outline.ts';
import type { Definition, LookFor } from '#domain/definition/schema.ts';
import { buildCaseDocument, buildItemTypes, documentLink, seconds } from './case-document.ts';
import { caseIds } from './case-ids.ts';
import type { CfAssociation, CfItem, CfItemType, CfPackage, CfRubric, CfRubricCriterion, Link } from './case-types.ts';
import { caseUrl } from './ids.ts';

export type CasePackageFacts = {
  baseUrl: string;
  definition: Definition;
  issuerName: string;
  number: number;
  publishedAt: Date;
};

/**
 * A micro-credential as a CASE 1.1 package: outcomes and their details as items, each detail a child of its outcome; every scoring
 * guide as a rubric whose criteria are look-fors. Levels have no score: nothing is added up, every look-for must be a Yes.
 */
export function buildCasePackage(facts: CasePackageFacts): CfPackage {
  const { baseUrl, definition } = facts;
  const { slug, title, statement } = definition;
  const document = buildCaseDocument({ ...facts, slug, title, statement });
  const types = buildItemTypes(baseUrl);
  const items = listItems(facts, types);
  const rubrics = definition.guides.map((guide) => buildRubric(facts, guide, items));
  return {
    CFDocument: document,
    CFItems: [...items.values()],
    CFAssociations: listAssociations(facts, { items, rubrics, document: documentLink(document) }),
    CFDefinitions: { CFItemTypes: [types.outcome, types.detail] },
    CFRubrics: rubrics,
  };
}

/** By `outcome/…` and `detail/…`. */
type Items = ReadonlyMap<string, CfItem>;

function listItems(facts: CasePackageFacts, types: Record<'outcome' | 'detail', CfItemType>): Items {
  const { baseUrl, definition, publishedAt } = facts;
  const ids = caseIds(baseUrl, definition.slug);
  const item = (identifier: string, fullStatement: string, { title, ...type }: CfItemType): CfItem => ({
    identifier,
    uri: caseUrl(baseUrl, 'CFItems', identifier),
    fullStatement,
    ...(fullStatement.length > 100 ? { abbreviatedStatement: shortText(fullStatement, 100) } : {}),
    CFItemType: title,
    CFItemTypeURI: { title, identifier: type.identifier, uri: type.uri },
    language: 'en',
    lastChangeDateTime: seconds(publishedAt),
  });
  return new Map(
    definition.outcomes.flatMap((outcome) => [
      [`outcome/${outcome.id}`, item(ids.outcome(outcome.id), outcome.title, types.outcome)],
      ...outcome.details.map(
        (detail) => [`detail/${detail.id}`, item(ids.detail(detail.id), detail.text, types.detail)] as const,
      ),
    ]),
  );
}

function itemLink({ identifier, uri, fullStatement }: CfItem): Link {
  return { title: shortText(fullStatement, 300), identifier, uri };
}

function listAssociations(
  { baseUrl, definition, publishedAt }: CasePackageFacts,
  { items, rubrics, document }: { items: Items; rubrics: readonly CfRubric[]; document: Link },
): CfAssociation[] {
  const ids = caseIds(baseUrl, definition.slug);
  const association = (
    identifier: string,
    associationType: CfAssociation['associationType'],
    { origin, destination, position, notes }: { origin: string; destination: Link; position: number; notes?: string },
  ): CfAssociation => ({
    identifier,
    uri: caseUrl(baseUrl, 'CFAssociations', identifier),
    associationType,
    sequenceNumber: position,
    originNodeURI: { ...itemLink(items.get(origin)!), targetType: 'CASE' },
    destinationNodeURI: { ...destination, targetType: 'CASE' },
    lastChangeDateTime: seconds(publishedAt),
    ...(notes === undefined ? {} : { notes }),
  });
  const children = definition.outcomes.flatMap(({ id, details }, i) => {
    const [origin, destination] = [`outcome/${id}`, itemLink(items.get(`outcome/${id}`)!)];
    return [
      association(ids.outcomeIsChild(id), 'isChildOf', { origin, destination: document, position: i + 1 }),
      ...details.map((detail, at) => {
        const facts = { origin: `detail/${detail.id}`, destination, position: at + 1 };
        return association(ids.detailIsChild(detail.id), 'isChildOf', facts);
      }),
    ];
  });
  const judged = definition.guides.flatMap((guide, i) => {
    const { title, identifier, uri } = rubrics[i]!;
    return listJudgedDetails(guide.lookFors).map((detail, at) =>
      association(ids.detailIsJudged(guide.id, detail), 'isRelatedTo', {
        origin: `detail/${detail}`,
        destination: { title, identifier, uri },
        position: at + 1,
        notes: 'Judged by this scoring guide.',
      }),
    );
  });
  return [...children, ...judged];
}

/** The details that any of these look-fors judges, each once. */
export function listJudgedDetails(lookFors: readonly Pick<LookFor, 'details'>[]): string[] {
  return [...new Set(lookFors.flatMap(({ details }) => details))];
}

const levels = [
  ['yes', 'Yes', 'Demonstrated.'],
  ['almost', 'Almost', 'Not demonstrated yet, and close to it.'],
  ['no', 'No', 'Not demonstrated.'],
] as const;

function buildRubric(facts: CasePackageFacts, guide: Definition['guides'][number], items: Items): CfRubric {
  const { baseUrl, definition, publishedAt } = facts;
  const ids = caseIds(baseUrl, definition.slug);
  const identifier = ids.rubric(guide.id);
  const uri = caseUrl(baseUrl, 'CFRubrics', identifier);
  const lastChangeDateTime = seconds(publishedAt);
  const outcomeOf = new Map(listDetails(definition).map(({ id, outcomeId }) => [id, outcomeId]));
  return {
    identifier,
    uri,
    title: shortText(guide.title, 300),
    ...(guide.summary === undefined ? {} : { description: guide.summary }),
    lastChangeDateTime,
    CFRubricCriteria: guide.lookFors.map((lookFor, i): CfRubricCriterion => {
      const judged = judgedItem(lookFor, outcomeOf, items);
      const criterion = ids.criterion(lookFor.id);
      return {
        identifier: criterion,
        uri: `${uri}#look-for/${lookFor.id}`,
        description: [lookFor.text, ...lookFor.points.map((point) => `* ${point}`)].join('\n'),
        ...(judged ? { CFItemURI: itemLink(judged) } : {}),
        position: i + 1,
        rubricId: identifier,
        lastChangeDateTime,
        CFRubricCriterionLevels: levels.map(([level, quality, description], at) => ({
          identifier: ids.level(lookFor.id, level),
          uri: `${uri}#look-for/${lookFor.id}/${level}`,
          quality,
          description,
          position: at + 1,
          rubricCriterionId: criterion,
          lastChangeDateTime,
        })),
      };
    }),
  };
}

/** A criterion has room for one item: the detail that the look-for judges, or the outcome that all of its details belong to. */
function judgedItem({ details }: LookFor, outcomeOf: ReadonlyMap<string, string>, items: Items): CfItem | undefined {
  if (details.length === 1) return items.get(`detail/${details[0]!}`);
  const outcomes = new Set(details.map((detail) => outcomeOf.get(detail)));
  const [outcome] = outcomes;
  return outcomes.size === 1 ? items.get(`outcome/${outcome ?? ''}`) : undefined;
}
