import { countOf } from '#domain/evidence/finding.ts';
import type { WordLimits } from '#domain/evidence/word-limits.ts';

type WordCountProps = { id: string; count: number; limits: WordLimits | undefined; label?: string };

/** Words so far, how many more or fewer are asked for, and a bar towards the fewest. */
export function WordCount({ id, count, limits, label }: WordCountProps) {
  const { min, max } = limits ?? {};
  return (
    <p id={id} className="word-count">
      <span>
        {label && `${label}: `}
        {countOf(count, 'word')}
        {rest(count, min, max)}
      </span>
      {min !== undefined && (
        <progress
          className="progress"
          value={Math.min(count, min)}
          max={min}
          aria-label={`${label ?? 'Words'} towards ${min}`}
        />
      )}
    </p>
  );
}

function rest(count: number, min: number | undefined, max: number | undefined): string {
  if (min !== undefined && count < min) return `, ${(min - count).toLocaleString('en-US')} more to go`;
  if (max !== undefined && count > max) return `, ${(count - max).toLocaleString('en-US')} too many`;
  return min !== undefined ? ', long enough' : '';
}
