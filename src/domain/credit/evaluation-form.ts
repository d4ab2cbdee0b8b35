import { z } from 'zod';
import type { PathProblem, Problem } from '#domain/definition/problem.ts';
import { checkSchema, inOrder, readYaml } from '#domain/definition/read-yaml.ts';
import { Key } from '#domain/evidence/key.ts';
import { cleanText } from '#domain/text/clean-text.ts';

const Line = z.string().trim().min(1).max(300);
const Url = z.url({ protocol: /^https?$/ });

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

/**
 * What is asked after an award: the issuer’s own questions, those of a state, or those for everyone. Its version is its content
 * and gets its number when it is published.
 */
export const EvaluationForm = z.strictObject({
  format: z.literal('tessera-evaluation/1'),
  slug: Key,
  offered: z.boolean().default(true).meta({ description: 'false: it is asked no more; what was answered stays' }),
  for: z.union([
    z.literal('everyone'),
    z.strictObject({ state: z.string().regex(/^[A-Z]{2}$/, 'Write the two letters of the state, as in “IL”') }),
    z.strictObject({ issuer: Key }),
  ]),
  title: Line,
  ask: z
    .strictObject({ whom: Line, text: z.string().trim().min(1).max(2000), url: Url.optional(), asOf: z.iso.date() })
    .optional()
    .meta({ description: 'For the provider: that somebody in charge asks for more, who says so, and as of when' }),
  questions: z.array(Question).min(1).max(15),
});
export type EvaluationForm = z.output<typeof EvaluationForm>;

/** From 1 to 5, as they are asked and shown. */
export const scaleWords = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'] as const;

/** Longest answer in words, in characters. */
export const longestAnswer = 1500;

export type ParsedEvaluation = { file: string; form: EvaluationForm };

/** Every evaluation of some files, or every problem with line, column and what to do. */
export function parseEvaluations(files: readonly { file: string; source: string }[]): {
  forms: ParsedEvaluation[];
  problems: Problem[];
} {
  const forms: ParsedEvaluation[] = [];
  const problems: Problem[] = [];
  const taken = new Map<string, string>();
  for (const { file, source } of files) {
    const yaml = readYaml(file, source);
    if (!yaml.ok) {
      problems.push(...yaml.problems);
      continue;
    }
    const checked = checkSchema(EvaluationForm, yaml.value);
    const found = checked.ok ? [...doubled(checked.data), ...alone(checked.data, file, taken)] : checked.problems;
    problems.push(...found.map(yaml.locate).sort(inOrder));
    if (checked.ok && found.length === 0) forms.push({ file, form: checked.data });
  }
  return { forms, problems };
}

/** A slug is one file’s, and of two for the same people nobody could say which is asked. */
function alone({ slug, for: whom, offered }: EvaluationForm, file: string, taken: Map<string, string>): PathProblem[] {
  const names = [
    { path: ['slug'], name: `the slug “${slug}”` },
    ...(offered
      ? [{ path: ['for'], name: `“for: ${typeof whom === 'string' ? whom : Object.values(whom).join()}”` }]
      : []),
  ];
  return names.flatMap(({ path, name }) => {
    const earlier = taken.get(name);
    if (earlier === undefined) taken.set(name, file);
    return earlier === undefined
      ? []
      : [{ path, message: `${name[0]!.toUpperCase()}${name.slice(1)} is taken by ${earlier}; choose another` }];
  });
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
export function chooseEvaluation<Form extends Pick<EvaluationForm, 'for' | 'offered'>>(
  forms: readonly Form[],
  issuer: { slug: string; states: readonly string[] },
): Form | undefined {
  const fit = (test: (whom: EvaluationForm['for']) => boolean) => forms.find((form) => form.offered && test(form.for));
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
