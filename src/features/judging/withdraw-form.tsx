import type { JudgingStage } from './judging.queries.ts';

/** Lets the earner take an attempt back while nobody has finished judging it. */
export function WithdrawForm({
  action,
  stage,
  number,
}: {
  action: string;
  stage: JudgingStage | null;
  number: number;
}) {
  if (stage !== 'pre_check' && stage !== 'scoring') return null;
  return (
    <details className="withdraw">
      <summary>Take this attempt back</summary>
      <form method="post" action={action} className="stack">
        <p>
          Found something that you want to change? While nobody has finished judging attempt {number}, you can take it
          back, go on working, and hand in again. It does not count as an attempt.
        </p>
        <button type="submit" className="btn">
          Take it back
        </button>
      </form>
    </details>
  );
}
