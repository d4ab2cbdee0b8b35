import type { Endorsement } from './endorsements.queries.ts';

/** What partners say of a micro-credential and of its issuer; nothing where nobody does. */
export function EndorsementsSection({ endorsements }: { endorsements: readonly Endorsement[] }) {
  if (endorsements.length === 0) return null;
  return (
    <section aria-labelledby="endorsements">
      <h2 id="endorsements">Endorsed by</h2>
      <ul className="endorsements">
        {endorsements.map(({ id, endorserName, endorserUrl, comment, slug }) => (
          <li key={id}>
            <p>
              <strong>{endorserUrl ? <a href={endorserUrl}>{endorserName}</a> : endorserName}</strong>{' '}
              <span className="meta">{slug === null ? 'endorses the issuer' : 'endorses this micro-credential'}</span>
            </p>
            {comment && <p>{comment}</p>}
          </li>
        ))}
      </ul>
      <p className="meta">Each endorsement is signed by who gives it, and was checked before it was put here.</p>
    </section>
  );
}
