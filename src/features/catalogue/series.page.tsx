import type { Series } from '#domain/definition/schema.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { Prose } from '#ui/prose.tsx';
import { Tile } from '#ui/tile.tsx';
import type { OfferedSeries, SeriesMember } from './catalogue.queries.ts';
import { countOf, describeAudience, hours } from './catalogue-words.ts';

/** A series as a map of tiers and strands: a mosaic that fills in as its tiles are earned. */
export function SeriesPage({ context, offered }: { context: PageContext; offered: OfferedSeries }) {
  const { series, issuer, members } = offered;
  const earned = members.filter(({ state }) => state === 'earned').length;
  const total = members.reduce((sum, { pdHours }) => sum + pdHours, 0);
  return (
    <Layout context={context} title={series.title} description={series.statement}>
      <ol className="crumbs" aria-label="Where this is">
        <li>
          <a href="/library">Library</a>
        </li>
      </ol>
      <header className="page-head">
        <p className="eyebrow">
          Series from <a href={`/library?issuer=${issuer.slug}`}>{issuer.name}</a>
        </p>
        <h1>{series.title}</h1>
        <p className="lead">{series.statement}</p>
        <p className="meta series-facts">
          {countOf(members.length, 'micro-credential')}, {hours(total)} of professional development in all. For{' '}
          {describeAudience(series.audience).toLowerCase()}.
        </p>
      </header>
      <div className="offer-summary prose">
        <Prose text={series.summary} />
      </div>
      <section className="section" aria-labelledby="map">
        <div className="toolbar">
          <h2 id="map">The mosaic</h2>
          {context.viewer && (
            <div className="series-progress">
              <p id="series-progress">
                {earned} of {members.length} earned
              </p>
              <progress className="progress" value={earned} max={members.length} aria-labelledby="series-progress" />
            </div>
          )}
        </div>
        <SeriesMap series={series} members={members} sketched={context.viewer !== null} />
      </section>
      <Order series={series} members={members} />
      <Notes series={series} />
    </Layout>
  );
}

type MapProps = { series: Series; members: readonly SeriesMember[]; sketched: boolean };

/** Strands across, tiers down; on a narrow screen each tier lists its strands. One tile a cell never stands alone without its words. */
function SeriesMap({ series: { tiers, strands }, members, sketched }: MapProps) {
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
                sketched={sketched}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ strand, members, sketched }: { strand: string; members: SeriesMember[]; sketched: boolean }) {
  if (members.length === 0) return <td className="series-map__empty" />;
  return (
    <td>
      <p className="series-map__cell-strand" aria-hidden="true">
        {strand}
      </p>
      <ul className="stones">
        {members.map(({ slug, title, pdHours, state }) => (
          <li key={slug}>
            <a href={`/micro-credentials/${slug}`} className="stone">
              <Tile slug={slug} size="lg" state={sketched && state !== 'earned' ? 'sketched' : 'laid'} />
              <span className="stone__title">{title}</span>
            </a>
            <p className="meta">{state ? <Status name={state} /> : hours(pdHours)}</p>
          </li>
        ))}
      </ul>
    </td>
  );
}

function Order({ series: { prerequisites }, members }: { series: Series; members: readonly SeriesMember[] }) {
  if (prerequisites.length === 0) return null;
  const titles = new Map(members.map(({ slug, title }) => [slug, title]));
  const link = (slug: string) => <a href={`/micro-credentials/${slug}`}>{titles.get(slug) ?? slug}</a>;
  return (
    <section className="section" aria-labelledby="order">
      <h2 id="order">What goes before what</h2>
      <ul className="rows measure">
        {prerequisites.map(({ microCredential, after, level, reason }) => (
          <li key={microCredential}>
            <p>
              {link(microCredential)} {level === 'required' ? 'comes after' : 'goes best after'}{' '}
              {after.map((slug, i) => (
                <span key={slug}>
                  {i > 0 && (i === after.length - 1 ? ' and ' : ', ')}
                  {link(slug)}
                </span>
              ))}
              .
            </p>
            {reason && <p className="meta">{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notes({ series: { stackAward, notes, sisters } }: { series: Series }) {
  return (
    <>
      {stackAward && (
        <section className="section" aria-labelledby="stack">
          <h2 id="stack">When the mosaic is whole</h2>
          <h3>{stackAward.title}</h3>
          <p>{stackAward.statement}</p>
        </section>
      )}
      {notes.length + sisters.length > 0 && (
        <section className="section" aria-labelledby="about">
          <h2 id="about">About the series</h2>
          {notes.map(({ title, text }) => (
            <div key={title} className="further">
              <h3>{title}</h3>
              <Prose text={text} />
            </div>
          ))}
          {sisters.length > 0 && (
            <div className="further">
              <h3>Sister series</h3>
              <ul>
                {sisters.map(({ title, status }) => (
                  <li key={title}>
                    {title}, {status.replace('-', ' ')}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      )}
    </>
  );
}
