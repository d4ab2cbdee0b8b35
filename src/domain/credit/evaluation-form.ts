import { z } from 'zod';
import type { PathProblem, Problem } from '#domain/definition/problem.ts';
import { checkSchema, inOrder, readYaml } from '#domain/definition/read-yaml.ts';
import { Key } from '#domain/evidence/key.ts';
import { cleanText } from '#domain/text/clean-text.ts';

const Line = z.string().trim().min(1).max(300);

const Question = z.discriminatedUnion('kind', [
  z.strictObject({ id: Key, kind: z.literal('scale'), text: Line }),
  z.strictObject({
    id: Key,
    kind: z.literal('choice'),
    text: Line,
    options: z
      .array(z.strictObject({ id: Key, text: Line }))
      .min(2)
      .max(10),
  }),
  z.strictObject({ id: Key, kind: z.literal('text'), text: Line }),
]);
export type EvaluationQuestion = z.output<typeof Question>;

/** What is asked after an award: the issuer’s own questions, those of a state, or those for everyone. */
export const EvaluationForm = z.strictObject({
  format: z.literal('tessera-evaluation/1'),
  slug: Key,
  version: z.int().min(1),
  for: z.union([
    z.literal('everyone'),
    z.strictObject({ state: z.string().regex(/^[A-Z]{2}$/, 'Write the two letters of the state, as in “IL”') }),
    z.strictObject({ issuer: Key }),
  ]),
  title: Line,
  questions: z.array(Question).min(1).max(15),
});
export type EvaluationForm = z.output<typeof EvaluationForm>;

/** From 1 to 5, as they are asked and shown. */
export const scaleWords = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'] as const;

/** Longest answer in words, in characters. */
export const longestAnswer = 1500;

/** A file of questions, or every problem with its line. */
export function parseEvaluationForm(
  file: string,
  source: string,
): { ok: true; form: EvaluationForm } | { ok: false; problems: Problem[] } {
  const yaml = readYaml(file, source);
  if (!yaml.ok) return { ok: false, problems: yaml.problems };
  const checked = checkSchema(EvaluationForm, yaml.value);
  const problems = checked.ok ? doubled(checked.data) : checked.problems;
  if (checked.ok && problems.length === 0) return { ok: true, form: checked.data };
  return { ok: false, problems: problems.map(yaml.locate).sort(inOrder) };
}

function doubled({ questions }: EvaluationForm): PathProblem[] {
  const lists = [
    { path: ['questions'] as PropertyKey[], list: questions },
    ...questions.flatMap((question, index) =>
      question.kind === 'choice' ? [{ path: ['questions', index, 'options'], list: question.options }] : [],
    ),
  ];
  return lists.flatMap(({ path, list }) =>
    (list as readonly { id: string }[]).flatMap(({ id }, index, all) =>
      all.findIndex((other) => other.id === id) < index
        ? [{ path: [...path, index, 'id'], message: `The id “${id}” is taken in this list; choose another` }]
        : [],
    ),
  );
}

/** The questions for an issuer: its own, else those of a state whose rules it reports under, else those for everyone. */
export function chooseEvaluationForm(
  forms: readonly EvaluationForm[],
  issuer: { slug: string; states: readonly string[] },
): EvaluationForm | undefined {
  const fit = (test: (whom: EvaluationForm['for']) => boolean) => forms.find((form) => test(form.for));
  return (
    fit((whom) => typeof whom === 'object' && 'issuer' in whom && whom.issuer === issuer.slug) ??
    fit((whom) => typeof whom === 'object' && 'state' in whom && issuer.states.includes(whom.state)) ??
    fit((whom) => whom === 'everyone')
  );
}

/** By the id of the question; what was left out is not there. */
export type EvaluationAnswers = Record<string, number | string>;

/** The answers as they were posted, under `q-<id>`. Every question may be left out, but not all of them. */
export function readEvaluation(
  form: EvaluationForm,
  fields: Readonly<Record<string, string>>,
): { ok: true; answers: EvaluationAnswers } | { ok: false; errors: { field: string; message: string }[] } {
  const errors: { field: string; message: string }[] = [];
  const answers: EvaluationAnswers = {};
  for (const question of form.questions) {
    const field = `q-${question.id}`;
    const text = cleanText(fields[field] ?? '').trim();
    if (text === '') continue;
    if (question.kind === 'text') {
      if (text.length > longestAnswer)
        errors.push({ field, message: `Shorten this to at most ${longestAnswer.toLocaleString('en-US')} characters` });
      answers[question.id] = text;
    } else if (question.kind === 'scale') {
      if (/^[1-5]$/.test(text)) answers[question.id] = Number(text);
      else errors.push({ field, message: 'Choose one of the five answers' });
    } else if (question.options.some(({ id }) => id === text)) answers[question.id] = text;
    else errors.push({ field, message: 'Choose one of the answers' });
  }
  if (errors.length === 0 && Object.keys(answers).length === 0)
    errors.push({ field: `q-${form.questions[0]?.id ?? ''}`, message: 'Answer at least one question' });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, answers };
}
