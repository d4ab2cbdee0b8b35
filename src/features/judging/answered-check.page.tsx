import { completenessCodes } from '#domain/assessment/completeness.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { AnsweredCheck } from './checks.queries.ts';
import type { Judging } from './judging.queries.ts';

type AnsweredCheckPageProps = {
  context: PageContext;
  judging: Judging;
  definition: Definition;
  answered: AnsweredCheck;
  /** Somebody answered while this was being answered: their answer counts. */
  isConflict?: boolean;
};

/** How a check was answered, and what comes next. */
export function AnsweredCheckPage({ context, judging, definition, answered, isConflict }: AnsweredCheckPageProps) {
  const isComplete = answered.outcome === 'complete';
  return (
    <Layout context={context} width="wide" title={`${definition.title}: ${isComplete ? 'complete' : 'sent back'}`}>
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Is it complete?</span>
      </nav>
      {isConflict && (
        <p className="alert alert-warning" role="alert">
          {answered.checkedBy} answered before you, so your answer was not taken. This is theirs.
        </p>
      )}
      <header className="page-head">
        <p className="eyebrow">
          {definition.title}, attempt {judging.number}
        </p>
        <h1>{isComplete ? 'Found complete' : 'Sent back to the earner'}</h1>
        <p className="lead">
          <Status name={isComplete ? 'complete' : 'incomplete'} word={isComplete ? 'Complete' : 'Incomplete'} />{' '}
          {answered.checkedBy} answered on <Moment at={answered.checkedAt} />.
        </p>
      </header>
      {answered.reasons.length > 0 && (
        <ul className="rows">
          {answered.reasons.map(({ requirement, code, note }) => (
            <li key={requirement}>
              <strong>{findRequirement(definition, requirement)?.title ?? requirement}</strong>:{' '}
              {completenessCodes[code].label.toLowerCase()}
              {note !== '' && <p className="look-for__said">{note}</p>}
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        {judging.stage === 'scoring' && (
          <form method="post" action={`/desk/attempts/${judging.attemptId}/claim`}>
            <button type="submit" className="btn btn-primary">
              Claim it and score it
            </button>
          </form>
        )}
        <a href="/desk" className="btn">
          Back to the queue
        </a>
      </div>
    </Layout>
  );
}
