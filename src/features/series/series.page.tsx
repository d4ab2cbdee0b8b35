import { ctidOf, resourceUrl } from '#domain/open-data/ids.ts';
import { seriesMarkup } from '#domain/open-data/schema-org.ts';
import { nextInSeries } from '#domain/series/next-in-series.ts';
import { stackProgress } from '#domain/series/stack-progress.ts';
import { type Indexed, Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Prose } from '#ui/prose.tsx';
import { Tile } from '#ui/tile.tsx';
import { countOf, describeAudience, hours } from '../catalogue/catalogue-words.ts';
import { FinishedSection } from './finished-section.tsx';
import { SeriesMap } from './series-map.tsx';
import { OrderSection } from './series-order.tsx';
import { StackSection } from './stack-section.tsx';
import type { MappedSeriesRow } from './series.queries.ts';

export type SeriesPageProps = { context: PageContext; mapped: MappedSeriesRow };

/** A series as a map of tiers and strands: a mosaic that fills in as its tiles are earned. */
export function SeriesPage({ context, mapped }: SeriesPageProps) {
  const { series, issuer, members, standing } = mapped;
  const earned = members.filter(({ slug }) => standing.earned.includes(slug)).length;
  const total = members.reduce((sum, { pdHours }) => sum + pdHours, 0);
  return (
    <Layout
      context={context}
      title={series.title}
      description={series.statement}
      indexed={indexedOf(mapped, context.baseUrl)}
    >
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
      {context.viewer && <NextSection mapped={mapped} />}
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
        <SeriesMap series={series} members={members} standing={context.viewer ? standing : undefined} />
      </section>
      <StackSection series={series} standing={context.viewer ? standing : undefined} />
      <FinishedSection mapped={mapped} isSignedIn={context.viewer !== null} />
      <OrderSection series={series} members={members} />
      <Notes series={series} />
    </Layout>
  );
}

function indexedOf(mapped: MappedSeriesRow, baseUrl: string): Indexed {
  const { slug } = mapped.series;
  return {
    canonical: `/series/${slug}`,
    alternate: resourceUrl(baseUrl, ctidOf(baseUrl, { kind: 'series', slug })),
    data: seriesMarkup({ ...mapped, baseUrl }),
  };
}

/** What to do now: go on with what is begun, and at most three to begin. */
function NextSection({ mapped: { series, members, standing } }: { mapped: MappedSeriesRow }) {
  const earned = new Set(standing.earned);
  if (stackProgress(series, earned).met) return null;
  const titles = new Map(members.map(({ slug, title }) => [slug, title]));
  const underWay = new Set(standing.underWay.map(({ slug }) => slug));
  const next = nextInSeries(series, { earned, underWay }).slice(0, 3);
  const rows = [
    ...standing.underWay.map(({ slug, enrolmentId, state }) => ({
      slug,
      href: `/work/${enrolmentId}`,
      what: state === 'working' ? 'Go on with your work' : 'With the assessor: see what you submitted',
    })),
    ...next.map((slug) => ({ slug, href: `/micro-credentials/${slug}`, what: 'Begin when you like' })),
  ];
  if (rows.length === 0) return null;
  return (
    <section className="section" aria-labelledby="next">
      <h2 id="next">{earned.size + underWay.size === 0 ? 'Where to begin' : 'What is next'}</h2>
      <ul className="next-stones">
        {rows.map(({ slug, href, what }) => (
          <li key={slug}>
            <Tile slug={slug} size="sm" state="sketched" />
            <div>
              <a href={href}>{titles.get(slug) ?? slug}</a>
              <p className="meta">{what}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notes({ series: { notes, sisters } }: { series: MappedSeriesRow['series'] }) {
  if (notes.length + sisters.length === 0) return null;
  return (
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
  );
}
