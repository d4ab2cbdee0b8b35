import { formatMinutes } from '#domain/effort/estimate.ts';
import { type SizedStep, minutesLeft } from '#domain/effort/next-steps.ts';
import { countOf } from '#domain/evidence/finding.ts';

/** How much is left in all; nothing where nobody can say, or where one step is left, whose time stands beside it. */
export function TimeLeft({ steps }: { steps: readonly SizedStep[] }) {
  const minutes = minutesLeft(steps);
  if (minutes === undefined || steps.length < 2) return null;
  const time = formatMinutes(minutes);
  return (
    <p className="meta">
      {countOf(steps.length, 'step')} left, {time} in all.
    </p>
  );
}
