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
});
