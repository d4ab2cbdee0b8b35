import { listDetails } from '#domain/definition/outline.ts';
import { describeEvidence } from '#domain/evidence/registry.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { EvidenceView } from '../evidence/evidence-view.tsx';
import { CommentForm } from './comment-form.tsx';
import { CommentGroups } from './comment-groups.tsx';
import type { CoachedRequirement, CoachedWork } from './coached-work.queries.ts';
import type { CoachComment } from './coaching.queries.ts';
import { coachingPaths } from './coaching-paths.ts';

export type CoachedRequirementPageProps = {
  context: PageContext;
  work: CoachedWork;
  coached: CoachedRequirement;
  comments: readonly CoachComment[];
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** One requirement’s draft, read-only, with the coach’s comments and the form for another beside it. */
export function CoachedRequirementPage(props: CoachedRequirementPageProps) {
  const { context, work, coached, comments, typed = {}, errors = [] } = props;
  const { definition, earner, coachId, artifacts } = work;
  const { requirement, findings, pieces, askedAt } = coached;
  const paths = coachingPaths(coachId);
  const details = listDetails(definition);
  const placeId = (place: string) => `${requirement.id}-${place}`;
  return (
    <Layout context={context} title={`${requirement.title}, ${earner.name}’s work`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/coaching">Coaching</a>
        <a href={paths.home}>
          {earner.name}: {definition.title}
        </a>
      </nav>
      <header className="page-head">
        <h1>{requirement.title}</h1>
        <div className="prose requirement-prompt">
          {requirement.prompt.split(/\n\s*\n/u).map((paragraph, index) => (
            <p key={index}>{paragraph}</p>
          ))}
        </div>
        <ul className="asked-for">
          {describeEvidence(requirement, details).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {askedAt && (
          <p>
            <Status name="advice" word={`${earner.name} asks you to look at this`} />{' '}
            <span className="meta">
              <Day at={askedAt} />
            </span>
          </p>
        )}
      </header>
      <ErrorSummary errors={errors} />
      <div className="split">
        <div>
          {findings.length > 0 && (
            <details className="mb-6">
              <summary>What the checks say</summary>
              <ul className="checklist-findings">
                {findings.map((finding, index) => (
                  <li key={index}>
                    <Status name={finding.level} /> {finding.message}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <EvidenceView
            requirement={requirement}
            data={coached.data}
            details={details}
            artifacts={artifacts}
            fileHref={(id) => `/artifacts/${id}`}
            idPrefix={requirement.id}
            headingLevel={2}
          />
        </div>
        <aside aria-label="Comments">
          <section id="coach-comments" tabIndex={-1} className="mb-8">
            <h2 className="aside-title">Your comments</h2>
            {comments.length === 0 ? (
              <p className="muted">None yet. Only {earner.name} reads them, never an assessor.</p>
            ) : (
              <CommentGroups
                comments={comments}
                pieces={pieces}
                artifacts={artifacts}
                placeId={placeId}
                actions={(comment) => <Acts comment={comment} action={paths.deleteComment(comment.id)} />}
              />
            )}
          </section>
          <section>
            <h2 className="aside-title">Write a comment</h2>
            <CommentForm {...{ pieces, artifacts, typed, errors }} action={paths.comments(requirement.id)} />
          </section>
        </aside>
      </div>
    </Layout>
  );
}

function Acts({ comment, action }: { comment: CoachComment; action: string }) {
  if (comment.resolvedAt) return <Status name="complete" word="Dealt with" />;
  return (
    <form method="post" action={action}>
      <button type="submit" className="link-button">
        Delete<span className="sr-only"> “{comment.body.slice(0, 60)}”</span>
      </button>
    </form>
  );
}
