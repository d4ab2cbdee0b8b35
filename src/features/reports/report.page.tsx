import { BarChart } from '#ui/charts/bar-chart.tsx';
import { ConfusionHeat } from '#ui/charts/confusion-heat.tsx';
import { DotPlot } from '#ui/charts/dot-plot.tsx';
import { LineChart } from '#ui/charts/line-chart.tsx';
import { NumberTable } from '#ui/charts/number-table.tsx';
import { StackedShares } from '#ui/charts/stacked-shares.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { LoadedReport } from './load-report.ts';
import { howToRead } from './how-to-read.ts';
import { ReportFilter } from './report-filter.tsx';
import type { HalfYear } from './half-years.ts';
import { type Offered, type ReportQuery, periods, reportHref } from './report-scope.ts';
import { type Chart, type ReportKey, reportTitles } from './report.ts';

type ReportPageProps = LoadedReport & { context: PageContext; query: ReportQuery; fields: Record<string, string> };

/** One report: its figures, drawings and tables, and the same as files. */
export function ReportPage({ context, query, fields, ...loaded }: ReportPageProps) {
  const { report, offered, halfYears, halfYear } = loaded;
  const title = reportTitles[report.key];
  const isEmpty = report.sections.length === 0;
  return (
    <LeadFrame context={context} current="reports" title={`${title}, reports`}>
      <header className="page-head">
        <h1>{title}</h1>
        <p className="lead">{report.lead}</p>
      </header>
      <nav aria-label="Reports" className="no-print">
        <ul className="report-nav">
          {(Object.keys(reportTitles) as ReportKey[]).map((key) => (
            <li key={key}>
              <a href={reportHref(pathOf(key), query)} aria-current={key === report.key ? 'page' : undefined}>
                {reportTitles[key]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ReportFilter
        path={pathOf(report.key)}
        query={query}
        offered={offered}
        halfYears={report.key === 'fairness' ? halfYears : undefined}
        halfYear={halfYear}
      />
      <p className="print-only">{scopeWords(query, offered, halfYear)}</p>
      {halfYear?.isRunning && (
        <p className="meta">
          This half-year is still running. Don’t pass on two reports of it from different days: what changed between
          them may tell of one person.
        </p>
      )}
      {report.figures.length > 0 && (
        <dl className="report-figures">
          {report.figures.map(({ label, value, note }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {value}
                <span className="meta">{note}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {report.empty && (
        <div className="empty-state">
          <p>{report.empty}</p>
          {isNarrowed(query) && (
            <p>
              <a href={pathOf(report.key)}>Look at everything, of all time</a>
            </p>
          )}
          <p>
            <a href="/lead">See what waits to be judged</a>
          </p>
        </div>
      )}
      {!isEmpty && <HowToRead report={report.key} />}
      {report.sections.map(({ key, title: heading, text, charts = [], table }) => (
        <section key={key} aria-labelledby={`${key}-heading`} className="report-section">
          <h2 id={`${key}-heading`}>{heading}</h2>
          {text && <p>{text}</p>}
          {charts.length > 0 && (
            <div className="report-charts">
              {charts.map((chart, index) => (
                <ReportChart key={chart.props.title} id={`${key}-${index}`} chart={chart} />
              ))}
            </div>
          )}
          <NumberTable table={table} />
        </section>
      ))}
      {!isEmpty && (
        <p className="report-exports no-print">
          <span>These tables as files:</span>
          <a href={reportHref(`${pathOf(report.key, true)}/figures.xlsx`, query, fields)}>Spreadsheet (XLSX)</a>
          <a href={reportHref(`${pathOf(report.key, true)}/figures.csv`, query, fields)}>CSV</a>
        </p>
      )}
    </LeadFrame>
  );
}

function pathOf(key: ReportKey, isWhole = false): string {
  return key === 'overview' && !isWhole ? '/lead/reports' : `/lead/reports/${key}`;
}

/** What the figures are of; on paper there is no filter to read it from. */
function scopeWords(query: ReportQuery, offered: readonly Offered[], halfYear: HalfYear | undefined): string {
  if (halfYear) return `First decisions of ${halfYear.label}.`;
  const title = offered.find(({ slug }) => slug === query.microCredential)?.title ?? 'All micro-credentials';
  const version = query.version === undefined ? '' : `, version ${query.version}`;
  return `${title}${version}; handed in: ${periods[query.period].label.toLowerCase()}.`;
}

/** Whether the address leaves something out. */
function isNarrowed({ microCredential, period }: ReportQuery): boolean {
  return microCredential !== undefined || period !== 'all';
}

/** What the figures mean, in plain words, for whoever wants it. */
function HowToRead({ report }: { report: ReportKey }) {
  const explained = howToRead[report];
  if (!explained) return null;
  return (
    <details className="report-guide no-print">
      <summary>How to read this</summary>
      <dl>
        {explained.map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function ReportChart({ id, chart }: { id: string; chart: Chart }) {
  switch (chart.kind) {
    case 'bars':
      return <BarChart id={id} {...chart.props} />;
    case 'stacks':
      return <StackedShares id={id} {...chart.props} />;
    case 'confusion':
      return <ConfusionHeat id={id} {...chart.props} />;
    case 'line':
      return <LineChart id={id} {...chart.props} />;
    case 'dots':
      return <DotPlot id={id} {...chart.props} />;
  }
}
