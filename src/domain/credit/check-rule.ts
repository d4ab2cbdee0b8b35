import type { PathProblem } from '#domain/definition/problem.ts';
import { type CreditRule, askInstead } from './rule-schema.ts';

/** What the schema can’t see: names that lead nowhere or are given twice, days that don’t exist, caps of what isn’t accepted. */
export function checkRule(rule: CreditRule): PathProblem[] {
  const problems: PathProblem[] = [...doubled(rule)];
  const known = new Set(rule.sources.map(({ id }) => id));
  for (const { path, source, note } of citations(rule)) {
    if (source === askInstead) {
      if (note === undefined)
        problems.push({ path, message: 'Add a “note” that says what must be asked: no source says this' });
    } else if (!known.has(source))
      problems.push({ path, message: `There is no source “${source}” below; add it or name another` });
  }
  const reserved = rule.sources.findIndex(({ id }) => id === askInstead);
  if (reserved >= 0)
    problems.push({
      path: ['sources', reserved, 'id'],
      message: 'The id “ask” means that no source says so; choose another',
    });
  const { effective, cycle, accepts, caps, minimum } = rule;
  if (effective.to !== undefined && effective.to < effective.from)
    problems.push({ path: ['effective', 'to'], message: '“to” must not be before “from”' });
  // 2024 has a February 29: a cycle may begin on one.
  if (cycle.begins === 'on-a-day' && new Date(Date.UTC(2024, cycle.month - 1, cycle.day)).getUTCDate() !== cycle.day)
    problems.push({ path: ['cycle', 'day'], message: `Month ${cycle.month} has no day ${cycle.day}` });
  caps.forEach((cap, c) => {
    if (cap.per === 'source' && !cap.sources.every((one) => accepts.sources.includes(one)))
      problems.push({ path: ['caps', c, 'sources'], message: 'A cap can only be of sources that the rule accepts' });
    if (cap.per === 'nature' && accepts.natures && !cap.natures.every((one) => accepts.natures?.includes(one)))
      problems.push({ path: ['caps', c, 'natures'], message: 'A cap can only be of natures that the rule accepts' });
    if (cap.per === 'activity' && minimum && cap.hours < minimum.hours)
      problems.push({
        path: ['caps', c, 'hours'],
        message: 'Nothing could count: one activity must have more than this',
      });
  });
  return problems;
}

/** Every fact that names a source, and where it stands. */
function citations(rule: CreditRule): { path: PropertyKey[]; source: string; note: string | undefined }[] {
  const single = [
    'effective',
    'hours',
    'cycle',
    'accepts',
    'minimum',
    'approval',
    'form',
    'records',
    'provider',
    'deadline',
    'retention',
  ] as const;
  const lists = ['caps', 'conversions', 'evidence'] as const;
  const { format } = rule.licenceNumber;
  return [
    ...(format ? [{ path: ['licenceNumber', 'format', 'source'], source: format.source, note: format.note }] : []),
    ...single.flatMap((field) => {
      const fact = rule[field];
      return fact ? [{ path: [field, 'source'], source: fact.source, note: fact.note }] : [];
    }),
    ...lists.flatMap((field) =>
      rule[field].map((fact, index) => ({
        path: [field, index, 'source'],
        source: fact.source,
        // What is to be kept says by itself what it is.
        note: 'text' in fact ? fact.text : fact.note,
      })),
    ),
  ];
}

function doubled({ licences, caps, sources }: CreditRule): PathProblem[] {
  return Object.entries({ licences, caps, sources }).flatMap(([field, list]) =>
    list.flatMap(({ id }, index) =>
      list.findIndex((other) => other.id === id) < index
        ? [{ path: [field, index, 'id'], message: `The id “${id}” is taken in this list; choose another` }]
        : [],
    ),
  );
}
