import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { Raisable } from './raisable.queries.ts';
import { RaiseConcernForm } from './raise-form.tsx';

type RaisePageProps = {
  context: PageContext;
  attempt: Raisable;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** The form by itself: from the completeness check, and again with everything typed after it could not be carried out. */
export function RaisePage({ context, attempt, typed = {}, errors = [] }: RaisePageProps) {
  const { title, number, assessmentId, attemptId, requirements } = attempt;
  return (
    <Layout context={context} width="wide" title={`Raise a concern, ${title}`} hasErrors={errors.length > 0}>
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        {assessmentId === null ? (
          <span>Attempt {number}</span>
        ) : (
          <a href={`/desk/assessments/${assessmentId}`}>Attempt {number}</a>
        )}
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Raise a concern</h1>
        <p className="lead">
          {title}, attempt {number}
        </p>
      </header>
      <RaiseConcernForm attemptId={attemptId} requirements={requirements} typed={typed} errors={errors} />
    </Layout>
  );
}
