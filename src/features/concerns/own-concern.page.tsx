import { isResolved } from '#domain/assessment/concern.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { AttemptSummary } from '../work/attempt-summary.ts';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { readPassage } from './concern-evidence.ts';
import { longest } from './concern.form.ts';
import type { OwnConcern } from './concerns.queries.ts';
import { KeptText } from './kept-text.tsx';
import { MarkedText } from './marked-text.tsx';
import type { OwnSide } from './passages.queries.ts';

type OwnConcernPageProps = {
  context: PageContext;
  workspace: Workspace;
  concern: OwnConcern;
  /** What the question is about in the earner’s own work. */
  side: OwnSide;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** The question that an earner was asked, what it is about in their own work, and their answer. */
export function OwnConcernPage({ context, workspace, concern, side, typed = {}, errors = [] }: OwnConcernPageProps) {
  const { definition, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  const attempt = `${paths.home}/attempts/${concern.number}`;
  const handedIn = workspace.attempts.find(({ number }) => number === concern.number);
  const kept = concern.state === 'asked' ? undefined : typed.response;
  return (
    <Layout context={context} title={`A question, ${definition.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
        <a href={attempt}>Attempt {concern.number}</a>
      </nav>
      <ErrorSummary errors={kept === undefined ? errors : errors.map((error) => ({ ...error, field: 'kept' }))} />
      {kept !== undefined && <KeptText text={kept} />}
      <header className="page-head">
        <h1>A question about your work</h1>
        <p className="lead">{standingOf(concern, handedIn)}</p>
      </header>
      <section className="section" aria-labelledby="question-title">
        <h2 id="question-title">The question</h2>
        <p className="meta">
          Asked, <Moment at={concern.askedAt} />
        </p>
        <p className="concern-words">{concern.question}</p>
      </section>
      <About workspace={workspace} concern={concern} side={side} />
      {concern.respondedAt && (
        <section className="section" aria-labelledby="answer-title">
          <h2 id="answer-title">Your answer</h2>
          <p className="meta">
            <Moment at={concern.respondedAt} />
          </p>
          <p className="concern-words">{concern.response}</p>
        </section>
      )}
      {concern.state === 'asked' && (
        <form
          method="post"
          action={`${paths.home}/concerns/${concern.id}`}
          className="section stack"
          aria-labelledby="respond-title"
        >
          <h2 id="respond-title">Answer</h2>
          <TextField
            name="response"
            label="Your answer"
            hint="Say how it came about: worked on together, taken from a source, help that you had. You answer once."
            errors={errors}
            rows={8}
            maxLength={longest.response}
            value={typed.response}
            required
          />
          {handedIn?.paused && (
            <p className="hint">The time in which your work is decided stands still until you answer.</p>
          )}
          <button type="submit" className="btn btn-primary">
            Send the answer
          </button>
        </form>
      )}
      {concern.resolvedAt && (
        <section className="section" aria-labelledby="settled-title">
          <h2 id="settled-title">How it was settled</h2>
          <p className="meta">
            <Moment at={concern.resolvedAt} />
          </p>
          <p className="concern-words">{concern.resolution}</p>
          {concern.returnsAttempt ? (
            <p>
              Your attempt came back to you. It does not count as an attempt.
              {enrolment.state === 'working' && (
                <>
                  {' '}
                  <a href={paths.home}>Put it right</a> and hand in again.
                </>
              )}
            </p>
          ) : handedIn?.releasedAt ? (
            <p>
              The decision on this attempt stands <a href={attempt}>with the attempt</a>.
            </p>
          ) : handedIn?.stage === 'withdrawn' ? (
            <p>You took this attempt back, so it is not assessed.</p>
          ) : (
            <p>The assessment of your work goes on as before.</p>
          )}
        </section>
      )}
    </Layout>
  );
}

/** What is decided and what is not, where a question may come before the decision, after it, or after the attempt was taken back. */
function standingOf({ state }: OwnConcern, attempt: AttemptSummary | undefined): string {
  if (isResolved(state)) return 'It is settled.';
  const isAsked = state === 'asked';
  if (attempt?.releasedAt)
    return isAsked
      ? 'The decision on this attempt is out. A lead assessor has a question about it, and would like to hear from you before they settle it.'
      : 'The decision on this attempt is out. A lead assessor has your answer, and settles the question next.';
  if (attempt?.stage === 'withdrawn')
    return isAsked
      ? 'You took this attempt back. A lead assessor would still like to hear from you.'
      : 'You took this attempt back. A lead assessor has your answer, and settles the question next.';
  return isAsked
    ? 'Nothing has been decided. A lead assessor would like to hear from you first.'
    : 'Nothing has been decided. A lead assessor has your answer, and settles the question first.';
}

function About({ workspace, concern, side }: Pick<OwnConcernPageProps, 'workspace' | 'concern' | 'side'>) {
  const passage = readPassage(concern.evidence);
  const title = findRequirement(workspace.definition, concern.requirement ?? '')?.title;
  if (passage === '' && side.texts.length === 0 && side.files.length === 0) return null;
  return (
    <section className="section" aria-labelledby="about-title">
      <h2 id="about-title">What it is about</h2>
      {passage !== '' && (
        <>
          {title !== undefined && <h3>{title}</h3>}
          <blockquote className="concern-words">{passage}</blockquote>
        </>
      )}
      {side.files.length > 0 && (
        <ul className="rows">
          {side.files.map(({ id, name }) => (
            <li key={id}>
              <a href={`/artifacts/${id}/view`}>{name}</a>
            </li>
          ))}
        </ul>
      )}
      {side.texts.map(({ title: name, own }, index) => (
        <div key={name}>
          <h3>{name}</h3>
          <p className="hint">This is your own text. The marked passages are those that the question is about.</p>
          <MarkedText pieces={own} prefix={`own-${index}`} label={`Your text: ${name}`} />
        </div>
      ))}
    </section>
  );
}
