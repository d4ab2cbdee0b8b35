import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { Tile } from '#ui/tile.tsx';
import type { Audience } from '#domain/definition/schema.ts';
import { audienceNames, countOf, describeAudience, hours } from './catalogue-words.ts';
import { type LibraryFilter, hourRanges, isFiltered, libraryUrl, sorts, usualSort } from './library-filter.ts';
import type { Choice, LibraryChoices, LibraryItem, LibraryPage as Listing } from './library.queries.ts';

type LibraryPageProps = { context: PageContext; filter: LibraryFilter; listing: Listing; choices: LibraryChoices };

/** Every micro-credential, to be searched, filtered and sorted by the address alone. */
export function LibraryPage({ context, filter, listing, choices }: LibraryPageProps) {
  const { items, count, next } = listing;
  return (
    <Layout
      context={context}
      title={filter.q === '' ? 'Library' : `${filter.q}: library`}
      indexed={{ canonical: '/library' }}
    >
      <header className="page-head">
        <h1>Library</h1>
        <p className="lead">Find the one competency that you want to show next.</p>
      </header>
      <div className="library">
        <FilterForm filter={filter} choices={choices} />
        <section aria-labelledby="found">
          <div className="toolbar">
            <h2 id="found" className="library__count">
              <span role="status">
                {countOf(count, 'micro-credential')}
                {isFiltered(filter) ? ' found' : ''}
              </span>
            </h2>
            {isFiltered(filter) && count > 0 && (
              <a href="/library" className="link-button">
                Clear search and filters
              </a>
            )}
          </div>
          {items.length === 0 ? (
            <div className="empty-state">
              <h3>Nothing fits all of that</h3>
              <p>Try fewer words, or take a filter away.</p>
              <p>
                <a href="/library">See the whole library</a>
              </p>
            </div>
          ) : (
            <ul className="tile-list">
              {items.map((item) => (
                <LibraryRow key={item.id} item={item} />
              ))}
            </ul>
          )}
          {(next !== undefined || filter.after !== undefined) && (
            <nav className="pager" aria-label="Pages">
              {filter.after === undefined ? <span /> : <a href={libraryUrl(filter, {})}>First page</a>}
              {next !== undefined && (
                <a href={libraryUrl(filter, { after: next })} rel="next" className="btn">
                  Next page
                </a>
              )}
            </nav>
          )}
        </section>
      </div>
    </Layout>
  );
}

function LibraryRow({ item: { slug, title, statement, issuerName, pdHours, audience, state } }: { item: LibraryItem }) {
  return (
    <li className="tile-row">
      <Tile slug={slug} size="md" />
      <div>
        <h3>
          <a href={`/micro-credentials/${slug}`}>{title}</a>
        </h3>
        <p className="meta">
          {issuerName}, {hours(pdHours)}
        </p>
        <p className="tile-row__statement">{statement}</p>
        <p className="meta">For {describeAudience(audience).toLowerCase()}</p>
        {state && (
          <p>
            <Status name={state} />
          </p>
        )}
      </div>
    </li>
  );
}

function FilterForm({ filter, choices }: { filter: LibraryFilter; choices: LibraryChoices }) {
  const audiences = (Object.keys(audienceNames) as Audience[]).filter((one) => choices.audiences.includes(one));
  return (
    <search className="library__filters">
      <form method="get" action="/library" data-submit-on-change="">
        <div className="field">
          <label htmlFor="q">Search</label>
          <div className="search-box">
            <input id="q" name="q" type="search" className="input" defaultValue={filter.q} maxLength={200} />
            <button type="submit" className="btn btn-primary">
              Search
            </button>
          </div>
        </div>
        <div className="library__selects">
          <Select
            name="audience"
            label="For"
            all="Everyone"
            value={filter.audience}
            choices={audiences.map((value) => ({ value, label: audienceNames[value] }))}
          />
          <Select
            name="hours"
            label="PD hours"
            all="Any number"
            value={filter.hours}
            choices={Object.entries(hourRanges).map(([value, { label }]) => ({ value, label }))}
          />
          <Select name="series" label="Series" all="Any or none" value={filter.series} choices={choices.series} />
          <Select name="issuer" label="Issuer" all="All issuers" value={filter.issuer} choices={choices.issuers} />
          <Select
            name="sort"
            label="Sort by"
            all={sorts[usualSort(filter.q)]}
            value={filter.sort === usualSort(filter.q) ? undefined : filter.sort}
            choices={Object.entries(sorts)
              .filter(([value]) => value !== usualSort(filter.q) && value !== 'relevance')
              .map(([value, label]) => ({ value, label }))}
          />
        </div>
        <button type="submit" className="btn library__apply">
          Apply filters
        </button>
      </form>
    </search>
  );
}

type SelectProps = { name: string; label: string; all?: string; value: string | undefined; choices: readonly Choice[] };

function Select({ name, label, all, value, choices }: SelectProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} className="select" defaultValue={value ?? ''}>
        {all !== undefined && <option value="">{all}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
