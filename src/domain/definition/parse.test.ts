import { describe, expect, it } from 'vitest';
import { parseProgrammeDocument } from './parse.ts';
import { formatProblem } from './problem.ts';

const valid = `format: tessera/1
kind: micro-credential
slug: asking-students
issuer: schools
title: Asking Students
statement: The teacher asks students and acts on what they say.
summary: Two rounds of questions with an action between them.
audience: [teacher]
worth: { pdHours: 10 }
effort:
  hours: { min: 5, max: 8 }
outcomes:
  - id: asked
    title: Ask
    details:
      - { id: every-student, text: Every student is asked }
      - { id: acted-on, text: What they say is acted on }
parts:
  - id: part-1
    title: Part 1
    requirements:
      - id: story
        title: The story
        prompt: Tell it.
        kind: narrative
        rules: { words: { min: 250, max: 400 } }
      - id: survey
        title: The survey
        prompt: Hand it in.
        kind: artifact
        rules: {}
guides:
  - id: guide
    title: Guide
    lookFors:
      - { id: told, text: The story is told, judges: [story], details: [acted-on] }
      - { id: surveyed, text: The survey reaches everyone, judges: [survey], details: [every-student] }
award: { rule: all-look-fors }
`;

/** The problems of the valid document with some of its text replaced, as people see them. */
function problemsOf(...replacements: [string, string][]): string[] {
  let source = valid;
  for (const [from, to] of replacements) {
    if (!source.includes(from)) throw new Error(`The sample has no “${from}”`);
    source = source.replace(from, to);
  }
  const result = parseProgrammeDocument('a.yaml', source);
  return result.ok ? [] : result.problems.map(formatProblem);
}

describe('parseProgrammeDocument', () => {
  it('accepts a valid document', () => {
    expect(problemsOf()).toEqual([]);
  });

  it('accepts the same document as JSON', () => {
    const result = parseProgrammeDocument('a.yaml', valid);
    const document = result.ok ? result.parsed.document : undefined;
    expect(parseProgrammeDocument('a.json', JSON.stringify(document))).toMatchObject({
      ok: true,
      parsed: { document },
    });
  });

  it.each<[string, [string, string], string]>([
    [
      'an unknown field',
      ['title: The story', 'title: The story\n        colour: red'],
      'a.yaml:24:9  There is no field “colour” here; remove it or correct its name',
    ],
    [
      'a misspelt field',
      ['title: The story', 'titel: The story'],
      'a.yaml:23:9  There is no field “titel” here; did you mean “title”?',
    ],
    [
      'a misspelt field that need not be there',
      ['title: The story', 'title: The story\n        minute: 30'],
      'a.yaml:24:9  There is no field “minute” here; did you mean “minutes”?',
    ],
    [
      'a field that is there under its right name too',
      ['title: The story', 'title: The story\n        titel: Again'],
      'a.yaml:24:9  There is no field “titel” here; remove it or correct its name',
    ],
    [
      'an unknown kind of document',
      ['kind: micro-credential', 'kind: course'],
      'a.yaml:2:1  “kind” must name a kind that this format knows: micro-credential, series, issuer',
    ],
    [
      'a missing field',
      ['statement: The teacher asks students and acts on what they say.\n', ''],
      'a.yaml:1:1  Add the field “statement”: a text is needed',
    ],
    ['a wrong type', ['pdHours: 10', 'pdHours: ten'], 'a.yaml:9:10  “pdHours” must be a number'],
    [
      'an unknown word of a list',
      ['audience: [teacher]', 'audience: [teachers]'],
      'a.yaml:8:12  “item 1 of audience” must be one of: teacher, teacher-leader, school-leader, assistant-principal, principal, aspiring-principal, district-leader',
    ],
    [
      'an unknown kind of evidence',
      ['kind: artifact', 'kind: dance'],
      'a.yaml:30:9  “kind” must name a kind that this format knows: narrative, artifact, portfolio',
    ],
    [
      'an id with capitals',
      ['- id: part-1', '- id: Part-1'],
      'a.yaml:19:5  “id”: Use lower-case letters, digits and single hyphens, as in “shared-vision”',
    ],
    [
      'an id that every object has',
      ['- id: part-1', '- id: constructor'],
      'a.yaml:19:5  “id”: Choose another word than “constructor”, which is taken',
    ],
    [
      'hours between quarters',
      ['pdHours: 10', 'pdHours: 1.1'],
      'a.yaml:9:10  PD hours go in quarters of an hour: write 1 or 1.25 in place of 1.1',
    ],
    ['a number that is too large', ['pdHours: 10', 'pdHours: 10000'], 'a.yaml:9:10  “pdHours” must be at most 1000'],
    [
      'broken YAML',
      ['audience: [teacher]', 'audience: [teacher'],
      'a.yaml:9:1  This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a field written twice',
      ['slug: asking-students', 'slug: asking-students\nslug: again'],
      'a.yaml:4:1  This is not valid YAML: Map keys must be unique',
    ],
    [
      'a repeated outcome detail',
      ['id: acted-on,', 'id: every-student,'],
      'a.yaml:17:11  The outcome detail id “every-student” is used twice; give each its own',
    ],
    [
      'a repeated requirement',
      ['- id: survey', '- id: story'],
      'a.yaml:27:9  The requirement id “story” is used twice; give each its own',
    ],
    [
      'a repeated look-for',
      ['id: surveyed', 'id: told'],
      'a.yaml:37:11  The look-for id “told” is used twice; give each its own',
    ],
    [
      'a range upside down',
      ['min: 5, max: 8', 'min: 9, max: 8'],
      'a.yaml:11:3  The fewest hours (9) are more than the most (8); swap them',
    ],
    [
      'word limits upside down',
      ['min: 250, max: 400', 'min: 500, max: 400'],
      "a.yaml:26:18  At least 500 and at most 400 words can't both hold; make min the smaller",
    ],
    [
      'a look-for of no requirement',
      ['judges: [survey]', 'judges: [survey, nothing]'],
      'a.yaml:37:77  There is no requirement “nothing”; name one of: story, survey',
    ],
    [
      'a look-for that names a requirement twice',
      ['judges: [survey]', 'judges: [survey, survey]'],
      'a.yaml:37:77  “survey” is named twice; remove one',
    ],
    [
      'a look-for of no detail',
      ['details: [every-student]', 'details: [every-student, none]'],
      'a.yaml:37:103  There is no outcome detail “none”; name one of: every-student, acted-on',
    ],
    [
      'a requirement that nothing judges',
      ['judges: [survey]', 'judges: [story]'],
      'a.yaml:27:9  No look-for judges the requirement “survey”; add it to the judges of one',
    ],
    [
      'a detail that nothing covers',
      ['details: [every-student]', 'details: [acted-on]'],
      'a.yaml:16:11  No look-for covers the outcome detail “every-student”; add it to the details of one',
    ],
    [
      'a look-for written twice',
      ['The survey reaches everyone', 'the story; is TOLD'],
      'a.yaml:37:25  This look-for says the same as “told”; remove one or tell them apart',
    ],
  ])('reports %s with its place and what to do', (_what, replacement, expected) => {
    expect(problemsOf(replacement)).toContain(expected);
  });

  it('reports every problem of a file at once, those of form beside those of meaning, in the order of the file', () => {
    const problems = problemsOf(
      ['title: Asking Students\n', ''],
      ['min: 5, max: 8', 'min: 9, max: 8'],
      ['kind: artifact', 'kind: dance'],
      ['text: The story is told, judges: [story]', 'judges: [story, nothing]'],
      ['details: [every-student]', 'details: [acted-on]'],
    );
    expect(problems).toEqual([
      'a.yaml:1:1  Add the field “title”: a text is needed',
      'a.yaml:10:3  The fewest hours (9) are more than the most (8); swap them',
      'a.yaml:15:11  No look-for covers the outcome detail “every-student”; add it to the details of one',
      'a.yaml:29:9  “kind” must name a kind that this format knows: narrative, artifact, portfolio',
      'a.yaml:35:9  Add the field “text”: a text is needed',
      'a.yaml:35:37  There is no requirement “nothing”; name one of: story, survey',
    ]);
  });

  it('says nothing of references to a list that could not be read', () => {
    expect(
      problemsOf(['      - { id: every-student, text: Every student is asked }', '      - every-student']),
    ).toEqual(['a.yaml:16:9  “item 1 of details” must be a group of fields']);
  });

  it('does not unfold a document of aliases without end', () => {
    const bomb = [
      'a: &a [1, 1]',
      ...[...'bcdefghij'].map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i] ?? 'a'}, `.repeat(9)}1]`),
    ];
    expect(parseProgrammeDocument('b.yaml', bomb.join('\n'))).toMatchObject({
      ok: false,
      problems: [{ message: 'Write the repeated parts out: at most 50 aliases are followed' }],
    });
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- 1'],
    ['a word', 'hello'],
    ['a number', '7'],
  ])('reports %s rather than failing', (_what, source) => {
    expect(parseProgrammeDocument('a.yaml', source)).toMatchObject({ ok: false });
  });
});
