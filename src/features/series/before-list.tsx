import type { Before } from '#domain/series/prerequisites.ts';

type BeforeListProps = { before: readonly Before[]; titles: ReadonlyMap<string, string> };

/** What is to be earned first, each with its page. */
export function BeforeList({ before, titles }: BeforeListProps) {
  return (
    <ul className="before-list">
      {before.map((one) => (
        <li key={`${one.series.slug} ${one.tier ?? ''} ${one.candidates.join(' ')}`}>
          {one.tier === undefined ? (
            <Titles slugs={one.missing} titles={titles} />
          ) : (
            <details>
              <summary>
                {one.more} more of the tier “{one.tier}” of {one.series.title}
              </summary>
              <ul className="plain-bullets">
                {one.missing.map((slug) => (
                  <li key={slug}>
                    <a href={`/micro-credentials/${slug}`}>{titles.get(slug) ?? slug}</a>
                  </li>
                ))}
              </ul>
            </details>
          )}
          {one.reason !== undefined && <p className="meta">{one.reason}</p>}
        </li>
      ))}
    </ul>
  );
}

/** “A, B and C”, each a link. */
export function Titles({ slugs, titles }: { slugs: readonly string[]; titles: ReadonlyMap<string, string> }) {
  return slugs.map((slug, i) => (
    <span key={slug}>
      {i > 0 && (i === slugs.length - 1 ? ' and ' : ', ')}
      <a href={`/micro-credentials/${slug}`}>{titles.get(slug) ?? slug}</a>
    </span>
  ));
}
