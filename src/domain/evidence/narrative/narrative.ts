import { z } from 'zod';
import { countWords } from '#domain/text/count-words.ts';
import { type Finding, countOf } from '../finding.ts';
import type { EvidenceKind } from '../kind.ts';
import { Key } from '../key.ts';
import { WordLimits, asPart, checkWords, describeWords } from '../word-limits.ts';
import { Testimonial, checkTestimonials, isBlank, mostTestimonials, testimonialPlace } from './testimonial.ts';

/** The longest text that one field takes, in characters; about 30,000 words. */
export const longestText = 200_000;

export const NarrativeRules = z.strictObject({
  questions: z
    .array(
      z.strictObject({
        id: Key,
        text: z.string().min(1),
        words: WordLimits.optional(),
      }),
    )
    .max(30)
    .default([])
    .meta({ description: 'The questions that the narrative answers; none when the prompt alone is the task' }),
  answers: z
    .enum(['together', 'separately'])
    .default('together')
    .meta({ description: 'together: one text answers every question. separately: a field for each question' }),
  words: WordLimits.optional().meta({ description: 'Word limits of the whole narrative' }),
  testimonials: z.literal('allowed').optional().meta({
    description: 'Whether the narrative may carry testimonials, quoted with leave; their words are not counted',
  }),
});
export type NarrativeRules = z.output<typeof NarrativeRules>;

export const NarrativeData = z.strictObject({
  /** By question id, or `text` where one text answers all. */
  texts: z.record(z.string().max(80), z.string().max(longestText)),
  testimonials: z.array(Testimonial).max(mostTestimonials).optional(),
});
export type NarrativeData = z.output<typeof NarrativeData>;

/** The fields of the editor, in order: one for all, or one a question. */
export function narrativeFields(
  rules: NarrativeRules,
): { id: string; label: string | undefined; words: WordLimits | undefined }[] {
  if (rules.answers === 'together' || rules.questions.length === 0)
    return [{ id: 'text', label: undefined, words: undefined }];
  return rules.questions.map((question) => ({ id: question.id, label: question.text, words: question.words }));
}

/** The testimonials that the narrative may carry, in order; none where the rules do not let it. */
export function narrativeTestimonials(data: NarrativeData, rules: NarrativeRules): Testimonial[] {
  return rules.testimonials === undefined ? [] : (data.testimonials ?? []).filter((one) => !isBlank(one));
}

/** Words of the whole narrative, over all its fields; those of others in its testimonials are not the earner’s. */
export function narrativeWords(data: NarrativeData, rules: NarrativeRules): number {
  return narrativeFields(rules).reduce((sum, field) => sum + countWords(data.texts[field.id] ?? ''), 0);
}

export const narrative: EvidenceKind<NarrativeRules, NarrativeData> = {
  kind: 'narrative',
  label: 'Narrative',
  rules: NarrativeRules,
  data: NarrativeData,
  locators: ['paragraph', 'quote'],

  empty: () => ({ texts: {} }),

  checkRules(rules) {
    const problems = rangeProblems(rules.words, ['words']);
    const seen = new Set<string>();
    rules.questions.forEach((question, index) => {
      problems.push(...rangeProblems(question.words, ['questions', index, 'words']));
      if (seen.has(question.id)) {
        problems.push({
          path: ['questions', index, 'id'],
          message: `The question id “${question.id}” is used twice; give each question its own`,
        });
      }
      seen.add(question.id);
      if (question.words && rules.answers === 'together') {
        problems.push({
          path: ['questions', index, 'words'],
          message: 'Word limits of a question need answers: separately; or give the limits to the whole narrative',
        });
      }
    });
    return problems;
  },

  check(data, rules) {
    const fields = narrativeFields(rules);
    const findings: Finding[] = [];
    for (const field of fields) {
      const text = data.texts[field.id] ?? '';
      if (
        text.trim() === '' &&
        (fields.length > 1 || rules.words?.min === undefined || rules.words.minLevel === 'advice')
      ) {
        findings.push({
          level: 'blocking',
          code: 'empty',
          place: field.id,
          message: field.label ? `Answer the question “${field.label}”` : 'Write your narrative',
          work: { share: 1 / fields.length },
        });
      } else if (field.words) {
        findings.push(...asPart(checkWords(text, field.words, field.id), 1 / fields.length));
      }
    }
    if (rules.words) {
      const whole = fields.map((field) => data.texts[field.id] ?? '').join('\n\n');
      // What is missing of single answers is said, and sized, above.
      const rest = findings.length === 0 ? 1 : 0.05;
      findings.push(...asPart(checkWords(whole, rules.words, fields[0]?.id ?? 'text'), rest));
    }
    return [...findings, ...checkTestimonials(narrativeTestimonials(data, rules))];
  },

  questions: ({ questions, answers }) =>
    questions.map(({ id, text }) => ({ id, text, hasField: answers === 'separately' })),

  describe(rules) {
    const words = rules.words && describeWords(rules.words);
    const questions =
      rules.questions.length > 0 ? `answering ${countOf(rules.questions.length, 'question')}` : undefined;
    const head = [words ? `A narrative of ${words}` : 'A narrative', questions].filter(Boolean).join(' ');
    return rules.testimonials ? [head, 'Testimonials if you like, each with leave to quote'] : [head];
  },

  artifactIds: () => [],

  reconcile: (data) => data,

  pieces: (data, rules) => [
    ...narrativeFields(rules).map(({ id, label }) => ({
      place: id,
      label: label ?? 'Narrative',
      text: data.texts[id] ?? '',
      pointers: [],
    })),
    ...narrativeTestimonials(data, rules).map(({ id, quote, by, role }) => ({
      place: testimonialPlace(id),
      label: ['Testimonial', by, role].filter(Boolean).join(', '),
      text: quote,
      pointers: [],
    })),
  ],

  mapTexts: (data, change) => ({
    ...data,
    texts: Object.fromEntries(Object.entries(data.texts).map(([id, text]) => [id, change(text, id)])),
    ...(data.testimonials && {
      testimonials: data.testimonials.map((one) => ({
        ...one,
        quote: change(one.quote, testimonialPlace(one.id)),
      })),
    }),
  }),

  replaceArtifact: (data) => data,

  withhold: (data, { places }) => ({
    ...data,
    texts: Object.fromEntries(Object.entries(data.texts).map(([id, text]) => [id, places.get(id) ?? text])),
    ...(data.testimonials && {
      // Who said it is part of what was said.
      testimonials: data.testimonials.map((one) => {
        const instead = places.get(testimonialPlace(one.id));
        return instead === undefined ? one : { ...one, quote: instead, by: '', role: '' };
      }),
    }),
  }),

  conceal: (data, { person }) => ({
    ...data,
    ...(data.testimonials && {
      testimonials: data.testimonials.map((one) => ({ ...one, ...person({ by: one.by, role: one.role }) })),
    }),
  }),

  toText(data, rules) {
    return [
      ...narrativeFields(rules).map((field) => [field.label, data.texts[field.id] ?? ''].filter(Boolean).join('\n\n')),
      ...narrativeTestimonials(data, rules).map(({ quote, by, role }) => `“${quote}”\n${by}, ${role}`),
    ].join('\n\n');
  },
};

function rangeProblems(
  words: WordLimits | undefined,
  path: (string | number)[],
): { path: (string | number)[]; message: string }[] {
  if (words?.min === undefined || words.max === undefined || words.min <= words.max) return [];
  return [
    { path, message: `At least ${words.min} and at most ${words.max} words can't both hold; make min the smaller` },
  ];
}
