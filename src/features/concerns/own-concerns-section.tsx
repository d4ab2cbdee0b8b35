import { isResolved } from '#domain/assessment/concern.ts';
import { Moment } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { OwnConcern } from './concerns.queries.ts';

/** For the earner: questions about their work that wait for an answer, and those that were settled. */
export function OwnConcernsSection({
  enrolmentId,
  concerns,
}: {
  enrolmentId: string;
  concerns: readonly OwnConcern[];
}) {
  if (concerns.length === 0) return null;
  return (
    <section className="panel own-concerns" aria-labelledby="own-concerns-title">
      <h2 id="own-concerns-title">Questions about your work</h2>
      <ul className="rows">
        {concerns.map(({ id, state, number, askedAt }) => (
          <li key={id}>
            <a href={`${workPaths(enrolmentId).home}/concerns/${id}`}>A question about attempt {number}</a>{' '}
            {isResolved(state) ? (
              <Status name="complete" word="Settled" />
            ) : state === 'asked' ? (
              <Status name="blocking" word="Waits for your answer" />
            ) : (
              <Status name="waiting" word="Answered" />
            )}{' '}
            <span className="meta">
              <Moment at={askedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
