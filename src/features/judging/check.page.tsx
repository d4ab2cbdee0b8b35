import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { completenessCodes, glance } from '#domain/assessment/completeness.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { ErrorSummary } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { RaiseConcernSection } from '../concerns/raise-form.tsx';
import { requirementAnchor } from '../desk/anchors.ts';
import type { AttemptView } from '../desk/attempt-view.queries.ts';
import { Due } from '../desk/due.tsx';
import { ShownEvidence } from '../desk/evidence-pane.tsx';
import { type CheckForm, checkFields } from './check.form.ts';
import type { Judging } from './judging.queries.ts';

type CheckPageProps = {
  context: PageContext;
  judging: Judging;
  /** The issuer’s. */
  clock: BusinessClock;
  view: AttemptView;
  /** What it can go back for. */
  requirements: readonly Requirement[];
  /** After a post that could not be carried out. */
  returned?: CheckForm;
};

/** Can this attempt be judged at all? A glance, before anybody judges it. */
export function CheckPage({ context, judging, clock, view, requirements, returned }: CheckPageProps) {
  const { definition, sealed, number } = view;
  const errors = returned?.errors ?? [];
  return (
    <Layout
      context={context}
      title={`${definition.title}, attempt ${number} of ${sealed.earner.name}: is it complete?`}
      width="wide"
      hasErrors={errors.length > 0}
      islands
    >
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Is it complete?</span>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <p className="eyebrow">
          {definition.title}, attempt {number} of {sealed.earner.name}
        </p>
        <h1>Is it complete?</h1>
        <p className="lead">
          A glance, not a judgement: can whoever scores this read, hear and open all of it? The first answer counts.
        </p>
        <p className="check-facts">
          <span className="meta">
            Handed in <Day at={judging.submittedAt} />
          </span>{' '}
          <Due at={judging.checkDueAt} now={context.now} clock={clock} />
        </p>
      </header>
      <nav className="scoring-jumps" aria-label="On this page">
        <a href="#answer" className="btn btn-sm">
          Your answer
        </a>
      </nav>
      <div className="check">
        <section className="check__attempt" aria-labelledby="attempt-title">
          <h2 id="attempt-title">The attempt</h2>
          <ShownEvidence view={view} />
        </section>
        <section id="answer" className="check__answer" aria-labelledby="answer-title">
          <h2 id="answer-title">Your answer</h2>
          <AnswerForm attemptId={judging.attemptId} requirements={requirements} returned={returned} />
        </section>
      </div>
      <RaiseConcernSection attemptId={judging.attemptId} requirements={listRequirements(definition)} />
    </Layout>
  );
}

type AnswerFormProps = { attemptId: string; requirements: readonly Requirement[]; returned: CheckForm | undefined };

function AnswerForm({ attemptId, requirements, returned }: AnswerFormProps) {
  const typed = returned?.typed ?? {};
  const isWrong = (field: string) => returned?.errors.some((error) => error.field === field) === true;
  const isReturning = returned?.intent === 'return' || (returned?.reasons.length ?? 0) > 0;
  return (
    <form method="post" action={`/desk/checks/${attemptId}`} className="stack">
      <fieldset className="check-glance">
        <legend>Looked at</legend>
        {glance.map(({ key, text }) => {
          const field = checkFields.glance(key);
          return (
            <label key={key} htmlFor={field} className="check-line">
              <input
                type="checkbox"
                id={field}
                name={field}
                className="checkbox"
                defaultChecked={typed[field] === 'on'}
                {...(isWrong(field) && { 'aria-invalid': true })}
              />
              <span>{text}</span>
            </label>
          );
        })}
      </fieldset>
      <button type="submit" name="intent" value="pass" className="btn btn-primary">
        It is complete
      </button>
      <details className="check-return" open={isReturning}>
        <summary>Something keeps it from being judged</summary>
        <p className="meta">
          It goes back to the earner with these reasons and nothing else, and does not count as an attempt. How good the
          work is does not belong here.
        </p>
        {requirements.map(({ id, title }) => {
          const [code, note] = [checkFields.code(id), checkFields.note(id)];
          return (
            <fieldset key={id} className="check-reason">
              <legend>
                <a href={`#${requirementAnchor(id)}`}>{title}</a>
              </legend>
              <label htmlFor={code}>What is wrong</label>
              <select
                id={code}
                name={code}
                className="select"
                defaultValue={typed[code] ?? ''}
                {...(isWrong(code) && { 'aria-invalid': true })}
              >
                <option value="">Nothing</option>
                {Object.entries(completenessCodes).map(([value, { label }]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
              <label htmlFor={note}>Where, and what would help</label>
              <textarea
                id={note}
                name={note}
                rows={2}
                maxLength={2000}
                className="textarea"
                defaultValue={typed[note] ?? ''}
                {...(isWrong(note) && { 'aria-invalid': true })}
              />
            </fieldset>
          );
        })}
        <button type="submit" name="intent" value="return" className="btn">
          Send it back to the earner
        </button>
      </details>
    </form>
  );
}
