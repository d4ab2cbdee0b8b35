import { checkEvidenceRules } from '#domain/evidence/registry.ts';
import { checkHours } from './check-hours.ts';
import { checkStack } from './check-stack.ts';
import type { PathProblem } from './problem.ts';
import type { ReadableDefinition, ReadableSeries } from './readable.ts';

/** What the schema can't see of a micro-credential: ids unique, references that resolve, everything judged. */
export function checkDefinition(definition: ReadableDefinition): PathProblem[] {
  const outline = outlineOf(definition);
  return [
    ...checkIds(outline),
    ...checkRanges(definition),
    ...checkHours(definition),
    ...checkRules(definition, outline),
    ...checkReferences(outline),
    ...checkCoverage(outline),
    ...checkRepeatedLookFors(outline),
  ];
}

type Placed<Item> = { item: Item; path: PropertyKey[] };
type Identified = { id?: string | undefined } | undefined;

/** Everything that has an id, with its place. A list that could not be read is empty, and not `whole`. */
function outlineOf({ outcomes, parts, guides }: ReadableDefinition) {
  const placedOutcomes = place(outcomes, ['outcomes']);
  const placedParts = place(parts, ['parts']);
  const placedGuides = place(guides, ['guides']);
  return {
    outcomes: placedOutcomes,
    details: placedOutcomes.flatMap(({ item, path }) => place(item?.details, [...path, 'details'])),
    parts: placedParts,
    requirements: placedParts.flatMap(({ item, path }) => place(item?.requirements, [...path, 'requirements'])),
    guides: placedGuides,
    lookFors: placedGuides.flatMap(({ item, path }) => place(item?.lookFors, [...path, 'lookFors'])),
    whole: {
      details: isWhole(outcomes) && outcomes.every((outcome) => isWhole(outcome?.details)),
      requirements: isWhole(parts) && parts.every((part) => isWhole(part?.requirements)),
      lookFors: isWhole(guides) && guides.every((guide) => isWhole(guide?.lookFors)),
    },
  };
}
type Outline = ReturnType<typeof outlineOf>;

function place<Item>(items: readonly Item[] | undefined, path: PropertyKey[]): Placed<Item>[] {
  return (items ?? []).map((item, index) => ({ item, path: [...path, index] }));
}

/** Whether every item of a list could be read: only then does a name that it lacks lead nowhere. */
function isWhole<Item>(items: readonly Item[] | undefined): items is readonly Item[] {
  return items !== undefined && items.every((item) => item !== undefined);
}

function idsOf(places: readonly Placed<Identified>[]): Set<string> {
  return new Set(places.flatMap(({ item }) => item?.id ?? []));
}

function checkIds({ outcomes, details, parts, requirements, guides, lookFors }: Outline): PathProblem[] {
  return [
    ...repeatedIds('essential outcome', outcomes),
    ...repeatedIds('outcome detail', details),
    ...repeatedIds('part', parts),
    ...repeatedIds('requirement', requirements),
    ...repeatedIds('scoring guide', guides),
    ...repeatedIds('look-for', lookFors),
  ];
}

function repeatedIds(what: string, places: readonly Placed<Identified>[]): PathProblem[] {
  return repeats(
    what,
    places.map(({ item, path }) => ({ item: item?.id, path: [...path, 'id'] })),
  );
}

function repeats(what: string, places: readonly Placed<string | undefined>[]): PathProblem[] {
  const seen = new Set<string>();
  return places.flatMap(({ item: id, path }) => {
    if (id === undefined) return [];
    if (seen.has(id)) return [{ path, message: `The ${what} id “${id}” is used twice; give each its own` }];
    seen.add(id);
    return [];
  });
}

function checkRanges({ effort }: ReadableDefinition): PathProblem[] {
  return (['hours', 'weeks'] as const).flatMap((unit) => {
    const { min, max } = effort?.[unit] ?? {};
    if (min === undefined || max === undefined || min <= max) return [];
    return [
      { path: ['effort', unit], message: `The fewest ${unit} (${min}) are more than the most (${max}); swap them` },
    ];
  });
}

function checkRules({ outcomes }: ReadableDefinition, { requirements, whole }: Outline): PathProblem[] {
  const details = (outcomes ?? []).flatMap((outcome) =>
    (outcome?.details ?? []).map((detail) => ({
      id: detail?.id ?? '',
      text: detail?.text ?? '',
      outcomeId: outcome?.id ?? '',
      outcomeTitle: '',
    })),
  );
  return requirements.flatMap(({ item, path }) => {
    if (!item?.kind || item.rules === undefined) return [];
    // Rules may name outcomes: unless all of those could be read, nothing is said of them.
    return checkEvidenceRules({ kind: item.kind, rules: item.rules }, whole.details ? details : undefined).map(
      (problem) => ({
        path: [...path, 'rules', ...problem.path],
        message: problem.message,
      }),
    );
  });
}

function checkReferences({ lookFors, requirements, details, whole }: Outline): PathProblem[] {
  const knownRequirements = whole.requirements ? idsOf(requirements) : undefined;
  const knownDetails = whole.details ? idsOf(details) : undefined;
  return lookFors.flatMap(({ item, path }) => [
    ...unknown('requirement', place(item?.judges, [...path, 'judges']), knownRequirements),
    ...unknown('outcome detail', place(item?.details, [...path, 'details']), knownDetails),
  ]);
}

/** References that lead nowhere (unless what they could lead to is not known whole), or that are named twice. */
function unknown(
  what: string,
  places: readonly Placed<string | undefined>[],
  known: ReadonlySet<string> | undefined,
): PathProblem[] {
  return places.flatMap(({ item: id, path }, index) => {
    if (id === undefined) return [];
    if (known && !known.has(id))
      return [{ path, message: `There is no ${what} “${id}”; name one of: ${[...known].join(', ')}` }];
    return places.findIndex((earlier) => earlier.item === id) < index
      ? [{ path, message: `“${id}” is named twice; remove one` }]
      : [];
  });
}

function checkCoverage({ lookFors, requirements, details, whole }: Outline): PathProblem[] {
  // A look-for that could not be read may judge anything; and that there are none at all the schema says.
  if (!whole.lookFors || lookFors.length === 0) return [];
  return [
    ...uncovered(
      requirements,
      lookFors.map(({ item }) => item?.judges),
      (id) => `No look-for judges the requirement “${id}”; add it to the judges of one`,
    ),
    ...uncovered(
      details,
      lookFors.map(({ item }) => item?.details ?? []),
      (id) => `No look-for covers the outcome detail “${id}”; add it to the details of one`,
    ),
  ];
}

function uncovered(
  places: readonly Placed<Identified>[],
  named: readonly (readonly (string | undefined)[] | undefined)[],
  message: (id: string) => string,
): PathProblem[] {
  if (!named.every(isWhole)) return [];
  const covered = new Set(named.flat());
  return places.flatMap(({ item, path }) =>
    item?.id === undefined || covered.has(item.id) ? [] : [{ path: [...path, 'id'], message: message(item.id) }],
  );
}

function checkRepeatedLookFors({ lookFors }: Outline): PathProblem[] {
  const seen = new Map<string, string>();
  return lookFors.flatMap(({ item, path }) => {
    if (item?.text === undefined) return [];
    const text = normalise([item.text, ...(item.points ?? [])].join(' '));
    const earlier = seen.get(text);
    if (earlier !== undefined) {
      return [
        {
          path: [...path, 'text'],
          message: `This look-for says the same as “${earlier}”; remove one or tell them apart`,
        },
      ];
    }
    seen.set(text, item.id ?? '');
    return [];
  });
}

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What the schema can't see of a series on its own. Whether its members exist is checked with the whole folder. */
export function checkSeries(series: ReadableSeries): PathProblem[] {
  const tiers = place(series.tiers, ['tiers']);
  const strands = place(series.strands, ['strands']);
  const members = place(series.members, ['members']);
  const memberSlugs = members.map(({ item, path }) => ({
    item: item?.microCredential,
    path: [...path, 'microCredential'],
  }));
  const knownTiers = isWhole(series.tiers) ? idsOf(tiers) : undefined;
  const knownStrands = isWhole(series.strands) ? idsOf(strands) : undefined;
  const knownMembers = isWhole(series.members) ? new Set(memberSlugs.flatMap(({ item }) => item ?? [])) : undefined;
  return [
    ...repeatedIds('tier', tiers),
    ...repeatedIds('strand', strands),
    ...repeats('member', memberSlugs),
    ...members.flatMap(({ item, path }) => [
      ...unknown('tier', [{ item: item?.tier, path: [...path, 'tier'] }], knownTiers),
      ...unknown('strand', [{ item: item?.strand, path: [...path, 'strand'] }], knownStrands),
    ]),
    ...place(series.prerequisites, ['prerequisites']).flatMap(({ item, path }) => [
      ...unknown('member', [{ item: item?.microCredential, path: [...path, 'microCredential'] }], knownMembers),
      ...unknown('member', place(item?.after, [...path, 'after']), knownMembers),
    ]),
    ...checkCycles(series),
    ...checkStack(series),
  ];
}

function checkCycles({ prerequisites = [] }: ReadableSeries): PathProblem[] {
  const after = new Map<string, string[]>();
  for (const prerequisite of prerequisites) {
    if (prerequisite?.microCredential === undefined) continue;
    const earlier = (prerequisite.after ?? []).filter((slug) => slug !== undefined);
    after.set(prerequisite.microCredential, [...(after.get(prerequisite.microCredential) ?? []), ...earlier]);
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return (after.get(from) ?? []).some((next) => next === to || reaches(next, to, seen));
  };
  return prerequisites.flatMap((prerequisite, p) => {
    const slug = prerequisite?.microCredential;
    return slug !== undefined && reaches(slug, slug)
      ? [{ path: ['prerequisites', p], message: `“${slug}” would have to come before itself; break the circle` }]
      : [];
  });
}
