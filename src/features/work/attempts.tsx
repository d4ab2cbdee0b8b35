import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { attemptStatus } from './attempt-status.ts';
import { workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

/** Everything handed in so far, newest first, each with its receipt. */
export function Attempts({ workspace }: { workspace: Workspace }) {
  const { attempts, enrolment } = workspace;
  if (attempts.length === 0) return null;
  return (
    <section>
      <h2 className="aside-title">Handed in</h2>
      <ol className="attempt-list" reversed>
        {attempts.toReversed().map((attempt) => (
          <li key={attempt.number}>
            <a href={workPaths(enrolment.id).attempt(attempt.number)}>Attempt {attempt.number}</a>{' '}
            <Status {...attemptStatus(attempt)} />
            <span className="meta">
              <Day at={attempt.submittedAt} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
