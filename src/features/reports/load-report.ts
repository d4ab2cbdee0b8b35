import type { Deps } from '#platform/deps.ts';
import { listAnchorRatings, listAssessorWork, listBars } from './assessors.queries.ts';
import { buildAssessors } from './build-assessors.ts';
import { buildComments } from './build-comments.ts';
import { buildFairness } from './build-fairness.ts';
import { buildLookFors } from './build-look-fors.ts';
import { buildOverview } from './build-overview.ts';
import { buildTurnAround } from './build-turn-around.ts';
import { listReturned, listReturnedComments } from './comments.queries.ts';
import { findDecidedSpan, listWays } from './fairness.queries.ts';
import { type HalfYear, halfYearsBetween } from './half-years.ts';
import type { Report, ReportKey } from './report.ts';
import { countAttemptsToAward, listTurnAround } from './turn-around.queries.ts';
import { type Offered, type ReportQuery, type ReportScope, reportHref, scopeOf } from './report-scope.ts';
import {
  countDecided,
  countFirstRatings,
  countPairedRatings,
  listOffered,
  nameLookFors,
  smallestGroupOf,
} from './reports.queries.ts';

export type LoadedReport = {
  report: Report;
  offered: readonly Offered[];
  /** Of the fairness report. */
  halfYears: readonly HalfYear[];
  halfYear: HalfYear | undefined;
};

type Ask = {
  issuerIds: readonly string[];
  query: ReportQuery;
  /** What else the address says: `look-for`, `assessor`, `half-year`. */
  fields: Record<string, string>;
};

/** Everything that a report shows, of the issuers that somebody oversees. */
export async function loadReport(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  key: ReportKey,
  { issuerIds, query, fields }: Ask,
): Promise<LoadedReport> {
  const offered = await listOffered(db, issuerIds);
  if (key === 'fairness') {
    const span = await findDecidedSpan(db, issuerIds);
    const halfYears = span ? halfYearsBetween(span.first, span.last, now()) : [];
    const halfYear = halfYears.find((one) => one.key === fields['half-year']) ?? halfYears[0];
    const [ways, smallest] = await Promise.all([
      halfYear ? listWays(db, { issuerIds, ...halfYear }) : [],
      smallestGroupOf(db, issuerIds),
    ]);
    return { report: buildFairness(ways, smallest, halfYear), offered, halfYears, halfYear };
  }
  const scope = scopeOf(query, { issuerIds, offered, now: now() });
  const report = await buildReport(db, key, scope, { query, fields });
  return { report, offered, halfYears: [], halfYear: undefined };
}

async function buildReport(
  db: Deps['db'],
  key: Exclude<ReportKey, 'fairness'>,
  scope: ReportScope,
  { query, fields }: Pick<Ask, 'query' | 'fields'>,
): Promise<Report> {
  // The same question is answered with the same intervals, whoever asks.
  const seed = JSON.stringify([key, scope.microCredentialId, scope.versionId, query.period]);
  switch (key) {
    case 'overview': {
      const [counted, decided] = await Promise.all([countPairedRatings(db, scope), countDecided(db, scope)]);
      return buildOverview(counted, decided, seed);
    }
    case 'look-fors': {
      const [first, counted, names] = await Promise.all([
        countFirstRatings(db, scope),
        countPairedRatings(db, scope),
        nameLookFors(db, scope),
      ]);
      return buildLookFors(first, counted, names, {
        chosen: fields['look-for'],
        href: (lookFor) => reportHref('/lead/reports/look-fors', query, { 'look-for': lookFor }),
        showsTitle: scope.microCredentialId === undefined,
      });
    }
    case 'assessors': {
      const [work, anchors, counted, bars] = await Promise.all([
        listAssessorWork(db, scope),
        listAnchorRatings(db, scope),
        countPairedRatings(db, scope),
        listBars(db, scope),
      ]);
      return buildAssessors(work, anchors, counted, {
        chosen: fields.assessor,
        href: (assessor) => reportHref('/lead/reports/assessors', query, { assessor }),
        seed,
        bars,
      });
    }
    case 'turn-around': {
      const [months, awards] = await Promise.all([listTurnAround(db, scope), countAttemptsToAward(db, scope)]);
      return buildTurnAround(months, awards);
    }
    case 'comments': {
      const [returned, said, names] = await Promise.all([
        listReturned(db, scope),
        listReturnedComments(db, scope),
        nameLookFors(db, scope),
      ]);
      return buildComments(returned, said, names);
    }
  }
}
