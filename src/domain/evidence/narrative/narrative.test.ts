import { describe, expect, it } from 'vitest';
import { NarrativeRules, narrative, narrativeFields, narrativeWords } from './narrative.ts';

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
const questions = [
  { id: 'why', text: 'Why?' },
  { id: 'how', text: 'How?' },
];
const rules = (input: unknown) => NarrativeRules.parse(input);
const context = { details: [], artifacts: new Map() };
const check = (given: unknown, texts: Record<string, string>) =>
  narrative.check({ texts }, rules(given), context).map(({ level, place, message }) => `${level} ${place}: ${message}`);

describe('a narrative in one text', () => {
  const whole = { words: { min: 1000 }, questions };

  it('has one field, however many questions it answers', () => {
    expect(narrativeFields(rules(whole)).map((field) => field.id)).toEqual(['text']);
  });

  it('passes at its limit, and says by how many words it is short', () => {
    expect(check(whole, { text: words(1000) })).toEqual([]);
    expect(check(whole, { text: words(940) })).toEqual([
      'blocking text: Write 60 more words: 940 of at least 1,000 words',
    ]);
  });

  it('counts a text that is not there as none', () => {
    expect(check(whole, {})).toEqual(['blocking text: Write at least 1,000 words']);
    expect(check({}, { text: ' \n' })).toEqual(['blocking text: Write your narrative']);
  });

  it('must be written even where its length is only advised', () => {
    expect(check({ words: { min: 250, minLevel: 'advice' } }, {})).toContain('blocking text: Write your narrative');
  });

  it('ignores texts that its rules do not ask for', () => {
    expect(check(whole, { text: words(1000), why: '' })).toEqual([]);
    expect(narrativeWords({ texts: { text: 'two words', other: 'not counted' } }, rules(whole))).toBe(2);
  });
});

describe('a narrative in separate answers', () => {
  const separate = {
    answers: 'separately',
    words: { min: 250, max: 400 },
    questions: [{ ...questions[0], words: { min: 50 } }, questions[1]],
  };

  it('checks each answer and the sum of them', () => {
    expect(check(separate, { why: words(150), how: words(100) })).toEqual([]);
    expect(check(separate, { why: words(40), how: words(400) })).toEqual([
      'blocking why: Write 10 more words: 40 of at least 50 words',
      'blocking why: Cut 40 words: 440 of at most 400 words',
    ]);
  });

  it('names the question that has no answer', () => {
    expect(check(separate, { why: words(300) })).toEqual(['blocking how: Answer the question “How?”']);
  });

  it('reads as questions with their answers', () => {
    expect(narrative.toText({ texts: { why: 'Because.', how: 'So.' } }, rules(separate), context)).toBe(
      'Why?\n\nBecause.\n\nHow?\n\nSo.',
    );
  });
});

describe('the rules of a narrative', () => {
  it('say what is asked', () => {
    expect(narrative.describe(rules({ words: { min: 250, max: 400 }, questions }), [])).toEqual([
      'A narrative of 250 to 400 words answering 2 questions',
    ]);
    expect(narrative.describe(rules({}), [])).toEqual(['A narrative']);
  });

  it.each([
    ['together', false],
    ['separately', true],
  ])('names its questions; answered %s, each has a field: %s', (answers, hasField) => {
    const asked = narrative.questions(rules({ answers, questions }));
    expect(asked.map((one) => one.hasField)).toEqual(questions.map(() => hasField));
    expect(asked.map(({ text }) => text)).toEqual(questions.map(({ text }) => text));
  });

  it.each([
    [{ words: { min: 5, max: 4 } }, ['words']],
    [
      { answers: 'separately', questions: [{ id: 'a', text: 'A?', words: { min: 5, max: 4 } }] },
      ['questions', 0, 'words'],
    ],
    [{ questions: [questions[0], questions[0]] }, ['questions', 1, 'id']],
    [{ questions: [{ id: 'a', text: 'A?', words: { min: 5 } }] }, ['questions', 0, 'words']],
  ])('are refused where they can not be kept: %j', (input, path) => {
    expect(narrative.checkRules(rules(input), [])).toMatchObject([{ path }]);
  });
});
