import type { Series } from '#domain/definition/schema.ts';
import { Titles } from './before-list.tsx';
import type { SeriesMember } from './series.queries.ts';

/** What goes before what, in sentences with arrows that a screen reader passes over. */
export function OrderSection({ series, members }: { series: Series; members: readonly SeriesMember[] }) {
  const { prerequisites, tiers } = series;
  const titles = new Map(members.map(({ slug, title }) => [slug, title]));
  const tierTitle = (id: string) => tiers.find((tier) => tier.id === id)?.title ?? id;
  const ordered = tiers.flatMap(({ id, title, after }) => (after ? [{ id, title, after }] : []));
  if (prerequisites.length + ordered.length === 0) return null;
  return (
    <section className="section" aria-labelledby="order">
      <h2 id="order">What goes before what</h2>
      <ul className="rows measure order-list">
        {ordered.map(({ id, title, after }) => (
          <li key={id}>
            <p>
              <span className="order-list__before">
                Any {after.atLeast} of the tier “{tierTitle(after.tier)}”
              </span>{' '}
              <Arrow required={after.level === 'required'} /> <span>the tier “{title}”</span>
            </p>
            {after.reason && <p className="meta">{after.reason}</p>}
          </li>
        ))}
        {prerequisites.map(({ microCredential, after, level, reason }) => (
          <li key={`${microCredential} ${after.join(' ')}`}>
            <p>
              <span className="order-list__before">
                <Titles slugs={after} titles={titles} />
              </span>{' '}
              <Arrow required={level === 'required'} /> <Titles slugs={[microCredential]} titles={titles} />
            </p>
            {reason && <p className="meta">{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Arrow({ required }: { required: boolean }) {
  return (
    <span className="order-list__arrow">
      <span aria-hidden="true">→ </span>
      {required ? 'must be earned before' : 'goes best before'}
    </span>
  );
}
