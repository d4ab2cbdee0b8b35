import { formatDate } from '#domain/text/format-date.ts';
import type { ReactNode } from 'react';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type {
  ClaimedAttempt,
  DecidedAttempt,
  QueuePage as QueueRows,
  WaitingAttempt,
  WaitingCount,
} from './desk.queries.ts';
import { DecidedLately } from './decided-lately.tsx';
import { Due } from './due.tsx';

export type QueuePageProps = {
  context: PageContext;
  claimed: ClaimedAttempt[];
  queue: QueueRows;
  counts: WaitingCount[];
  decided: DecidedAttempt[];
  /** The micro-credential shown alone. */
  only: string | undefined;
  /** Set on every page but the first. */
  after: string | undefined;
  /** Why a claim was refused. */
  refusal?: string;
  notice?: string | undefined;
};

/** What waits for this assessor: first what they have in hand, then the queue. */
export function QueuePage({ context, claimed, queue, counts, decided, only, after, refusal, notice }: QueuePageProps) {
  const chosen = counts.filter((count) => only === undefined || count.slug === only);
  const waiting = chosen.reduce((sum, count) => sum + count.waiting, 0);
  return (
    <Layout context={context} title="Assessor’s desk" width="wide" hasErrors={refusal !== undefined}>
      <header className="page-head">
        <h1>Assessor’s desk</h1>
        <p className="lead">
          {waiting === 0
            ? 'Nothing waits for a decision.'
            : `${countOf(waiting, 'attempt')} wait${waiting === 1 ? 's' : ''} for a decision.`}
        </p>
        <p>
          <a href="/desk/privacy-flags">Hidden for privacy</a>
        </p>
      </header>
      {refusal && (
        <div className="alert alert-error" role="alert">
          {refusal}
        </div>
      )}
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {after === undefined && claimed.length > 0 && (
        <section aria-labelledby="claimed-title" className="desk-section">
          <h2 id="claimed-title">On your desk</h2>
          <AttemptTable
            caption="Attempts that you have claimed"
            attempts={claimed}
            now={context.now}
            action={(attempt) => (
              <>
                <a href={`/desk/assessments/${attempt.assessmentId}`} className="btn btn-sm btn-primary">
                  Go on
                  <For attempt={attempt} />
                </a>
                <span className="meta">{countOf(attempt.rated, 'look-for')} rated</span>
              </>
            )}
          />
        </section>
      )}
      <section aria-labelledby="queue-title" className="desk-section">
        <div className="toolbar">
          <h2 id="queue-title">Waiting</h2>
          {counts.length > 1 && <Filter counts={counts} only={only} />}
        </div>
        {queue.attempts.length === 0 ? (
          <Empty claimed={claimed.length} only={only} after={after} />
        ) : (
          <AttemptTable
            caption="Attempts that wait, the first due first"
            attempts={queue.attempts}
            now={context.now}
            action={(attempt) =>
              attempt.holder ? (
                <span className="meta">
                  <Status name="locked" word={`With ${attempt.holder.name}`} />
                </span>
              ) : (
                <form method="post" action={`/desk/attempts/${attempt.attemptId}/claim`}>
                  <button type="submit" className="btn btn-sm">
                    Claim
                    <For attempt={attempt} />
                  </button>
                </form>
              )
            }
          />
        )}
        <Pages next={queue.next} after={after} only={only} />
      </section>
      {after === undefined && decided.length > 0 && <DecidedLately decided={decided} />}
    </Layout>
  );
}

function AttemptTable<Attempt extends WaitingAttempt>({
  caption,
  attempts,
  now,
  action,
}: {
  caption: string;
  attempts: readonly Attempt[];
  now: Date;
  action: (attempt: Attempt) => ReactNode;
}) {
  return (
    <table className="table desk-table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Micro-credential</th>
          <th scope="col">Earner</th>
          <th scope="col">Attempt</th>
          <th scope="col">Handed in</th>
          <th scope="col">Due</th>
          <th scope="col">
            <span className="sr-only">Action</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.attemptId}>
            <th scope="row">
              {attempt.title}
              <span className="meta desk-table__issuer">{attempt.issuerName}</span>
            </th>
            <td data-label="Earner">{attempt.earnerName}</td>
            <td data-label="Attempt" className="numeral">
              {attempt.number}
            </td>
            <td data-label="Handed in">
              <time dateTime={attempt.submittedAt.toISOString()}>{formatDate(attempt.submittedAt)}</time>
            </td>
            <td data-label="Due">
              <Due at={attempt.dueAt} now={now} />
            </td>
            <td className="desk-table__action">{action(attempt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Tells buttons with the same word apart for those who hear them out of their row. */
function For({ attempt }: { attempt: WaitingAttempt }) {
  return (
    <span className="sr-only">
      : {attempt.title}, attempt {attempt.number} by {attempt.earnerName}
    </span>
  );
}

function Filter({ counts, only }: { counts: readonly WaitingCount[]; only: string | undefined }) {
  return (
    <form method="get" action="/desk" className="desk-filter" data-submit-on-change>
      <label htmlFor="micro-credential">Micro-credential</label>
      <select id="micro-credential" name="micro-credential" defaultValue={only ?? ''} className="select">
        <option value="">All of them</option>
        {counts.map(({ slug, title, waiting }) => (
          <option key={slug} value={slug}>
            {title} ({waiting})
          </option>
        ))}
      </select>
      <button type="submit" className="btn">
        Show
      </button>
    </form>
  );
}

function Empty({ claimed, only, after }: { claimed: number; only: string | undefined; after: string | undefined }) {
  return (
    <div className="empty-state">
      <p>
        {after !== undefined
          ? 'There is nothing further down the queue.'
          : claimed > 0
            ? 'Nothing else waits: all there is lies on your desk.'
            : 'Nothing waits right now. When an earner hands in an attempt at one of your issuers it appears here, with the date by which a decision is due.'}
      </p>
      {(only !== undefined || after !== undefined) && (
        <p>
          <a href="/desk">Show everything that waits</a>
        </p>
      )}
    </div>
  );
}

function Pages({
  next,
  after,
  only,
}: {
  next: string | undefined;
  after: string | undefined;
  only: string | undefined;
}) {
  if (next === undefined && after === undefined) return null;
  const href = (cursor: string | undefined) => {
    const query = new URLSearchParams({
      ...(only === undefined ? {} : { 'micro-credential': only }),
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    return query.size === 0 ? '/desk' : `/desk?${query.toString()}`;
  };
  return (
    <nav className="pager" aria-label="Pages of the queue">
      {after === undefined ? <span /> : <a href={href(undefined)}>Back to the start</a>}
      {next !== undefined && (
        <a href={href(next)} rel="next">
          Later due
        </a>
      )}
    </nav>
  );
}
