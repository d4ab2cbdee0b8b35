import { checkEvidenceRules } from '#domain/evidence/registry.ts';
import { listDetails, listRequirements } from './outline.ts';
import type { PathProblem } from './problem.ts';
import type { Definition, Series } from './schema.ts';

/** What the schema can't see of a micro-credential: ids unique, references that resolve, everything judged. */
export function checkDefinition(definition: Definition): PathProblem[] {
  return [
    ...checkIds(definition),
    ...checkRanges(definition),
    ...checkRules(definition),
    ...checkReferences(definition),
    ...checkCoverage(definition),
    ...checkRepeatedLookFors(definition),
  ];
}

type Placed = { id: string; path: PropertyKey[] };

function checkIds(definition: Definition): PathProblem[] {
  const outcomes = definition.outcomes.map((outcome, o) => ({ id: outcome.id, path: ['outcomes', o, 'id'] }));
  const details = definition.outcomes.flatMap((outcome, o) =>
    outcome.details.map((detail, d) => ({ id: detail.id, path: ['outcomes', o, 'details', d, 'id'] })),
  );
  const parts = definition.parts.map((part, p) => ({ id: part.id, path: ['parts', p, 'id'] }));
  const requirements = definition.parts.flatMap((part, p) =>
    part.requirements.map((requirement, r) => ({ id: requirement.id, path: ['parts', p, 'requirements', r, 'id'] })),
  );
  const guides = definition.guides.map((guide, g) => ({ id: guide.id, path: ['guides', g, 'id'] }));
  const lookFors = definition.guides.flatMap((guide, g) =>
    guide.lookFors.map((lookFor, l) => ({ id: lookFor.id, path: ['guides', g, 'lookFors', l, 'id'] })),
  );
  return [
    ...repeats('essential outcome', outcomes),
    ...repeats('outcome detail', details),
    ...repeats('part', parts),
    ...repeats('requirement', requirements),
    ...repeats('scoring guide', guides),
    ...repeats('look-for', lookFors),
  ];
}

function repeats(what: string, places: Placed[]): PathProblem[] {
  const seen = new Set<string>();
  return places.flatMap(({ id, path }) => {
    if (seen.has(id)) return [{ path, message: `The ${what} id “${id}” is used twice; give each its own` }];
    seen.add(id);
    return [];
  });
}

function checkRanges({ effort }: Definition): PathProblem[] {
  return (['hours', 'weeks'] as const).flatMap((unit) => {
    const range = effort[unit];
    return range && range.min > range.max
      ? [
          {
            path: ['effort', unit],
            message: `The fewest ${unit} (${range.min}) are more than the most (${range.max}); swap them`,
          },
        ]
      : [];
  });
}

function checkRules(definition: Definition): PathProblem[] {
  const details = listDetails(definition);
  return definition.parts.flatMap((part, p) =>
    part.requirements.flatMap((requirement, r) =>
      checkEvidenceRules(requirement, details).map(({ path, message }) => ({
        path: ['parts', p, 'requirements', r, 'rules', ...path],
        message,
      })),
    ),
  );
}

function checkReferences(definition: Definition): PathProblem[] {
  const requirements = new Set(listRequirements(definition).map((requirement) => requirement.id));
  const details = new Set(listDetails(definition).map((detail) => detail.id));
  return definition.guides.flatMap((guide, g) =>
    guide.lookFors.flatMap((lookFor, l) => [
      ...unknown('judges', 'requirement', lookFor.judges, requirements, ['guides', g, 'lookFors', l]),
      ...unknown('details', 'outcome detail', lookFor.details, details, ['guides', g, 'lookFors', l]),
    ]),
  );
}

function unknown(field: string, what: string, ids: string[], known: Set<string>, path: PropertyKey[]): PathProblem[] {
  return ids.flatMap((id, index) => {
    if (!known.has(id))
      return [
        {
          path: [...path, field, index],
          message: `There is no ${what} “${id}”; name one of: ${[...known].join(', ')}`,
        },
      ];
    return ids.indexOf(id) < index
      ? [{ path: [...path, field, index], message: `“${id}” is named twice; remove one` }]
      : [];
  });
}

function checkCoverage(definition: Definition): PathProblem[] {
  const lookFors = definition.guides.flatMap((guide) => guide.lookFors);
  const judged = new Set(lookFors.flatMap((lookFor) => lookFor.judges));
  const covered = new Set(lookFors.flatMap((lookFor) => lookFor.details));
  const requirements = definition.parts.flatMap((part, p) =>
    part.requirements.flatMap((requirement, r) =>
      judged.has(requirement.id)
        ? []
        : [
            {
              path: ['parts', p, 'requirements', r, 'id'],
              message: `No look-for judges the requirement “${requirement.id}”; add it to the judges of one`,
            },
          ],
    ),
  );
  const details = definition.outcomes.flatMap((outcome, o) =>
    outcome.details.flatMap((detail, d) =>
      covered.has(detail.id)
        ? []
        : [
            {
              path: ['outcomes', o, 'details', d, 'id'],
              message: `No look-for covers the outcome detail “${detail.id}”; add it to the details of one`,
            },
          ],
    ),
  );
  return [...requirements, ...details];
}

function checkRepeatedLookFors(definition: Definition): PathProblem[] {
  const seen = new Map<string, string>();
  return definition.guides.flatMap((guide, g) =>
    guide.lookFors.flatMap((lookFor, l) => {
      const text = normalise([lookFor.text, ...lookFor.points].join(' '));
      const earlier = seen.get(text);
      if (earlier !== undefined) {
        return [
          {
            path: ['guides', g, 'lookFors', l, 'text'],
            message: `This look-for says the same as “${earlier}”; remove one or tell them apart`,
          },
        ];
      }
      seen.set(text, lookFor.id);
      return [];
    }),
  );
}

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What the schema can't see of a series on its own. Whether its members exist is checked with the whole folder. */
export function checkSeries(series: Series): PathProblem[] {
  const tiers = new Set(series.tiers.map((tier) => tier.id));
  const strands = new Set(series.strands.map((strand) => strand.id));
  const members = new Set(series.members.map((member) => member.microCredential));
  return [
    ...repeats(
      'tier',
      series.tiers.map((tier, t) => ({ id: tier.id, path: ['tiers', t, 'id'] })),
    ),
    ...repeats(
      'strand',
      series.strands.map((strand, s) => ({ id: strand.id, path: ['strands', s, 'id'] })),
    ),
    ...repeats(
      'member',
      series.members.map((member, m) => ({ id: member.microCredential, path: ['members', m, 'microCredential'] })),
    ),
    ...series.members.flatMap((member, m) => [
      ...unknown('tier', 'tier', [member.tier], tiers, ['members', m]),
      ...unknown('strand', 'strand', [member.strand], strands, ['members', m]),
    ]),
    ...series.prerequisites.flatMap((prerequisite, p) => [
      ...unknown('microCredential', 'member', [prerequisite.microCredential], members, ['prerequisites', p]),
      ...unknown('after', 'member', prerequisite.after, members, ['prerequisites', p]),
    ]),
    ...checkCycles(series),
  ];
}

function checkCycles({ prerequisites }: Series): PathProblem[] {
  const after = new Map<string, string[]>();
  for (const { microCredential, after: earlier } of prerequisites)
    after.set(microCredential, [...(after.get(microCredential) ?? []), ...earlier]);
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return (after.get(from) ?? []).some((next) => next === to || reaches(next, to, seen));
  };
  return prerequisites.flatMap((prerequisite, p) =>
    reaches(prerequisite.microCredential, prerequisite.microCredential)
      ? [
          {
            path: ['prerequisites', p],
            message: `“${prerequisite.microCredential}” would have to come before itself; break the circle`,
          },
        ]
      : [],
  );
}
