import { Place } from './place-names.tsx';
import type { ScoringEvidence } from './scoring-props.ts';

/** The evidence of a look-for: the earner’s own places in files first, each one press away, then where it stands in the attempt. */
export function EvidenceList({ evidence }: { evidence: readonly ScoringEvidence[] }) {
  return (
    <div className="look-for__evidence">
      <p className="meta">Evidence</p>
      <ul>
        {evidence.map(({ href, label, changed, places, more }) => (
          <li key={href}>
            {places.map((place) => (
              <span key={place} className="evidence-place">
                <Place place={place} />
              </span>
            ))}
            <a href={href} className="evidence-jump">
              {label}
            </a>
            {more > 0 && <span className="meta"> (and {more} more places)</span>}
            {changed && <span className="meta"> (changed)</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
