import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Tile } from '#ui/tile.tsx';
import type { Home, HomeSeries } from './catalogue.queries.ts';
import { countOf, hours } from './catalogue-words.ts';

const steps = [
  {
    title: 'Choose one competency',
    text: 'Every micro-credential says beforehand what it is worth, how long it takes, what to hand in and how it is judged.',
  },
  {
    title: 'Do the work where you work',
    text: 'Use it in your own school. Collect what came of it: plans, student work, data, video, and what you learned.',
  },
  {
    title: 'Have every look-for read',
    text: 'An assessor answers Yes, Almost or No to each, with comments. What is not there yet comes back to you.',
  },
  {
    title: 'Earn what anyone can verify',
    text: 'When every look-for is demonstrated the issuer signs your award. It is yours, with its hours, wherever you go.',
  },
];

/** What this is, how it works, and the way in. */
export function HomePage({ context, home: { series, single, counts } }: { context: PageContext; home: Home }) {
  const mosaic = layMosaic([...series.flatMap(({ members }) => members), ...single.map(({ slug }) => slug)]);
  return (
    <Layout
      context={context}
      title="Micro-credentials for educators"
      description="Do real work in your school, show the evidence, and earn a signed award for each competency."
      indexed={{ canonical: '/' }}
    >
      <section className="hero-band">
        <div className="hero-band__text">
          <h1>Show what you can do, one stone at a time</h1>
          <p className="lead">
            Tessera carries micro-credentials for educators. You do real work in a real school, show the evidence, and
            earn a signed award for the one competency that it demonstrates.
          </p>
          <p className="actions">
            <a href="/library" className="btn btn-primary btn-lg">
              Browse the library
            </a>
            {context.viewer ? (
              <a href="/work" className="btn btn-lg">
                Go to my work
              </a>
            ) : (
              <a href="/sign-up" className="btn btn-lg">
                Sign up
              </a>
            )}
          </p>
          {counts.microCredentials > 0 && (
            <p className="meta">
              {countOf(counts.microCredentials, 'micro-credential')} from {countOf(counts.issuers, 'issuer')}
            </p>
          )}
        </div>
        {mosaic.length > 0 && (
          <div className="hero-mosaic" aria-hidden="true">
            {mosaic.map((slug) => (
              <Tile key={slug} slug={slug} size="md" eager />
            ))}
          </div>
        )}
      </section>

      <section className="section" aria-labelledby="how">
        <h2 id="how">How it works</h2>
        <ol className="steps-row">
          {steps.map(({ title, text }) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>

      {series.length > 0 && (
        <section className="section" aria-labelledby="series">
          <h2 id="series">Series: tiles that make a mosaic</h2>
          <div className="series-cards">
            {series.map((one) => (
              <SeriesCard key={one.slug} {...one} />
            ))}
          </div>
        </section>
      )}

      {single.length > 0 && (
        <section className="section" aria-labelledby="single">
          <h2 id="single">Standing on their own</h2>
          <ul className="tile-list tile-list--roomy">
            {single.map(({ slug, title, statement, issuerName, pdHours }) => (
              <li key={slug} className="tile-row">
                <Tile slug={slug} size="md" />
                <div>
                  <h3>
                    <a href={`/micro-credentials/${slug}`}>{title}</a>
                  </h3>
                  <p>{statement}</p>
                  <p className="meta">
                    {issuerName}, {hours(pdHours)} of professional development
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  );
}

/** Whole rows of five, colours mixed: by the reversed slug, which has nothing to do with the issuer. */
function layMosaic(slugs: string[]): string[] {
  const backwards = (slug: string) => [...slug].reverse().join('');
  const mixed = slugs.toSorted((a, b) => (backwards(a) < backwards(b) ? -1 : 1));
  return mixed.slice(0, Math.min(20, Math.floor(mixed.length / 5) * 5));
}

function SeriesCard({ slug, title, statement, issuerName, members, pdHours }: HomeSeries) {
  return (
    <article className="panel series-card">
      <div className="series-card__tiles" aria-hidden="true">
        {members.map((member) => (
          <Tile key={member} slug={member} size="sm" />
        ))}
      </div>
      <h3>
        <a href={`/series/${slug}`}>{title}</a>
      </h3>
      <p className="meta">
        {issuerName}: {countOf(members.length, 'micro-credential')}, {hours(pdHours)} of professional development in all
      </p>
      <p>{statement}</p>
    </article>
  );
}
