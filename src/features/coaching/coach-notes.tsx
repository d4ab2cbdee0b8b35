import { listDetails } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { Moment } from '#ui/moment.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { isAskedLately } from './ask-look.ts';
import { CommentGroups } from './comment-groups.tsx';
import type { CoachComment, OwnCoach, OwnCoaching } from './coaching.queries.ts';

export type CoachNotesProps = {
  workspace: Workspace;
  requirement: Requirement;
  coaching: OwnCoaching;
  now: Date;
  /** Of the ids of the evidence on this page. */
  idPrefix: string;
};

/** Comments that wait, in one line with a link to them. */
export function CoachNotesHint({ coaching }: Pick<CoachNotesProps, 'coaching'>) {
  const open = coaching.comments.filter(isOpen).length;
  if (open === 0) return null;
  return (
    <p>
      <a href="#coach-comments">{countOf(open, 'comment')} from your coach</a>
    </p>
  );
}

/** What coaches wrote on a requirement, for its earner to deal with, and the button that asks them to look. */
export function CoachNotes({ workspace, requirement, coaching, now, idPrefix }: CoachNotesProps) {
  const { comments } = coaching;
  const active = coaching.coaches.filter(({ state }) => state === 'active');
  if (active.length === 0 && comments.length === 0) return null;
  const { definition, evidence, artifacts, enrolment } = workspace;
  const context = { details: listDetails(definition), artifacts };
  const pieces = evidencePieces(requirement, evidence.get(requirement.id)?.data, context);
  const open = comments.filter(isOpen);
  const done = comments.filter((comment) => !isOpen(comment));
  const shared = { pieces, artifacts, placeId: (place: string) => idPrefix + place };
  const actions = (comment: CoachComment) => <ResolveForm enrolmentId={enrolment.id} comment={comment} />;
  return (
    <section id="coach-comments" tabIndex={-1} aria-labelledby="coach-comments-title" className="mb-8">
      <h2 id="coach-comments-title" className="aside-title">
        From your coach
      </h2>
      {open.length > 0 ? (
        <CommentGroups {...shared} comments={open} actions={actions} />
      ) : (
        <p className="muted">{done.length > 0 ? 'Every comment is dealt with.' : 'No comments yet.'}</p>
      )}
      {done.length > 0 && (
        <details className="mt-4">
          <summary>{countOf(done.length, 'comment')} dealt with</summary>
          <CommentGroups {...shared} comments={done} actions={actions} />
        </details>
      )}
      {active.length > 0 && evidence.has(requirement.id) && enrolment.state !== 'earned' && (
        <LookRequest
          action={workPaths(enrolment.id).look(requirement.id)}
          coaches={active}
          askedAt={coaching.requests.get(requirement.id)}
          now={now}
        />
      )}
    </section>
  );
}

function ResolveForm({ enrolmentId, comment }: { enrolmentId: string; comment: CoachComment }) {
  const isDone = !isOpen(comment);
  return (
    <form method="post" action={workPaths(enrolmentId).resolveComment(comment.id)}>
      {isDone && <input type="hidden" name="reopen" value="1" />}
      <button type="submit" className={isDone ? 'link-button' : 'btn btn-sm'}>
        {isDone ? 'Take up again' : 'Dealt with'}
        <span className="sr-only">: “{comment.body.slice(0, 60)}”</span>
      </button>
    </form>
  );
}

type LookRequestProps = { action: string; coaches: readonly OwnCoach[]; askedAt: Date | undefined; now: Date };

function LookRequest({ action, coaches, askedAt, now }: LookRequestProps) {
  const [only] = coaches;
  const whom = coaches.length === 1 && only ? (only.account?.name ?? only.name) : 'your coaches';
  if (askedAt && isAskedLately(askedAt, now)) {
    return (
      <p className="meta look-request" role="status">
        You asked {whom} to look at this, <Moment at={askedAt} />.
      </p>
    );
  }
  return (
    <form method="post" action={action} className="look-request">
      <button type="submit" className="btn btn-sm">
        Ask {whom} to look at this
      </button>
    </form>
  );
}

function isOpen({ resolvedAt }: CoachComment): boolean {
  return resolvedAt === null;
}
