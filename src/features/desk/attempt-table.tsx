import { languageName } from '#domain/text/language-names.ts';
import type { ReactNode } from 'react';
import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { formatDate } from '#domain/text/format-date.ts';
import type { WaitingAttempt } from '../queue/queue.queries.ts';
import { Due } from './due.tsx';

type Row = Omit<WaitingAttempt, 'holder'>;

type AttemptTableProps<Attempt> = {
  caption: string;
  attempts: readonly Attempt[];
  now: Date;
  clocks: ReadonlyMap<string, BusinessClock>;
  action: (attempt: Attempt) => ReactNode;
};

/** Attempts with whose they are, how far along the clock is, and what one can do. */
export function AttemptTable<Attempt extends Row>({
  caption,
  attempts,
  now,
  clocks,
  action,
}: AttemptTableProps<Attempt>) {
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
              <span className="meta desk-table__issuer">
                {attempt.issuerName}
                {!/^en\b/.test(attempt.language) && ` · ${languageName(attempt.language)}`}
              </span>
            </th>
            <td data-label="Earner">{attempt.earnerName}</td>
            <td data-label="Attempt" className="numeral">
              {attempt.number}
            </td>
            <td data-label="Handed in">
              <time dateTime={attempt.submittedAt.toISOString()}>{formatDate(attempt.submittedAt)}</time>
            </td>
            <td data-label="Due">
              <Due at={attempt.dueAt} now={now} clock={clocks.get(attempt.issuerId)} pausedAt={attempt.pausedAt} />
            </td>
            <td className="desk-table__action">{action(attempt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Tells buttons with the same word apart for those who hear them out of their row. */
export function For({ attempt }: { attempt: Row }) {
  return (
    <span className="sr-only">
      : {attempt.title}, attempt {attempt.number} by {attempt.earnerName}
    </span>
  );
}

/** Takes it. */
export function ClaimForm({ attempt }: { attempt: Row }) {
  return (
    <form method="post" action={`/desk/attempts/${attempt.attemptId}/claim`}>
      <button type="submit" className="btn btn-sm">
        Claim
        <For attempt={attempt} />
      </button>
    </form>
  );
}
