import { type EvaluationQuestion, longestAnswer, scaleWords } from '#domain/credit/evaluation-form.ts';
import { leastRespondents } from '#domain/credit/evaluation-results.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { EvaluationVersion } from './evaluation-forms.ts';
import type { OwnAward } from './evaluation.queries.ts';

type Props = {
  context: PageContext;
  award: OwnAward;
  /** `undefined` where nothing is asked. */
  form: EvaluationVersion | undefined;
  isEvaluated: boolean;
  /** Its earner said “No, thanks”. */
  isDeclined: boolean;
  /** They answered other questions, which are asked no more. */
  isNew?: boolean;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** A few questions after an award; nobody learns who answered what. */
export function EvaluationPage(props: Props) {
  const { context, award, form, isEvaluated, isDeclined, isNew = false, typed = {}, errors = [] } = props;
  const title = form?.title ?? 'Evaluation';
  return (
    <Layout context={context} title={`${title}: ${award.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href={`/verify/${award.publicId}`}>{award.title}</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>{title}</h1>
        <p className="lead">{award.title}</p>
      </header>
      {isEvaluated || isDeclined || !form ? (
        <div className="empty-state">
          <h2>{isEvaluated ? 'Thank you' : isDeclined ? 'You are not asked again' : 'Nothing is asked'}</h2>
          <p>
            {isEvaluated
              ? 'This award is evaluated. Since nobody knows which answers are yours, they can’t be shown or changed any more.'
              : isDeclined
                ? 'You said no, thanks. Nobody learns that, and nothing is asked about this award any more.'
                : award.revokedAt
                  ? 'This award was revoked, so nothing is asked about it any more.'
                  : `${award.issuerName} asks nothing after this award.`}
          </p>
          <p className="actions">
            <a href="/awards" className="btn btn-primary">
              My awards
            </a>
            {isDeclined && !isEvaluated && form && (
              <a href={`/awards/${award.publicId}/evaluation?again=1`} className="btn">
                Answer after all
              </a>
            )}
          </p>
        </div>
      ) : (
        <form method="post" action={`/awards/${award.publicId}/evaluation`} className="stack" noValidate>
          <input type="hidden" name="version" value={form.sha256} />
          {isNew && (
            <p className="alert alert-warning" role="alert">
              Nothing is sent yet: the questions have changed since you opened them. What you answered stands where the
              question is still asked. Read it again, then send it.
            </p>
          )}
          <p className="alert alert-info provider-anonymous">
            Your answers are kept without your name, your award and the day. {award.issuerName} sees them only once{' '}
            {leastRespondents} people have answered, added up; what you write in words is shown as you wrote it, so name
            nobody there. You can answer once, and leave any question out.
          </p>
          {form.questions.map((question) => (
            <Question key={question.id} question={question} typed={typed} errors={errors} />
          ))}
          <p className="actions">
            <button type="submit" className="btn btn-primary">
              Send without my name
            </button>
            <a href={`/verify/${award.publicId}`} className="btn">
              Not now
            </a>
            <button type="submit" name="decline" value="1" className="btn">
              No, thanks
            </button>
          </p>
        </form>
      )}
    </Layout>
  );
}

function Question({
  question,
  typed,
  errors,
}: {
  question: EvaluationQuestion;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
}) {
  const name = `q-${question.id}`;
  if (question.kind === 'text')
    return (
      <TextField
        name={name}
        label={question.text}
        errors={errors}
        rows={4}
        maxLength={longestAnswer}
        value={typed[name]}
      />
    );
  const options =
    question.kind === 'scale'
      ? scaleWords.map((text, index) => ({ id: String(index + 1), text: text }))
      : question.options;
  const error = errors.find(({ field }) => field === name);
  return (
    <fieldset className={error ? 'field field--error' : 'field'} aria-describedby={error && `${name}-error`}>
      <legend>{question.text}</legend>
      {error && (
        <p id={`${name}-error`} className="field-error">
          <span className="sr-only">Error: </span>
          {error.message}
        </p>
      )}
      <div className="provider-scale">
        {options.map(({ id, text }, index) => (
          <label key={id} className="choice">
            <input
              type="radio"
              id={index === 0 ? name : `${name}-${id}`}
              name={name}
              value={id}
              defaultChecked={typed[name] === id}
            />{' '}
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
