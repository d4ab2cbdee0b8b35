import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Tile } from '#ui/tile.tsx';
import { AwardStatusLabel } from '../status/status-words.tsx';
import { AwardsFilterForm, ViewLinks } from './awards-filter-form.tsx';
import { type AwardGroup, type AwardsQuery, chooseAwards, endsSoon, groupAwards, sumHours } from './awards-filter.ts';
import { formatHours } from './award-words.ts';
import type { AwardListed, BeingSigned } from './awards.queries.ts';

export type AwardsPageProps = {
  context: PageContext;
  awards: readonly AwardListed[];
  /** Decided as earned, and still to be signed. */
  beingSigned: readonly BeingSigned[];
  query: AwardsQuery;
};

/** One’s awards, laid as a mosaic. */
export function AwardsPage({ context, awards, beingSigned, query }: AwardsPageProps) {
  const soon = awards.filter((award) => endsSoon(award, context.now));
  const chosen = chooseAwards(awards, query, context.now);
  return (
    <Layout context={context} title="My awards">
      <header className="page-head">
        <h1>My awards</h1>
        {awards.length > 0 && (
          <p className="lead">
            {awards.length === 1 ? 'One award' : `${awards.length} awards`}, worth {formatHours(sumHours(awards))} of
            professional development.
          </p>
        )}
        <nav aria-label="Yours" className="awards-ways">
          <a href="/credit">Credit ledger</a>
          <a href="/awards/profile">Public profile</a>
          {awards.length > 0 && (
            <>
              <a href="/awards/record">Learner record</a>
              <a href="/awards/wallets">Wallets</a>
              <a href="#transcript">Transcript</a>
            </>
          )}
        </nav>
      </header>
      {beingSigned.length > 0 && <Signing beingSigned={beingSigned} />}
      {soon.length > 0 && <Soon awards={soon} />}
      {awards.length > 0 && <Chosen context={context} all={awards} chosen={chosen} query={query} />}
      {awards.length === 0 && beingSigned.length === 0 && <NoAwards />}
      {awards.length > 0 && <Transcript issuers={issuersOf(awards)} />}
    </Layout>
  );
}

type ChosenProps = {
  context: PageContext;
  all: readonly AwardListed[];
  chosen: readonly AwardListed[];
  query: AwardsQuery;
};

function Chosen({ all, chosen, query, context }: ChosenProps) {
  const groups = groupAwards(chosen, query.by);
  return (
    <>
      <AwardsFilterForm count={chosen.length} of={all.length} query={query} />
      <ViewLinks query={query} />
      {groups.map((group) => (
        <section key={group.key} className="awards-group" aria-labelledby={`group-${group.key || 'none'}`}>
          <h2 id={`group-${group.key || 'none'}`}>
            {query.by === 'series' && group.key !== '' ? (
              <a href={`/series/${group.key}`}>{group.title}</a>
            ) : (
              group.title
            )}
          </h2>
          {query.view === 'mosaic' ? (
            <Mosaic group={group} now={context.now} />
          ) : (
            <List group={group} now={context.now} />
          )}
        </section>
      ))}
    </>
  );
}

type GroupProps = { group: AwardGroup; now: Date };

function Mosaic({ group, now }: GroupProps) {
  return (
    <ul className="mosaic">
      {group.awards.map((award) => (
        <li key={award.publicId} className="stone-card">
          <Tile slug={award.slug} size="xl" state={award.status === 'revoked' ? 'sketched' : 'laid'} />
          <Told award={award} now={now} />
        </li>
      ))}
    </ul>
  );
}

function List({ group, now }: GroupProps) {
  return (
    <ul className="tile-list">
      {group.awards.map((award) => (
        <li key={award.publicId} className="tile-row stone-card">
          <Tile slug={award.slug} size="md" state={award.status === 'revoked' ? 'sketched' : 'laid'} />
          <div>
            <Told award={award} now={now} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Told({ award, now }: { award: AwardListed; now: Date }) {
  const { publicId, title, kind, pdHours, awardedAt, timeZone, validUntil, status } = award;
  return (
    <>
      <h3>
        <a href={`/verify/${publicId}`}>{title}</a>
      </h3>
      <p className="meta">
        {kind === 'stack' ? 'Stack award' : formatHours(pdHours)}, <Day at={awardedAt} timeZone={timeZone} />
      </p>
      <p>
        <AwardStatusLabel state={status} />
        {endsSoon(award, now) && validUntil && (
          <span className="meta">
            {' '}
            until <Day at={validUntil} />
          </span>
        )}
      </p>
      <p className="stone-card__ways">
        {status !== 'revoked' && status !== 'suspended' && (
          <a href={`/awards/${publicId}/share`}>
            Share<span className="sr-only"> {title}</span>
          </a>
        )}
        <a href={`/awards/${publicId}/status`}>
          Status<span className="sr-only"> of {title}</span>
        </a>
      </p>
    </>
  );
}

function Signing({ beingSigned }: Pick<AwardsPageProps, 'beingSigned'>) {
  return (
    <section className="awards-signing" role="status">
      <p>
        {beingSigned.length === 1 ? 'One more award is' : `${beingSigned.length} more awards are`} being signed. This
        takes a few seconds; you get a mail when it is done.
      </p>
      <ul>
        {beingSigned.map(({ slug, title }) => (
          <li key={slug}>
            <Tile slug={slug} size="sm" state="sketched" /> {title}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Soon({ awards }: { awards: readonly AwardListed[] }) {
  return (
    <section className="panel awards-soon" aria-labelledby="soon">
      <h2 id="soon">Ends soon</h2>
      <ul>
        {awards.map(({ publicId, title, validUntil }) => (
          <li key={publicId}>
            <a href={`/awards/${publicId}/status`}>{title}</a>
            {validUntil && (
              <>
                {' '}
                counts until <Day at={validUntil} />. Its status page says how to renew it.
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By their names. */
function issuersOf(awards: readonly AwardListed[]): { slug: string; name: string }[] {
  const names = new Map(awards.map(({ issuerSlug, issuerName }) => [issuerSlug, issuerName]));
  return [...names].map(([slug, name]) => ({ slug, name })).toSorted((a, b) => a.name.localeCompare(b.name));
}

/** All of it on paper; the hours alone are in the ledger. */
function Transcript({ issuers }: { issuers: readonly { slug: string; name: string }[] }) {
  return (
    <section className="section" aria-labelledby="transcript">
      <h2 id="transcript">Transcript</h2>
      <p>
        All your awards that count, on paper, issuer by issuer and signed for each, with the addresses at which they are
        verified. For a sheet of hours alone, take the <a href="/credit">transcript of your credit ledger</a>.
      </p>
      <form method="get" action="/awards/transcript.pdf" className="awards-transcript">
        <label>
          From <input type="date" name="from" className="input" />
        </label>
        <label>
          To <input type="date" name="to" className="input" />
        </label>
        {issuers.length > 1 && (
          <label>
            Issuer{' '}
            <select name="issuer" className="select">
              <option value="">All</option>
              {issuers.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          Paper{' '}
          <select name="paper" className="select">
            <option value="a4">A4</option>
            <option value="letter">US Letter</option>
          </select>
        </label>
        <button type="submit" className="btn">
          Make the transcript (PDF)
        </button>
      </form>
    </section>
  );
}

function NoAwards() {
  return (
    <div className="empty-state">
      <h2>Your first tile goes here</h2>
      <p>
        Every micro-credential that you earn lays one stone of your mosaic, with a signed award that anyone can verify
        and a certificate to print.
      </p>
      <p className="actions">
        <a href="/library" className="btn btn-primary">
          Find a micro-credential
        </a>
        <a href="/work" className="btn">
          Go on with my work
        </a>
      </p>
    </div>
  );
}
