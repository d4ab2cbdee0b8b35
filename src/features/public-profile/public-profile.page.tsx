import { profileMarkup } from '#domain/open-data/schema-org-awards.ts';
import { Layout } from '#ui/layout.tsx';
import { Markdown } from '#ui/markdown.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Tile } from '#ui/tile.tsx';
import { formatHours } from '../awards/award-words.ts';
import { AwardStatusLabel } from '../status/status-words.tsx';
import type { ShownAward, ShownProfile, ShownSeries } from './public-profile.queries.ts';

type PublicProfilePageProps = { context: PageContext; profile: ShownProfile; isPreview?: boolean };

/** What an earner shows of themselves, and nothing else. */
export function PublicProfilePage({ context, profile, isPreview = false }: PublicProfilePageProps) {
  const { name, handle, headline, about, awards, series } = profile;
  return (
    <Layout
      context={context}
      title={isPreview ? `Preview: ${name}` : name}
      description={headline || `Awards of ${name}`}
      {...(!isPreview && handle !== null && { indexed: markup(profile, handle, context.baseUrl) })}
    >
      {isPreview && (
        <p className="alert alert-info no-print" role="status">
          <span>
            This is how others see what you have saved. <a href="/awards/profile">Back to editing</a>
          </span>
        </p>
      )}
      <header className="page-head profile-head">
        <h1>{name}</h1>
        {headline !== '' && <p className="lead">{headline}</p>}
      </header>
      {about !== '' && (
        <section aria-label={`About ${name}`} className="prose profile-about">
          <Markdown text={about} headingLevel={3} />
        </section>
      )}
      {awards.length > 0 && (
        <section className="section" aria-labelledby="awards">
          <h2 id="awards">Awards</h2>
          <p className="meta">Each has a page on which anyone can verify it.</p>
          <ul className="mosaic">
            {awards.map((award) => (
              <Stone key={award.publicId} award={award} />
            ))}
          </ul>
        </section>
      )}
      {series.length > 0 && (
        <section className="section" aria-labelledby="series">
          <h2 id="series">Series</h2>
          <ul className="profile-series">
            {series.map((one) => (
              <Progress key={one.slug} series={one} />
            ))}
          </ul>
        </section>
      )}
      {awards.length === 0 && about === '' && headline === '' && <p className="muted">There is nothing here yet.</p>}
    </Layout>
  );
}

function markup({ name, headline, awards }: ShownProfile, handle: string, baseUrl: string) {
  const inForce = awards.filter(({ status }) => status === 'in-force');
  return { canonical: `/earners/${handle}`, data: profileMarkup({ baseUrl, handle, name, headline, awards: inForce }) };
}

function Stone({ award: { publicId, slug, title, issuerName, status, pdHours, awardedOn } }: { award: ShownAward }) {
  return (
    <li className="stone-card">
      <Tile slug={slug} size="xl" />
      <h3>
        <a href={`/verify/${publicId}`}>{title}</a>
      </h3>
      <p className="meta">{issuerName}</p>
      {(pdHours !== null || awardedOn !== null) && (
        <p className="meta">
          {pdHours !== null && formatHours(pdHours)}
          {pdHours !== null && awardedOn !== null && ', '}
          {awardedOn !== null && <Day at={new Date(awardedOn)} />}
        </p>
      )}
      {status === 'expired' && <AwardStatusLabel state={status} />}
    </li>
  );
}

function Progress({ series: { slug, title, members } }: { series: ShownSeries }) {
  const laid = members.filter(({ isLaid }) => isLaid).length;
  return (
    <li>
      <h3>
        <a href={`/series/${slug}`}>{title}</a>
      </h3>
      <p className="meta">
        {laid} of {members.length} tiles laid
      </p>
      <p className="profile-series__tiles">
        {members.map((member) => (
          <Tile key={member.slug} slug={member.slug} size="sm" state={member.isLaid ? 'laid' : 'sketched'} />
        ))}
      </p>
    </li>
  );
}
