import { formatDate } from '#domain/text/format-date.ts';
import { Status } from '#ui/status.tsx';
import type { DecidedAttempt } from './desk.queries.ts';

export function DecidedLately({ decided }: { decided: readonly DecidedAttempt[] }) {
  return (
    <section aria-labelledby="decided-title" className="desk-section">
      <h2 id="decided-title">Decided lately</h2>
      <ul className="desk-decided">
        {decided.map(({ assessmentId, number, title, issuerName, earnerName, outcome, decidedAt }) => (
          <li key={assessmentId}>
            <a href={`/desk/assessments/${assessmentId}`}>
              {title}, attempt {number} by {earnerName}
            </a>
            <Status name={outcome} />
            <span className="meta">
              <time dateTime={decidedAt.toISOString()}>{formatDate(decidedAt)}</time>, {issuerName}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
