import type { Series } from '#domain/definition/schema.ts';
import { type MemberState, memberStates } from '#domain/series/next-in-series.ts';
import { Status } from '#ui/status.tsx';
import { Tile } from '#ui/tile.tsx';
import { hours } from '../catalogue/catalogue-words.ts';
import type { SeriesMember, Standing } from './series.queries.ts';

type MapProps = {
  series: Series;
  members: readonly SeriesMember[];
  /** Nobody's for a visitor: every tile is laid then. */
  standing: Standing | undefined;
};

/** Strands across, tiers down; on a narrow screen each tier lists its strands. One tile a cell never stands alone without its words. */
export function SeriesMap({ series, members, standing }: MapProps) {
  const { tiers, strands } = series;
  const states =
    standing &&
    memberStates(series, {
      earned: new Set(standing.earned),
      underWay: new Set(standing.underWay.map(({ slug }) => slug)),
    });
  const titles = new Map(members.map(({ slug, title }) => [slug, title]));
  return (
    <table className={`series-map series-map--${strands.length}`}>
      <caption className="sr-only">The micro-credentials of this series by tier and strand</caption>
      <thead>
        <tr>
          {tiers.length > 1 && (
            <th scope="col">
              <span className="sr-only">Tier</span>
            </th>
          )}
          {strands.map(({ id, title, summary }) => (
            <th key={id} scope="col">
              <span className="series-map__strand">{title}</span>
              {summary && <span className="meta">{summary}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tiers.map((tier) => (
          <tr key={tier.id}>
            {tiers.length > 1 && (
              <th scope="row">
                <span className="series-map__tier">{tier.title}</span>
                {tier.summary && <span className="meta">{tier.summary}</span>}
              </th>
            )}
            {strands.map((strand) => (
              <Cell
                key={strand.id}
                strand={strand.title}
                members={members.filter((member) => member.tier === tier.id && member.strand === strand.id)}
                states={states}
                standing={standing}
                titles={titles}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CellProps = {
  strand: string;
  members: readonly SeriesMember[];
  states: ReadonlyMap<string, MemberState> | undefined;
  standing: Standing | undefined;
  titles: ReadonlyMap<string, string>;
};

function Cell({ strand, members, states, standing, titles }: CellProps) {
  if (members.length === 0) return <td className="series-map__empty" />;
  return (
    <td>
      <p className="series-map__cell-strand" aria-hidden="true">
        {strand}
      </p>
      <ul className="stones">
        {members.map(({ slug, title, pdHours }) => {
          const state = states?.get(slug);
          const work = standing?.underWay.find((one) => one.slug === slug);
          return (
            <li key={slug}>
              <a href={`/micro-credentials/${slug}`} className="stone">
                <Tile slug={slug} size="lg" state={state && state.state !== 'earned' ? 'sketched' : 'laid'} />
                <span className="stone__title">{title}</span>
              </a>
              {state ? (
                <StateLine state={state} submitted={work?.state === 'submitted'} titles={titles} />
              ) : (
                <p className="meta">{hours(pdHours)}</p>
              )}
            </li>
          );
        })}
      </ul>
    </td>
  );
}

type StateLineProps = { state: MemberState; submitted: boolean; titles: ReadonlyMap<string, string> };

/** Icon and word, and below it what comes first. */
function StateLine({ state, submitted, titles }: StateLineProps) {
  switch (state.state) {
    case 'earned':
      return (
        <p className="meta">
          <Status name="earned" />
        </p>
      );
    case 'under-way':
      return (
        <p className="meta">
          <Status name={submitted ? 'submitted' : 'working'} />
        </p>
      );
    case 'next':
      return (
        <p className="meta">
          <Status name="next" />
        </p>
      );
    case 'later':
    case 'locked': {
      const first = state.after[0];
      return (
        <p className="meta">
          {state.state === 'locked' ? <Status name="locked" word="Locked" /> : <Status name="open" word="Later" />}
          {first && (
            <span className="stone__after">
              {state.state === 'locked' ? 'after' : 'best after'}{' '}
              {first.tier === undefined
                ? first.missing.map((slug) => titles.get(slug) ?? slug).join(', ')
                : `${first.more} more of “${first.tier}”`}
            </span>
          )}
        </p>
      );
    }
  }
}
