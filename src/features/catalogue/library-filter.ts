import { z } from 'zod';
import { Audience } from '#domain/definition/schema.ts';

/** PD hours by range: from and up to, both included. */
export const hourRanges = {
  'under-10': { label: 'Under 10 hours', from: 0, to: 9.99 },
  '10-to-15': { label: '10 to 15 hours', from: 10, to: 15 },
  'over-15': { label: 'Over 15 hours', from: 15.01, to: 100_000 },
} as const;
export type HourRange = keyof typeof hourRanges;

export const sorts = {
  relevance: 'Best match',
  title: 'Title',
  'fewest-hours': 'Fewest hours',
  'most-hours': 'Most hours',
} as const;
export type Sort = keyof typeof sorts;

const Slug = z.string().regex(/^[a-z0-9-]{1,80}$/);

/** Anything that is not a filter of ours counts as not given: a link from elsewhere still shows the library. */
const Query = z.object({
  q: z
    .string()
    .transform((text) =>
      text
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, 200),
    )
    .catch(''),
  issuer: Slug.optional().catch(undefined),
  series: Slug.optional().catch(undefined),
  audience: Audience.optional().catch(undefined),
  hours: z
    .enum(Object.keys(hourRanges) as [HourRange])
    .optional()
    .catch(undefined),
  sort: z
    .enum(Object.keys(sorts) as [Sort])
    .optional()
    .catch(undefined),
  after: z
    .string()
    .regex(/^[^~]{1,300}~[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .optional()
    .catch(undefined),
});

export type LibraryFilter = Omit<z.output<typeof Query>, 'sort'> & { sort: Sort };

/** How the library is sorted while nobody says otherwise. */
export function usualSort(q: string): Sort {
  return q === '' ? 'title' : 'relevance';
}

export function readLibraryFilter(query: unknown): LibraryFilter {
  const filter = Query.parse(query);
  const usual = usualSort(filter.q);
  const sort = filter.sort === 'relevance' ? usual : (filter.sort ?? usual);
  return { ...filter, sort };
}

/** The address of the library with this filter, changed. A change of filter starts at the first page. */
export function libraryUrl(
  filter: LibraryFilter,
  change: Partial<Record<keyof LibraryFilter, string | undefined>>,
): string {
  const { q, issuer, series, audience, hours, sort } = filter;
  const usual = usualSort(q);
  const all = { q, issuer, series, audience, hours, sort: sort === usual ? undefined : sort, ...change };
  const search = new URLSearchParams(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
  return search.size === 0 ? '/library' : `/library?${search.toString()}`;
}

export function isFiltered({ q, issuer, series, audience, hours }: LibraryFilter): boolean {
  return q !== '' || [issuer, series, audience, hours].some((value) => value !== undefined);
}
