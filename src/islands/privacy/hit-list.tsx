import { useState } from 'react';
import { countOf } from '#domain/evidence/finding.ts';
import { type NameHit, isCited } from '#domain/privacy/scan-names.ts';
import type { PlaceHits, Way } from './name-gate.tsx';

type HitListProps = { place: PlaceHits; isBusy: boolean; onReplace: (hits: NameHit[], way: Way) => void };

/** Letters shown on either side of a name. */
const around = 45;

/** The names in one text: each with what stands around it, to choose which give way. */
export function HitList({ place: { made, place, label, text, hits }, isBusy, onReplace }: HitListProps) {
  // By offset: what was left out of the choice. At first that is whoever is cited: a source keeps its author.
  const [left, setLeft] = useState<ReadonlySet<number>>(
    () => new Set(hits.filter((hit) => isCited(text, hit)).map(({ from }) => from)),
  );
  const chosen = hits.filter((hit) => !left.has(hit.from));
  const history = `${made.url}/history`;
  return (
    <section className="name-hits" aria-label={`Names in ${made.requirement.title}: ${label}`}>
      <p className="name-hits__head">
        <a href={`${made.url}#${place}`}>
          {made.requirement.title}
          {label !== made.requirement.title && `: ${label}`}
        </a>
        <span className="meta">{countOf(hits.length, 'name')}</span>
      </p>
      <ul>
        {hits.map((hit) => (
          <li key={hit.from}>
            <label className="choice">
              <input
                type="checkbox"
                className="checkbox checkbox-sm"
                disabled={!made.isOpen}
                checked={made.isOpen && !left.has(hit.from)}
                onChange={(event) => {
                  const next = new Set(left);
                  if (event.target.checked) next.delete(hit.from);
                  else next.add(hit.from);
                  setLeft(next);
                }}
              />
              <span>
                {before(text, hit)}
                <mark>{hit.found}</mark>
                {after(text, hit)}
                <span className="name-hits__instead">
                  {' '}
                  → {hit.initials}
                  {isCited(text, hit) && ' (cited: tick it to replace it)'}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {made.isOpen ? (
        <p className="name-hits__acts">
          <button
            type="button"
            className="btn btn-sm"
            disabled={isBusy || chosen.length === 0}
            onClick={() => {
              onReplace(chosen, 'initials');
            }}
          >
            Replace {chosen.length === hits.length ? 'these' : chosen.length} by initials
            <span className="sr-only"> in {label}</span>
          </button>
          <button
            type="button"
            className="btn btn-sm"
            disabled={isBusy || chosen.length === 0}
            onClick={() => {
              onReplace(chosen, 'removed');
            }}
          >
            By “[removed]”<span className="sr-only"> in {label}</span>
          </button>
          <a href={history}>Earlier versions</a>
        </p>
      ) : (
        <p className="meta">This is demonstrated and stays as it is, so it can’t be changed now.</p>
      )}
    </section>
  );
}

function before(text: string, { from }: NameHit): string {
  const start = Math.max(0, from - around);
  return (start > 0 ? '…' : '') + text.slice(start, from).replace(/\s+/gu, ' ');
}

function after(text: string, { to }: NameHit): string {
  const end = Math.min(text.length, to + around);
  return text.slice(to, end).replace(/\s+/gu, ' ') + (end < text.length ? '…' : '');
}
