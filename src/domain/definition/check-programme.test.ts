import { describe, expect, it } from 'vitest';
import { checkProgramme } from './check-programme.ts';
import { formatProblem } from './problem.ts';

const issuer = `format: tessera/1
kind: issuer
slug: schools
name: Schools
statement: We publish.
palette: teal
`;

const microCredential = (slug: string) => `format: tessera/1
kind: micro-credential
slug: ${slug}
issuer: schools
title: A title
statement: A statement.
summary: A summary.
audience: [teacher]
worth: { pdHours: 1 }
effort: { hours: { min: 1, max: 2 } }
outcomes: [{ id: outcome, title: An outcome, details: [{ id: detail, text: A detail }] }]
parts: [{ id: part, title: A part, requirements: [{ id: story, title: Story, prompt: Tell., kind: narrative, rules: {} }] }]
guides: [{ id: guide, title: A guide, lookFors: [{ id: told, text: It is told, judges: [story], details: [detail] }] }]
award: { rule: all-look-fors }
`;

const series = `format: tessera/1
kind: series
slug: both
issuer: schools
title: Both
statement: A statement.
summary: A summary.
audience: [teacher]
tiers: [{ id: one, title: One }]
strands: [{ id: only, title: Only }]
members:
  - { microCredential: first, tier: one, strand: only }
  - { microCredential: second, tier: one, strand: only }
prerequisites:
  - { microCredential: second, after: [first] }
`;

function check(files: Record<string, string>) {
  const { problems, counts } = checkProgramme(Object.entries(files).map(([file, source]) => ({ file, source })));
  return { problems: problems.map(formatProblem), counts };
}

const whole = {
  'issuer.yaml': issuer,
  'first.yaml': microCredential('first'),
  'second.yaml': microCredential('second'),
  'both.yaml': series,
};

describe('checkProgramme', () => {
  it('counts what is valid', () => {
    expect(check(whole)).toEqual({
      problems: [],
      counts: { microCredentials: 2, series: 1, issuers: 1, requirements: 2, lookFors: 2 },
    });
  });

  it('advises an issuer without an address, at its slug, and one with it of nothing', () => {
    const adviceOn = (source: string) =>
      checkProgramme([{ file: 'issuer.yaml', source }]).advice.map((advice) => formatProblem(advice));
    expect(adviceOn(issuer)).toEqual([expect.stringMatching(/^issuer\.yaml:3:1 {2}The issuer has no email/)]);
    expect(adviceOn(`${issuer}email: us@schools.example\n`)).toEqual([]);
  });

  it('reports a slug that two files share', () => {
    expect(check({ ...whole, 'third.yaml': microCredential('first') }).problems).toEqual([
      'third.yaml:3:1  The slug “first” is taken by first.yaml; choose another',
    ]);
  });

  it('reports an issuer and a member that no file has', () => {
    const { 'issuer.yaml': _, 'first.yaml': __, ...rest } = whole;
    expect(check(rest).problems).toEqual([
      'second.yaml:4:1  There is no issuer “schools” in these files; add its issuer.yaml or correct the slug',
      'both.yaml:4:1  There is no issuer “schools” in these files; add its issuer.yaml or correct the slug',
      'both.yaml:12:7  There is no micro-credential “first” in these files',
    ]);
  });

  it('reports the problems between files beside those within them', () => {
    const broken = {
      ...whole,
      'first.yaml': microCredential('first').replace('title: A title\n', ''),
      'both.yaml': series.replaceAll('second', 'third'),
    };
    expect(check(broken).problems).toEqual([
      'first.yaml:1:1  Add the field “title”: a text is needed',
      'both.yaml:13:7  There is no micro-credential “third” in these files',
    ]);
  });

  it('reports an unknown issuer and member beside every other problem, in that file and in others', () => {
    const broken = {
      'issuer.yaml': issuer.replace('palette: teal\n', ''),
      'first.yaml': microCredential('first')
        .replace('issuer: schools', 'issuer: nobody')
        .replace('title: A title\n', ''),
      'second.yaml': microCredential('second').replace('slug: second\n', ''),
      'both.yaml': series.replace('issuer: schools', 'issuer: stranger'),
      'torn.yaml': `${microCredential('torn')}audience: [teacher`,
    };
    const { problems } = check(broken);
    expect(problems).toContain(
      'first.yaml:4:1  There is no issuer “nobody” in these files; add its issuer.yaml or correct the slug',
    );
    expect(problems).toContain(
      'both.yaml:4:1  There is no issuer “stranger” in these files; add its issuer.yaml or correct the slug',
    );
    // The file without a slug may be the member that is missing.
    expect(problems.filter((problem) => problem.includes('There is no micro-credential'))).toEqual([]);
  });

  it('blames no reference on a file that could not be read', () => {
    expect(
      check({ ...whole, 'first.yaml': '{' }).problems.filter((problem) => !problem.startsWith('first.yaml')),
    ).toEqual([]);
  });

  it.each([
    [
      'an unknown tier',
      'microCredential: first, tier: one',
      'microCredential: first, tier: two',
      'both.yaml:12:31  There is no tier “two”; name one of: one',
    ],
    [
      'an unknown strand',
      'strand: only }\n  - { microCredential: second',
      'strand: none }\n  - { microCredential: second',
      'both.yaml:12:42  There is no strand “none”; name one of: only',
    ],
    [
      'a member listed twice',
      'microCredential: second, tier',
      'microCredential: first, tier',
      'both.yaml:13:7  The member id “first” is used twice; give each its own',
    ],
    [
      'a prerequisite of a stranger',
      'after: [first]',
      'after: [stranger]',
      'both.yaml:15:40  There is no member “stranger”; name one of: first, second',
    ],
    [
      'a circle of prerequisites',
      'after: [first]',
      'after: [second]',
      'both.yaml:15:5  “second” would have to come before itself; break the circle',
    ],
  ])('reports %s', (_what, from, to, expected) => {
    expect(check({ ...whole, 'both.yaml': series.replace(from, to) }).problems).toContain(expected);
  });

  it.each([
    ['no known form', 'some-members', 'both.yaml:16:46  “rule” has none of the forms that fit here'],
    [
      'an unknown choice',
      '{ choose: any }',
      '“choose” must name a kind that this format knows: n-of, from-each, all-of',
    ],
    [
      'a misspelt field',
      '{ choose: n-of, atLeast: 1, teir: one }',
      'There is no field “teir” here; did you mean “tier”?',
    ],
    ['no number', '{ choose: n-of }', 'Add the field “atLeast”: a number is needed'],
    ['an unknown tier', '{ choose: n-of, atLeast: 1, tier: two }', 'There is no tier “two”; name one of: one'],
    [
      'a stranger',
      '{ choose: n-of, atLeast: 1, members: [third] }',
      'There is no member “third”; name one of: first, second',
    ],
    ['a name twice', '{ choose: n-of, atLeast: 1, members: [first, first] }', '“first” is named twice; remove one'],
    ['too many', '{ choose: n-of, atLeast: 3 }', 'Nobody can earn 3 of those that count: there are 2; ask for fewer'],
    [
      'too many from each, in a list',
      '{ choose: all-of, rules: [{ choose: n-of, atLeast: 1 }, { choose: from-each, each: strand, atLeast: 3 }] }',
      'Nobody can earn 3 of the strand “only”: there are 2; ask for fewer',
    ],
  ])('reports a stack rule with %s', (_what, rule, expected) => {
    const stack = `${series}stackAward: { title: Stack, statement: Done, rule: ${rule} }\n`;
    const { problems } = check({ ...whole, 'both.yaml': stack });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
    expect(problems[0]).toMatch(/^both\.yaml:16:/);
  });

  it.each([
    ['an unknown tier', 'tier: nought, atLeast: 1', 'There is no tier “nought”; name one of: one, two'],
    ['itself', 'tier: two, atLeast: 1', 'The tier “two” would have to come before itself; break the circle'],
    ['too many', 'tier: one, atLeast: 2', 'Nobody can earn 2 of the tier “one”: there is 1; ask for fewer'],
  ])('reports a tier after %s', (_what, after, expected) => {
    const tiers = `tiers: [{ id: one, title: One }, { id: two, title: Two, after: { ${after} } }]`;
    const tiered = series
      .replace('tiers: [{ id: one, title: One }]', tiers)
      .replace('second, tier: one', 'second, tier: two');
    expect(check({ ...whole, 'both.yaml': tiered }).problems.map((problem) => problem.replace(/^\S+ +/, ''))).toEqual([
      expected,
    ]);
  });

  it('reports what a tier and a prerequisite together keep from ever being begun', () => {
    const tiered = series
      .replace(
        '{ id: one, title: One }',
        '{ id: one, title: One, after: { tier: two, atLeast: 1 } }, { id: two, title: Two }',
      )
      .replace('second, tier: one', 'second, tier: two');
    expect(check({ ...whole, 'both.yaml': tiered }).problems).toEqual([
      'both.yaml:12:7  “first” could never be begun: what comes before it waits for it; break the circle',
      'both.yaml:13:7  “second” could never be begun: what comes before it waits for it; break the circle',
    ]);
  });

  it('lets rules and orders pass that can be met', () => {
    const tiered = `${series
      .replace(
        '{ id: one, title: One }',
        '{ id: one, title: One }, { id: two, title: Two, after: { tier: one, atLeast: 1, level: required } }',
      )
      .replace(
        'second, tier: one',
        'second, tier: two',
      )}stackAward: { title: Stack, statement: Done, rule: { choose: from-each, each: tier } }\n`;
    expect(check({ ...whole, 'both.yaml': tiered }).problems).toEqual([]);
  });
});
