import type { LedAttemptView } from './led-attempt.queries.ts';

/** Where it is judged without names: asking for them. */
export function NamesForm({ led: { judging, names } }: { led: LedAttemptView }) {
  if (!judging.isBlind || names === 'shown') return null;
  if (names === 'has-part') return <p className="meta">You have a part in judging this work, so you see no names.</p>;
  return (
    <details className="led-names">
      <summary>Show whose work it is</summary>
      <form method="post" action={`/lead/attempts/${judging.attemptId}/names`} className="stack">
        <p>
          It is judged without names. Once you have seen them you score, check or adjudicate nothing of this work any
          more, and the record says that you asked.
        </p>
        <button type="submit" className="btn">
          Show me the names
        </button>
      </form>
    </details>
  );
}
