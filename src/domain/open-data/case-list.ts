/** What a list of documents can be sorted by, and the column that it is. */
export const caseSorts = {
  title: 'title',
  creator: 'creator',
  lastChangeDateTime: 'published_at',
  version: 'number',
} as const;
export type CaseSort = keyof typeof caseSorts;

export const caseDocumentFields = [
  'identifier',
  'uri',
  'CFPackageURI',
  'caseVersion',
  'creator',
  'title',
  'lastChangeDateTime',
  'officialSourceURL',
  'publisher',
  'description',
  'language',
  'version',
  'adoptionStatus',
  'statusStartDate',
] as const;

export type CaseListing = {
  limit: number;
  offset: number;
  sort: CaseSort;
  descending: boolean;
  /** Which fields are asked for; `null`: all. */
  fields: readonly string[] | null;
};

export type CaseRefusal = { field: string; code: 'invalid_sort_field' | 'invalid_selection_field'; message: string };

/** More than this at once is not answered: there are pages. */
const largestLimit = 500;

/** Reads `limit`, `offset`, `sort`, `orderBy` and `fields`. What can't be followed is refused, not passed over. */
export function readCaseListing(
  query: Readonly<Record<string, unknown>>,
): { ok: true; listing: CaseListing } | { ok: false; refusal: CaseRefusal } {
  const refuse = (field: string, message: string) => {
    const code = field === 'sort' ? 'invalid_sort_field' : 'invalid_selection_field';
    return { ok: false, refusal: { field, code, message } } as const;
  };
  const { limit = '100', offset = '0', sort = 'title', orderBy = 'asc', filter, fields = '' } = query;
  if (!isCount(limit) || Number(limit) === 0) return refuse('limit', 'limit must be a whole number from 1 on.');
  if (!isCount(offset)) return refuse('offset', 'offset must be a whole number from 0 on.');
  if (!isSort(sort)) return refuse('sort', `sort must be one of: ${Object.keys(caseSorts).join(', ')}.`);
  if (orderBy !== 'asc' && orderBy !== 'desc') return refuse('orderBy', 'orderBy must be asc or desc.');
  if (filter !== undefined) return refuse('filter', 'There are no filters here: leave it out.');
  const names = [fields]
    .flat()
    .flatMap((one) => String(one).split(','))
    .filter((name) => name !== '');
  const unknown = names.find((name) => !(caseDocumentFields as readonly string[]).includes(name));
  if (unknown !== undefined) return refuse('fields', `fields must be some of: ${caseDocumentFields.join(', ')}.`);
  return {
    ok: true,
    listing: {
      limit: Math.min(Number(limit), largestLimit),
      offset: Number(offset),
      sort,
      descending: orderBy === 'desc',
      fields: names.length === 0 ? null : names,
    },
  };
}

function isCount(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,9}$/.test(value);
}

function isSort(value: unknown): value is CaseSort {
  return typeof value === 'string' && Object.hasOwn(caseSorts, value);
}

/** The pages before, after and at both ends of this one, as a `Link` header (RFC 8288). */
export function pageLinks(
  url: string,
  { limit, offset, sort, descending, fields }: CaseListing,
  count: number,
): string {
  const last = count === 0 ? 0 : Math.floor((count - 1) / limit) * limit;
  const page = (rel: string, at: number) => {
    const query = new URLSearchParams({
      limit: `${limit}`,
      offset: `${at}`,
      sort,
      orderBy: descending ? 'desc' : 'asc',
    });
    if (fields) query.set('fields', fields.join(','));
    return `<${url}?${query}>; rel="${rel}"`;
  };
  return [
    page('first', 0),
    ...(offset > 0 ? [page('prev', Math.max(0, offset - limit))] : []),
    ...(offset + limit < count ? [page('next', offset + limit)] : []),
    page('last', last),
  ].join(', ');
}
