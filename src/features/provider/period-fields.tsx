import type { OfferedMicroCredential } from './evaluation.queries.ts';

/** A period and a micro-credential, by its slug; all where left out. */
export type Filter = { from?: string | undefined; to?: string | undefined; microCredential?: string | undefined };

export function PeriodFields({
  filter,
  offered,
  from,
  to,
}: {
  filter: Filter;
  offered: readonly OfferedMicroCredential[];
  from: string;
  to: string;
}) {
  return (
    <>
      <p>
        <label htmlFor="from">{from}</label>
        <input id="from" name="from" type="date" className="input" defaultValue={filter.from} />
      </p>
      <p>
        <label htmlFor="to">{to}</label>
        <input id="to" name="to" type="date" className="input" defaultValue={filter.to} />
      </p>
      <p>
        <label htmlFor="micro-credential">Micro-credential</label>
        <select
          id="micro-credential"
          name="micro-credential"
          className="select"
          defaultValue={filter.microCredential ?? ''}
        >
          <option value="">All of them</option>
          {offered.map(({ slug, title }) => (
            <option key={slug} value={slug}>
              {title}
            </option>
          ))}
        </select>
      </p>
    </>
  );
}

/** “?from=2026-01-01”, or nothing. */
export function queryOf({ from, to, microCredential }: Filter): string {
  const query = new URLSearchParams(
    Object.entries({ from, to, 'micro-credential': microCredential }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  ).toString();
  return query === '' ? '' : `?${query}`;
}
