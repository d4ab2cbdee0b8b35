import { type EvaluationForm, scaleWords } from './evaluation-form.ts';

/**
 * Answers come out so many at a time, and whole batches only: whatever is filtered, and whenever it is looked at, two results
 * differ by no fewer people than this.
 */
export const leastRespondents = 5;

export type QuestionResult = { id: string; text: string; answered: number } & (
  | { kind: 'counts'; counts: { label: string; count: number }[]; mean: number | undefined }
  | { kind: 'texts'; texts: string[] }
);

/** How many gave one answer to one question. */
export type AnswerCount = { question: string; value: string; count: number };

/**
 * What some answers come to, question by question. Who left a question out is counted with the others, so that every figure
 * is of all respondents; texts stand in an order that says nothing of who wrote which.
 */
export function sumEvaluation(
  form: EvaluationForm,
  respondents: number,
  answers: readonly AnswerCount[],
  /** How many wrote something, by question, where not all texts are among the answers. */
  written: Readonly<Record<string, number>> = {},
): QuestionResult[] {
  return form.questions.map((question): QuestionResult => {
    const { id, text } = question;
    const given = answers.filter((one) => one.question === id);
    const answered = written[id] ?? given.reduce((total, { count }) => total + count, 0);
    const head = { id, text, answered };
    if (question.kind === 'text') {
      const texts = given.flatMap(({ value, count }) => Array.from({ length: count }, () => value));
      return { ...head, kind: 'texts', texts: texts.sort(byText) };
    }
    const options =
      question.kind === 'scale'
        ? scaleWords.map((label, index) => ({ value: String(index + 1), label }))
        : question.options.map((option) => ({ value: option.id, label: option.text }));
    const counts = [
      ...options.map(({ value, label }) => ({ label, count: given.find((one) => one.value === value)?.count ?? 0 })),
      { label: 'No answer', count: respondents - answered },
    ];
    const sum = given.reduce((total, { value, count }) => total + Number(value) * count, 0);
    const hasMean = question.kind === 'scale' && answered >= leastRespondents;
    return { ...head, kind: 'counts', counts, mean: hasMean ? sum / answered : undefined };
  });
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
