import { type OrderedSeries, mayBegin } from '#domain/series/prerequisites.ts';
import { candidatesOf, choicesOf } from '#domain/series/stack-progress.ts';
import type { StackSeries } from '#domain/series/stack-series.ts';
import type { PathProblem } from './problem.ts';
import type { ReadableSeries } from './readable.ts';
import type { Choice } from './stack-rule.ts';

/** Whether the stack award can be earned and every member be begun. Nothing is said of a series that could not be read whole. */
export function checkStack(readable: ReadableSeries): PathProblem[] {
  const series = wholeOf(readable);
  if (!series) return [];
  const tiers = checkTiers(series);
  return [...checkRule(series), ...tiers, ...(tiers.length === 0 ? checkReach(series) : [])];
}

type Whole = OrderedSeries & Pick<StackSeries, 'strands' | 'stackAward'>;

function wholeOf({ tiers, strands, members, prerequisites = [], stackAward }: ReadableSeries): Whole | undefined {
  const read = {
    tiers: (tiers ?? []).flatMap((tier) => (tier?.id === undefined ? [] : [{ ...tier, id: tier.id, title: tier.id }])),
    strands: (strands ?? []).flatMap((strand) =>
      strand?.id === undefined ? [] : [{ id: strand.id, title: strand.id }],
    ),
    members: (members ?? []).flatMap((member) =>
      member?.microCredential === undefined || member.tier === undefined || member.strand === undefined
        ? []
        : [{ microCredential: member.microCredential, tier: member.tier, strand: member.strand }],
    ),
    prerequisites: prerequisites.flatMap((one) =>
      one?.microCredential === undefined || !one.after?.every((slug) => slug !== undefined)
        ? []
        : [{ microCredential: one.microCredential, after: one.after, level: 'required' as const }],
    ),
  };
  const isWhole =
    read.tiers.length === tiers?.length &&
    read.strands.length === strands?.length &&
    read.members.length === members?.length &&
    read.prerequisites.length === prerequisites.length;
  if (!isWhole) return undefined;
  const rule = stackAward?.rule;
  return { slug: '', title: '', ...read, ...(rule === undefined ? {} : { stackAward: { rule } }) };
}

function checkRule(series: Whole): PathProblem[] {
  const rule = series.stackAward?.rule;
  if (rule === undefined || rule === 'all-members') return [];
  const path = ['stackAward', 'rule'];
  return choicesOf(rule).flatMap((choice, i) =>
    checkChoice(series, choice, rule.choose === 'all-of' ? [...path, 'rules', i] : path),
  );
}

function checkChoice(series: Whole, choice: Choice, path: PropertyKey[]): PathProblem[] {
  if (choice.choose === 'from-each') {
    const groups = choice.each === 'strand' ? series.strands : series.tiers;
    return groups.flatMap(({ id }) => {
      const count = series.members.filter((member) => member[choice.each] === id).length;
      return tooMany(choice.atLeast, count, `the ${choice.each} “${id}”`, path);
    });
  }
  const members = series.members.map(({ microCredential }) => microCredential);
  const strangers = [
    ...unknown('tier', choice.tier, series.tiers, [...path, 'tier']),
    ...unknown('strand', choice.strand, series.strands, [...path, 'strand']),
    ...(choice.members ?? []).flatMap((slug, i) => {
      const at = [...path, 'members', i];
      if (!members.includes(slug))
        return [{ path: at, message: `There is no member “${slug}”; name one of: ${members.join(', ')}` }];
      return choice.members?.indexOf(slug) === i ? [] : [{ path: at, message: `“${slug}” is named twice; remove one` }];
    }),
  ];
  if (strangers.length > 0) return strangers;
  return tooMany(choice.atLeast, candidatesOf(series, choice).length, 'those that count', path);
}

function tooMany(atLeast: number, count: number, of: string, path: PropertyKey[]): PathProblem[] {
  if (atLeast <= count) return [];
  return [
    {
      path,
      message: `Nobody can earn ${atLeast} of ${of}: there ${count === 1 ? 'is' : 'are'} ${count}; ask for fewer`,
    },
  ];
}

function checkTiers({ tiers, members }: Whole): PathProblem[] {
  return tiers.flatMap(({ id, after }, i) => {
    if (!after) return [];
    const path = ['tiers', i, 'after'];
    const strangers = unknown('tier', after.tier, tiers, [...path, 'tier']);
    if (strangers.length > 0) return strangers;
    if (after.tier === id)
      return [{ path, message: `The tier “${id}” would have to come before itself; break the circle` }];
    const count = members.filter(({ tier }) => tier === after.tier).length;
    return tooMany(after.atLeast, count, `the tier “${after.tier}”`, path);
  });
}

/** With everything earned that can be begun, again and again: what is never reached stands in a circle. */
function checkReach(series: Whole): PathProblem[] {
  const strict = {
    ...series,
    tiers: series.tiers.map((tier) =>
      tier.after ? { ...tier, after: { ...tier.after, level: 'required' as const } } : tier,
    ),
  };
  const earned = new Set<string>();
  let before = -1;
  while (before < earned.size) {
    before = earned.size;
    for (const { microCredential } of series.members)
      if (mayBegin([strict], earned, microCredential).ok) earned.add(microCredential);
  }
  // A circle of prerequisites alone has been reported where it stands; here tiers have a part in it.
  if (!series.tiers.some(({ after }) => after)) return [];
  return series.members.flatMap(({ microCredential }, i) =>
    earned.has(microCredential)
      ? []
      : [
          {
            path: ['members', i, 'microCredential'],
            message: `“${microCredential}” could never be begun: what comes before it waits for it; break the circle`,
          },
        ],
  );
}

function unknown(
  what: string,
  name: string | undefined,
  known: readonly { id: string }[],
  path: PropertyKey[],
): PathProblem[] {
  if (name === undefined || known.some(({ id }) => id === name)) return [];
  return [{ path, message: `There is no ${what} “${name}”; name one of: ${known.map(({ id }) => id).join(', ')}` }];
}
