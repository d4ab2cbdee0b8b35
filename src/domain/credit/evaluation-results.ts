import { type EvaluationAnswers, type EvaluationForm, scaleWords } from './evaluation-form.ts';

/**
 * Answers come out so many at a time, and whole batches only: whatever is filtered, and whenever it is looked at, two results
 * differ by no fewer people than this.
 */
export const leastRespondents = 5;

export type QuestionResult = { id: string; text: string; answered: number } & (
  | { kind: 'counts'; counts: { label: string; count: number }[]; mean: number | undefined }
  | { kind: 'texts'; texts: string[] }
);

/**
 * What some answers come to, question by question. Who left a question out is counted with the others, so that every figure
 * is of all respondents; texts stand in an order that says nothing of who wrote which.
 */
export function sumEvaluation(form: EvaluationForm, answers: readonly EvaluationAnswers[]): QuestionResult[] {
  return form.questions.map((question): QuestionResult => {
    const { id, text } = question;
    const given = answers.map((one) => one[id]).filter((one) => one !== undefined);
    const head = { id, text, answered: given.length };
    if (question.kind === 'text') return { ...head, kind: 'texts', texts: given.map(String).sort(byText) };
    const options: { value: number | string; label: string }[] =
      question.kind === 'scale'
        ? scaleWords.map((label, index) => ({ value: index + 1, label }))
        : question.options.map((option) => ({ value: option.id, label: option.text }));
    const counts = [
      ...options.map(({ value, label }) => ({ label, count: given.filter((one) => one === value).length })),
      { label: 'No answer', count: answers.length - given.length },
    ];
    const sum = given.reduce<number>((total, one) => total + Number(one), 0);
    const hasMean = question.kind === 'scale' && given.length >= leastRespondents;
    return { ...head, kind: 'counts', counts, mean: hasMean ? sum / given.length : undefined };
  });
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
