import { countOf } from '#domain/evidence/finding.ts';

/** How much of the evidence is ready to be handed in, in words and as a bar. */
export function EvidenceReady({ done, of }: { done: number; of: number }) {
  return (
    <p className="word-count">
      <span>
        {done} of {countOf(of, 'piece')} of evidence ready
      </span>
      <progress className="progress" value={done} max={of} aria-label="Evidence ready" />
    </p>
  );
}
