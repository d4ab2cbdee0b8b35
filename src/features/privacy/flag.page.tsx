import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { FlagForm } from './flag-form.tsx';
import { type Flaggable, allTargets } from './flaggable.queries.ts';

type FlagPageProps = {
  context: PageContext;
  flaggable: Flaggable;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
};

/** The form again, with everything typed, after it could not be carried out. */
export function FlagPage({ context, flaggable, typed, errors }: FlagPageProps) {
  const { definition, number, assessmentId, attemptId } = flaggable;
  return (
    <Layout context={context} width="wide" title={`Hide for privacy, ${definition.title}`} hasErrors>
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        {assessmentId && <a href={`/desk/assessments/${assessmentId}`}>Attempt {number}</a>}
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Hide for privacy</h1>
        <p className="lead">
          {definition.title}, attempt {number}
        </p>
      </header>
      <FlagForm
        attemptId={attemptId}
        groups={allTargets(flaggable).map(({ requirement, choices }) => ({ title: requirement.title, choices }))}
        typed={typed}
        errors={errors}
      />
    </Layout>
  );
}
