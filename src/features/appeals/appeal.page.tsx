import { type AppealRefusal, longestAppealReason, mayAppeal } from '#domain/assessment/appeal.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { PlacedArtifact } from '#ui/place-link.tsx';
import { Status, type StatusName } from '#ui/status.tsx';
import { RatingPlaces } from '#ui/rating-places.tsx';
import type { AttemptSummary } from '../work/attempt-summary.ts';
import type { OwnAppeal } from '../work/between.ts';
import { RatingStatus } from '../work/look-for-life.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { lookForField } from './appeal.form.ts';
import type { DecidedLookFor, Said } from './appeals.queries.ts';
import { appealCase, appealRefusals, appealableLookFors } from './raise-appeal.ts';

export type AppealPageProps = {
  context: PageContext;
  workspace: Workspace;
  attempt: AttemptSummary;
  /** What the decision says, and what an answered appeal made of it. */
  decided: readonly DecidedLookFor[];
  artifacts: ReadonlyMap<string, PlacedArtifact>;
  notice?: string | undefined;
  /** An appeal that could not be taken as it was typed. */
  typed?: { lookFors: readonly string[]; reason: string };
  errors?: FormErrors;
};

const states: Record<OwnAppeal['state'], { name: StatusName; word: string }> = {
  open: { name: 'waiting', word: 'Being looked at' },
  decided: { name: 'complete', word: 'Answered' },
  withdrawn: { name: 'withdrawn', word: 'Withdrawn' },
};

/** Where each refusal of the form belongs. */
export function appealErrors(reasons: readonly AppealRefusal[]): FormErrors {
  return reasons.map((reason) => ({
    field: reason === 'reason-missing' || reason === 'reason-too-long' ? 'reason' : 'look-fors',
    message: appealRefusals[reason],
  }));
}

/** The earner appeals against a decision, and reads the answer. */
export function AppealPage(props: AppealPageProps) {
  const { context, workspace, attempt, notice, errors = [] } = props;
  const { definition, enrolment, appeals } = workspace;
  const paths = workPaths(enrolment.id);
  const appeal = appeals.find(({ attemptId }) => attemptId === attempt.id);
  const may = mayAppeal(appealCase(workspace, attempt, context.now));
  return (
    <Layout
      context={context}
      title={`Appeal, attempt ${attempt.number}, ${definition.title}`}
      hasErrors={errors.length > 0}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
        <a href={paths.attempt(attempt.number)}>Attempt {attempt.number}</a>
      </nav>
      <header className="page-head">
        <p className="eyebrow">{definition.title}</p>
        <h1>Appeal</h1>
        <p className="lead">
          An assessor who has not judged this attempt looks afresh at what you appeal against, and says why they see it
          as they do.
        </p>
      </header>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {appeal && <Raised {...props} appeal={appeal} />}
      {!appeal && may.ok && <RaiseForm {...props} until={may.until} />}
      {!appeal && !may.ok && <p className="alert alert-info">{appealRefusals[may.reason]}</p>}
    </Layout>
  );
}

function RaiseForm(props: AppealPageProps & { until: Date }) {
  const { workspace, attempt, decided, artifacts, typed, errors = [], until } = props;
  const { definition, enrolment } = workspace;
  const appealable = new Set(appealableLookFors(workspace, attempt));
  const chosen = new Set(typed?.lookFors);
  const error = errors.find(({ field }) => field === 'look-fors');
  const before = new Map(decided.map((one) => [one.lookFor, one.before]));
  return (
    <form method="post" action={workPaths(enrolment.id).appeal(attempt.number)} className="form form--wide" noValidate>
      <p>
        You can do this once for each attempt, until <Day at={until} />. While it is open you can go on revising, but
        not hand in. Nothing that is demonstrated can be lost.
      </p>
      <fieldset
        id="look-fors"
        className="appeal-look-fors"
        tabIndex={-1}
        aria-describedby={error ? 'look-fors-error' : undefined}
      >
        <legend>What do you see differently?</legend>
        {error && (
          <p id="look-fors-error" className="field-error">
            <span className="sr-only">Error: </span>
            {error.message}
          </p>
        )}
        {listLookFors(definition)
          .filter(({ id }) => appealable.has(id))
          .map(({ id, text }) => (
            <div key={id} className="appeal-look-for">
              <label className="choice">
                <input
                  type="checkbox"
                  className="checkbox"
                  name={lookForField(id)}
                  value="1"
                  defaultChecked={chosen.has(id)}
                />
                <span>{text}</span>
              </label>
              <SaidOf said={before.get(id)} artifacts={artifacts} />
            </div>
          ))}
      </fieldset>
      <TextField
        name="reason"
        label="Why?"
        hint="Say what in your evidence shows it, and where. The assessor reads this beside your attempt; name no students."
        errors={errors}
        rows={8}
        maxLength={longestAppealReason}
        value={typed?.reason}
      />
      <button type="submit" className="btn btn-primary">
        Send the appeal
      </button>
    </form>
  );
}

function Raised({ workspace, attempt, decided, artifacts, appeal }: AppealPageProps & { appeal: OwnAppeal }) {
  const { definition, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  const byKey = new Map(decided.map((one) => [one.lookFor, one]));
  return (
    <>
      <section className="panel" aria-labelledby="appeal-title">
        <h2 id="appeal-title">
          <Status {...states[appeal.state]} />
        </h2>
        {appeal.state === 'open' && (
          <p>
            You appealed on <Day at={appeal.raisedAt} />. Expect the answer by <Day at={appeal.dueAt} />; you will have
            mail. Until then you can’t hand in again.
          </p>
        )}
        {appeal.state === 'decided' && (
          <>
            <p>
              {appeal.earns
                ? 'Everything is demonstrated now: you have earned this micro-credential.'
                : appeal.outcome === 'changed'
                  ? 'The decision is changed: what is demonstrated now is closed for good. What is still open you can revise.'
                  : 'The decision stays as it was. What is open you can revise, and hand in again.'}
            </p>
            <h3 className="mt-4">Why</h3>
            <blockquote className="assessor-comment">{appeal.answer}</blockquote>
            {!appeal.earns && (
              <p>
                <a href={paths.home}>Go on with your work</a>
              </p>
            )}
          </>
        )}
        {appeal.state === 'withdrawn' && <p>You withdrew it, so the decision stands as it is.</p>}
      </section>
      <section className="section" aria-labelledby="against-title">
        <h2 id="against-title">What it is against</h2>
        {listLookFors(definition)
          .filter(({ id }) => appeal.lookFors.includes(id))
          .map(({ id, text }) => {
            const one = byKey.get(id);
            return (
              <article key={id} className="standing" data-look-for={id}>
                <div className="standing__head">
                  <h3 className="standing__text">{text}</h3>
                </div>
                <ol className="standing__history">
                  <li>
                    Attempt {attempt.number}: <SaidOf said={one?.before} artifacts={artifacts} />
                  </li>
                  {one?.after && (
                    <li>
                      Your appeal: <SaidOf said={one.after} artifacts={artifacts} />
                    </li>
                  )}
                </ol>
              </article>
            );
          })}
        <h3 className="mt-6">What you said</h3>
        <p className="said-by-earner">{appeal.reason}</p>
      </section>
      {appeal.state === 'open' && (
        <section className="section" aria-labelledby="withdraw-title">
          <h2 id="withdraw-title">Withdraw it</h2>
          <p>Then you can hand in again at once. You can’t appeal against this attempt a second time.</p>
          <form method="post" action={`${paths.appeal(attempt.number)}/withdraw`}>
            <button type="submit" className="btn">
              Withdraw the appeal
            </button>
          </form>
        </section>
      )}
    </>
  );
}

function SaidOf({ said, artifacts }: { said: Said | undefined; artifacts: ReadonlyMap<string, PlacedArtifact> }) {
  if (!said) return null;
  return (
    <div className="appeal-said">
      <RatingStatus rating={said} />
      {said.comment.trim() !== '' && <blockquote className="assessor-comment">{said.comment}</blockquote>}
      <RatingPlaces places={said.locators} artifacts={artifacts} />
    </div>
  );
}
