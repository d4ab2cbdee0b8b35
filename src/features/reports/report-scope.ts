import { type RawBuilder, sql } from 'kysely';
import { NotFoundError } from '#platform/errors.ts';

/** How far back a report looks; by the day on which an attempt was handed in. */
export const periods = {
  all: { label: 'All time', days: undefined },
  year: { label: 'Last 12 months', days: 365 },
  quarter: { label: 'Last 90 days', days: 90 },
  month: { label: 'Last 30 days', days: 30 },
} as const;
export type Period = keyof typeof periods;

/** What the address asks for. */
export type ReportQuery = { microCredential: string | undefined; version: number | undefined; period: Period };

/** What a report counts: of these issuers, perhaps of one micro-credential and version, handed in since. */
export type ReportScope = {
  issuerIds: readonly string[];
  microCredentialId: string | undefined;
  versionId: string | undefined;
  since: Date | undefined;
};

/** Reads an address; what is nothing that it may ask for is left out. */
export function readReportQuery(fields: Record<string, string>): ReportQuery {
  const version = /^\d{1,6}$/u.test(fields.version ?? '') ? Number(fields.version) : undefined;
  const microCredential = fields['micro-credential'] || undefined;
  const period = Object.hasOwn(periods, fields.period ?? '') ? (fields.period as Period) : 'all';
  return { microCredential, version: microCredential === undefined ? undefined : version, period };
}

/** The address of a report with the same questions. */
export function reportHref(path: string, query: ReportQuery, more: Record<string, string> = {}): string {
  const fields = new URLSearchParams({
    ...(query.microCredential === undefined ? {} : { 'micro-credential': query.microCredential }),
    ...(query.version === undefined ? {} : { version: String(query.version) }),
    ...(query.period === 'all' ? {} : { period: query.period }),
    ...more,
  });
  return fields.size === 0 ? path : `${path}?${fields.toString()}`;
}

export type Offered = { id: string; slug: string; title: string; versions: { id: string; number: number }[] };

/** @throws NotFoundError where the micro-credential or version is none of these issuers’ */
export function scopeOf(
  query: ReportQuery,
  { issuerIds, offered, now }: { issuerIds: readonly string[]; offered: readonly Offered[]; now: Date },
): ReportScope {
  const chosen = offered.find(({ slug }) => slug === query.microCredential);
  if (query.microCredential !== undefined && !chosen) throw new NotFoundError('micro-credential');
  const version = chosen?.versions.find(({ number }) => number === query.version);
  if (query.version !== undefined && !version) throw new NotFoundError('version');
  const { days } = periods[query.period];
  return {
    issuerIds,
    microCredentialId: chosen?.id,
    versionId: version?.id,
    since: days === undefined ? undefined : new Date(now.getTime() - days * 24 * 3600_000),
  };
}

/** The condition of a scope on rating sheets, `s`, or on judgings, `j`. */
export function within(scope: ReportScope, table: 's' | 'j'): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const conditions = [
    sql`${column('issuer_id')} = any(${[...scope.issuerIds]}::uuid[])`,
    ...(scope.microCredentialId ? [sql`${column('micro_credential_id')} = ${scope.microCredentialId}`] : []),
    ...(scope.versionId ? [sql`${column('definition_version_id')} = ${scope.versionId}`] : []),
    ...(scope.since ? [sql`${column('submitted_at')} >= ${scope.since}`] : []),
    // An anchor is nobody's attempt. Its sheets are told by their seats.
    ...(table === 'j' ? [sql`not exists (select from anchors x where x.attempt_id = j.attempt_id)`] : []),
  ];
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
