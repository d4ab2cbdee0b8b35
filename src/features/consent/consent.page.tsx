import { releaseKinds, releaseState } from '#domain/consent/release.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { listCovers, releaseKindWords, releaseStateWords } from './consent-words.ts';
import type { OwnRelease, ReleaseFilter } from './consent.queries.ts';

type ConsentPageProps = {
  context: PageContext;
  releases: readonly OwnRelease[];
  count: number;
  hasMore: boolean;
  filter: ReleaseFilter;
};

/** The register of releases: who may be shown in what, until when. */
export function ConsentPage({ context, releases, count, hasMore, filter }: ConsentPageProps) {
  const isFiltered = Boolean(filter.q) || filter.kind !== undefined || filter.state !== undefined;
  return (
    <Layout context={context} title="Consent register">
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
      </nav>
      <header className="page-head">
        <h1>Consent register</h1>
        <p className="lead">
          Who may be shown in your evidence, in what, and until when. Only you see it; assessors see of a release whom
          it is for, what it covers and how long it holds.
        </p>
        <p className="actions">
          <a href="/consent/releases/new" className="btn btn-primary">
            Add a release
          </a>
        </p>
      </header>
      {count > 0 || isFiltered ? <FilterForm filter={filter} /> : null}
      <p className="meta numeral" role="status">
        {countOf(count, 'release')}
        {isFiltered && ' found'}
      </p>
      {releases.length === 0 && (
        <div className="empty-state">
          <h2>{isFiltered ? 'None is like that' : 'No releases yet'}</h2>
          <p>
            {isFiltered
              ? 'Search for something else, or choose another kind.'
              : 'Before a picture, a film or a recording shows people, ask them, or the parents of a student, for a release. Enter it here once and name it wherever it is used.'}
          </p>
        </div>
      )}
      {releases.length > 0 && (
        <ul className="rows">
          {releases.map((release) => (
            <li key={release.id} className="release-row">
              <div>
                <h2>
                  <a href={`/consent/releases/${release.id}`}>{release.subject}</a>
                </h2>
                <p className="meta">
                  {releaseKindWords[release.kind]} · {listCovers(release.covers)}
                  {release.form && ' · form kept'}
                </p>
              </div>
              <div>
                <Status {...releaseStateWords[releaseState(release, context.now.toISOString())]} />
                <p className="meta">
                  <Validity release={release} />
                </p>
                <p className="meta">
                  {release.uses === 0 ? 'Not used yet' : `Used in ${countOf(release.uses, 'file')}`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <p className="pager">
          <a className="btn" href={`/consent?${query({ ...filter, after: releases.at(-1)?.id })}`}>
            Older releases
          </a>
        </p>
      )}
    </Layout>
  );
}

function FilterForm({ filter }: { filter: ReleaseFilter }) {
  return (
    <form method="get" action="/consent" role="search" className="release-filter">
      <div className="field">
        <label htmlFor="q">Find by initials, name or note</label>
        <input id="q" name="q" type="search" className="input" defaultValue={filter.q} maxLength={200} />
      </div>
      <div className="field">
        <label htmlFor="kind">For</label>
        <select id="kind" name="kind" className="select" defaultValue={filter.kind ?? ''}>
          <option value="">everyone</option>
          {releaseKinds.map((kind) => (
            <option key={kind} value={kind}>
              {releaseKindWords[kind]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="state">State</label>
        <select id="state" name="state" className="select" defaultValue={filter.state ?? ''}>
          <option value="">any</option>
          <option value="valid">Holds now</option>
          <option value="soon">Ends within 30 days</option>
          <option value="expired">Has ended</option>
          <option value="withdrawn">Withdrawn</option>
        </select>
      </div>
      <button type="submit" className="btn">
        Show
      </button>
    </form>
  );
}

/** "Until May 1, 2027", or when it was withdrawn. */
export function Validity({ release }: { release: Pick<OwnRelease, 'expiresOn' | 'withdrawnAt' | 'givenOn'> }) {
  if (release.withdrawnAt !== null)
    return (
      <>
        withdrawn <Day at={new Date(release.withdrawnAt)} />
      </>
    );
  if (release.expiresOn === null)
    return (
      <>
        since <Day at={dayOf(release.givenOn)} />, without an end
      </>
    );
  return (
    <>
      until <Day at={dayOf(release.expiresOn)} />
    </>
  );
}

export function dayOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function query(filter: ReleaseFilter): string {
  const entries = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(entries).toString();
}
