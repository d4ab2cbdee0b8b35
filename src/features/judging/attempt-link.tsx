import type { LedAttempt } from './lead-decisions.queries.ts';

/** In a list of a lead: an attempt by what it is and whose, to its page. */
export function AttemptLink({ attempt }: { attempt: LedAttempt }) {
  return (
    <a href={`/lead/attempts/${attempt.attemptId}`}>
      {attempt.title}, attempt {attempt.number} by {attempt.earnerName}
    </a>
  );
}
