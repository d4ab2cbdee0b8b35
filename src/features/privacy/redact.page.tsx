import { findRequirement } from '#domain/definition/outline.ts';
import { type TypedRegion, isRedactable } from '#domain/privacy/regions.ts';
import { Redaction } from '#islands/privacy/redaction.tsx';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Island } from '#ui/island.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { replaceRefusals } from '../artifacts/replace-artifact.ts';
import { workPaths } from '../work/work-paths.ts';
import type { DraftArtifact, Workspace } from '../work/workspace.queries.ts';
import { redactRefusals } from './redact-artifact.ts';

type RedactPageProps = {
  context: PageContext;
  workspace: Workspace;
  artifact: DraftArtifact;
  /** Whether the work that it belongs to may be changed. */
  isOpen: boolean;
  rows: readonly TypedRegion[];
  errors: FormErrors;
};

/** A picture, and boxes over what should not be seen in it. */
export function RedactPage({ context, workspace, artifact, isOpen, rows, errors }: RedactPageProps) {
  const { definition, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  const page = `${paths.artifacts}/${artifact.id}`;
  const canRedact = isRedactable(artifact.mediaType);
  return (
    <Layout
      context={context}
      title={`Black out a part of ${artifact.name}, ${definition.title}`}
      hasErrors={errors.length > 0}
      islands={canRedact && isOpen}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
        <a href={paths.requirement(artifact.requirement)}>{findRequirement(definition, artifact.requirement)?.title}</a>
        <a href={page}>{artifact.name}</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Black out a part</h1>
        <p className="lead">
          Cover faces, names, and whatever could tell who somebody is. Everything under a box is taken out of the file
          for good, and so is what the file says of where and by whom it was made. Your original stays with you: nobody
          else opens it any more, not even in earlier attempts.
        </p>
      </header>
      {!canRedact ? (
        <>
          <p className="alert alert-info">{redactRefusals['no-image']}</p>
          <p className="actions">
            <a href={page} className="btn">
              Back to the file
            </a>
          </p>
        </>
      ) : !isOpen ? (
        <p className="alert alert-info">
          {enrolment.state === 'working' ? replaceRefusals.locked : replaceRefusals['not-working']}
        </p>
      ) : (
        <Island
          name="redaction"
          component={Redaction}
          props={{
            action: `${page}/redact`,
            back: page,
            imageUrl: `/artifacts/${artifact.id}`,
            name: artifact.name,
            rows: [...rows],
            errors: [...errors],
          }}
        />
      )}
    </Layout>
  );
}
