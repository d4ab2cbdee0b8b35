import type { AwardsQuery } from './awards-filter.ts';

/** From so many on, a search and its selects help more than they are in the way. */
const many = 7;

const states: Record<AwardsQuery['state'], string> = {
  all: 'All',
  'in-force': 'In force',
  soon: 'Ends within 90 days',
  ended: 'Suspended, revoked, expired',
};
const orders: Record<AwardsQuery['sort'], string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  title: 'Title',
  hours: 'Most hours first',
};

type AwardsFilterFormProps = { count: number; of: number; query: AwardsQuery };

export function AwardsFilterForm({ count, of, query }: AwardsFilterFormProps) {
  const isFiltered = query.q !== '' || query.state !== 'all';
  if (of < many && !isFiltered) return null;
  return (
    <form method="get" action="/awards" role="search" aria-label="Your awards" className="awards-filter">
      <label className="awards-filter__search">
        Search
        <input type="search" name="q" className="input" defaultValue={query.q} maxLength={200} />
      </label>
      <Select name="state" label="Status" words={states} value={query.state} />
      <Select name="sort" label="Order" words={orders} value={query.sort} />
      <input type="hidden" name="by" value={query.by} />
      <input type="hidden" name="view" value={query.view} />
      <button type="submit" className="btn">
        Show
      </button>
      <p className="meta">
        {count === of ? `${of} awards` : `${count} of ${of} awards`}
        {isFiltered && (
          <>
            {' '}
            · <a href={addressOf({ ...query, q: '', state: 'all' })}>Show all</a>
          </>
        )}
      </p>
      {count === 0 && <p>None of your awards is like that. Search for less, or show all.</p>}
    </form>
  );
}

type SelectProps = { name: string; label: string; words: Record<string, string>; value: string };

function Select({ name, label, words, value }: SelectProps) {
  return (
    <label>
      {label}
      <select name={name} className="select" defaultValue={value}>
        {Object.entries(words).map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

/** By issuer or by series, as mosaic or as list: links, so that each has an address. */
export function ViewLinks({ query }: { query: AwardsQuery }) {
  const link = (change: Partial<AwardsQuery>, word: string) => {
    const isHere = Object.entries(change).every(([key, value]) => query[key as keyof AwardsQuery] === value);
    return (
      <a href={addressOf({ ...query, ...change })} aria-current={isHere ? 'true' : undefined}>
        {word}
      </a>
    );
  };
  return (
    <nav className="awards-views" aria-label="How to show them">
      <p>
        {link({ by: 'issuer' }, 'By issuer')} {link({ by: 'series' }, 'By series')}
      </p>
      <p>
        {link({ view: 'mosaic' }, 'Mosaic')} {link({ view: 'list' }, 'List')}
      </p>
    </nav>
  );
}

const usual: AwardsQuery = { q: '', state: 'all', by: 'issuer', sort: 'newest', view: 'mosaic' };

function addressOf(query: AwardsQuery): string {
  const params = Object.entries(query).filter(([key, value]) => value !== usual[key as keyof AwardsQuery]);
  return params.length === 0 ? '/awards' : `/awards?${new URLSearchParams(params).toString()}`;
}
