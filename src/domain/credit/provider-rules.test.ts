import { describe, expect, it } from 'vitest';
import { readAgencyAnswers } from './agency-answers.ts';
import { type EvaluationForm, chooseEvaluation, parseEvaluations, readEvaluation } from './evaluation-form.ts';
import { sumEvaluation } from './evaluation-results.ts';
import { approvalStanding, dueForDisposal, keptYears, lastDueDay } from './provider-records.ts';

const form: EvaluationForm = {
  ...{ format: 'tessera-evaluation/1', slug: 'a', offered: true, for: 'everyone', title: 'How was it?' },
  questions: [
    { id: 'useful', kind: 'scale', text: 'It was useful.' },
    {
      id: 'time',
      kind: 'choice',
      text: 'It took',
      options: [
        { id: 'less', text: 'less' },
        { id: 'more', text: 'more' },
      ],
    },
    { id: 'comments', kind: 'text', text: 'What else?' },
  ],
};

describe('the questions of an evaluation', () => {
  it('are the issuer’s own, else those of a state, else those for everyone', () => {
    const forms = [form, { ...form, for: { state: 'IL' } }, { ...form, for: { issuer: 'lakeside' } }];
    const whom = (slug: string, states: string[]) => chooseEvaluation(forms, { slug, states })?.for;
    expect(whom('lakeside', ['IL'])).toEqual({ issuer: 'lakeside' });
    expect(whom('other', ['IL'])).toEqual({ state: 'IL' });
    expect(whom('other', ['MI'])).toBe('everyone');
    // Taken back: the next that fits is asked.
    expect(chooseEvaluation([{ ...form, offered: false }, form], { slug: 'other', states: [] })).toBe(form);
  });

  it('name what is wrong in a file by its line', () => {
    const text = ['format: tessera-evaluation/1', 'slug: a', 'for: everyone', 'title: T', 'questions:'];
    const twice = ['  - { id: a, kind: text, text: One }', '  - { id: a, kind: text, text: Two }'];
    const read = (...sources: string[][]) =>
      parseEvaluations(sources.map((lines, index) => ({ file: `${index}.yaml`, source: lines.join('\n') })));
    expect(read([...text, ...twice])).toMatchObject({
      forms: [],
      problems: [{ file: '0.yaml', line: 7, message: expect.stringContaining('taken') as string }],
    });
    expect(read(text).forms).toEqual([]);
    const fine = [...text, twice[0]!];
    expect(read(fine, fine).problems.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['1.yaml', 2, 'The slug “a” is taken by 0.yaml; choose another'],
      ['1.yaml', 3, '“for: everyone” is taken by 0.yaml; choose another'],
    ]);
  });

  it.each([
    [
      { 'q-useful': '4', 'q-comments': ' fine ' },
      { useful: 4, comments: 'fine' },
    ],
    [{ 'q-time': 'more' }, { time: 'more' }],
    [{ 'q-useful': '6' }, undefined],
    [{ 'q-time': 'much' }, undefined],
    [{ 'q-comments': 'a'.repeat(1501) }, undefined],
    [{}, undefined],
  ])('are answered as %o', (fields, answers) => {
    const read = readEvaluation(form, fields);
    expect(read.ok ? read.answers : undefined).toEqual(answers);
  });

  it('are summed over all respondents, with those who left one out; a mean only of five', () => {
    const said = (question: string, value: string, count = 1) => ({ question, value, count });
    const answers = [said('useful', '5'), said('useful', '4', 2), said('comments', 'b'), said('comments', 'a')];
    const [useful, , comments] = sumEvaluation(form, 5, [...answers, said('useful', '1')]);
    expect(useful).toMatchObject({ answered: 4, mean: undefined });
    expect(useful?.kind === 'counts' && useful.counts.map(({ count }) => count)).toEqual([1, 0, 0, 2, 1, 1]);
    expect(comments).toMatchObject({ texts: ['a', 'b'] });
    expect(sumEvaluation(form, 6, [...answers, said('useful', '1', 2)])[0]).toMatchObject({ mean: 3 });
  });
});

describe('the retention clock', () => {
  it.each([
    ['2020-11-22', 6, '2026-11-22'],
    ['2024-02-29', 1, '2025-03-01'],
  ])('of what is about %s and kept for %i years is due on %s', (last, years, due) => {
    expect(dueForDisposal(last, years)).toBe(due);
  });

  it.each([
    ['2026-11-22', 6, '2020-11-22'],
    ['2025-02-28', 1, '2024-02-28'],
    ['2028-02-29', 6, '2022-02-28'],
  ])('on %s lets go, after %i years, what is about %s and before', (today, years, through) => {
    const last = lastDueDay(today, years);
    expect(last).toBe(through);
    expect(dueForDisposal(last, years) <= today).toBe(true);
  });

  it('keeps as long as the provider set, else as the longest rule, else six years', () => {
    const rules = [{ retention: { years: 3 } }, { retention: { years: 7 } }];
    expect([keptYears(2, rules), keptYears(undefined, rules), keptYears(undefined, [])]).toEqual([2, 7, 6]);
  });

  it.each([
    ['2026-06-30', 'begins-later'],
    ['2026-07-01', 'valid'],
    ['2027-04-01', 'ends-soon'],
    ['2027-06-30', 'ends-soon'],
    ['2027-07-01', 'ended'],
  ])('of an approval, on %s: %s', (today, standing) => {
    expect(approvalStanding({ begins: '2026-07-01', ends: '2027-06-30' }, today)).toBe(standing);
  });
});

describe('the answers of an agency', () => {
  const known = new Set(['AAAA-AAAA-AAAA', 'BBBB-BBBB-BBBB']);
  const head = ['Educator', 'LINE ', 'Answer', 'Reason'];
  const read = (rows: (string | null)[][], formulas: string[] = []) =>
    readAgencyAnswers([head, ...rows], { known, formulas });

  it('are taken wherever the columns stand, and a line without one waits', () => {
    const answered = read([
      ['Mo', 'aaaa-aaaa-aaaa', 'Yes', null],
      ['Jo', 'BBBB-BBBB-BBBB', null, null],
    ]);
    expect(answered).toEqual({
      ok: true,
      answers: [{ row: 2, line: 'AAAA-AAAA-AAAA', answer: 'accepted', reason: null }],
    });
  });

  it('come back with every error by its cell, and then none is taken', () => {
    const refused = read(
      [
        ['Mo', 'AAAA-AAAA-AAAA', 'refused', ''],
        ['Jo', 'CCCC-CCCC-CCCC', 'perhaps', ''],
        ['Mo', 'AAAA-AAAA-AAAA', '', 'late'],
        ['Jo', 'BBBB-BBBB-BBBB', '=1', ''],
      ],
      ['C5', 'A2'],
    );
    expect(refused.ok ? [] : refused.problems.map(({ cell }) => cell).sort()).toEqual([
      'B3',
      'B4',
      'C3',
      'C4',
      'C5',
      'D2',
    ]);
  });

  it('need their three columns, and an answer', () => {
    expect(readAgencyAnswers([['Line', 'Answer']], { known })).toMatchObject({
      ok: false,
      problems: [{ cell: 'Row 1' }],
    });
    expect(readAgencyAnswers([], { known }).ok).toBe(false);
    expect(read([['Mo', 'AAAA-AAAA-AAAA', '', '']])).toMatchObject({ ok: false, problems: [{ cell: 'C2' }] });
  });
});
