import { formatCents, hoursOf } from '#domain/assessment/stipend.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { LedgerRow } from './ledger.queries.ts';

export type LedgerPageProps = {
  context: PageContext;
  rows: readonly LedgerRow[];
  from: string;
  to: string;
};

/** What assessors did, month by month, and what is due to them. */
export function LedgerPage(props: LedgerPageProps) {
  const query = `?from=${props.from}&to=${props.to}`;
  return (
    <LeadFrame context={props.context} current="ledger" title="Ledger">
      <header className="page-head">
        <h1>Ledger</h1>
        <p className="lead">Pieces and hours of every assessor, month by month, and the stipend by your rates.</p>
      </header>
      <LedgerFilter path="/lead/ledger" {...props} />
      <LedgerTable rows={props.rows} hasNames />
      {props.rows.length > 0 && (
        <p className="actions">
          <a href={`/lead/ledger.xlsx${query}`} className="btn">
            Spreadsheet (XLSX)
          </a>
          <a href={`/lead/ledger.csv${query}`} className="btn">
            CSV
          </a>
        </p>
      )}
      <Notes />
    </LeadFrame>
  );
}

/** One’s own. */
export function OwnLedgerPage(props: LedgerPageProps) {
  return (
    <Layout context={props.context} title="Your ledger" width="wide">
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Your ledger</span>
      </nav>
      <header className="page-head">
        <h1>Your ledger</h1>
        <p className="lead">What you scored and checked, month by month.</p>
      </header>
      <LedgerFilter path="/desk/ledger" {...props} />
      <LedgerTable rows={props.rows} hasNames={false} />
      <Notes />
    </Layout>
  );
}

function LedgerFilter({ path, context, from, to }: LedgerPageProps & { path: string }) {
  return (
    <form method="get" action={path} className="desk-filter">
      <label htmlFor="from">From</label>
      <MonthChoice name="from" value={from} now={context.now} />
      <label htmlFor="to">to</label>
      <MonthChoice name="to" value={to} now={context.now} />
      <button type="submit" className="btn">
        Show
      </button>
    </form>
  );
}

/** The last three years, which is as long as anybody looks back; and the month that was asked for. */
function MonthChoice({ name, value, now }: { name: string; value: string; now: Date }) {
  const months = Array.from({ length: 36 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
  return (
    <select id={name} name={name} className="select" defaultValue={value}>
      {(months.includes(value) ? months : [value, ...months]).map((month) => (
        <option key={month} value={month}>
          {month}
        </option>
      ))}
    </select>
  );
}

function LedgerTable({ rows, hasNames }: { rows: readonly LedgerRow[]; hasNames: boolean }) {
  if (rows.length === 0) return <p className="empty-state mt-6">Nothing was finished in these months.</p>;
  const head = [
    ...['Month', ...(hasNames ? ['Assessor'] : []), 'Issuer', 'Checks', 'First', 'Second', 'Adjudications', 'Appeals'],
    ...['Anchors', 'Pieces', 'Hours', 'Stipend'],
  ];
  return (
    <WideTable label="Ledger" head={head}>
      {rows.map((row) => (
        <tr key={`${row.month} ${row.issuerId} ${row.personId}`}>
          <th scope="row" className="numeral">
            {row.month}
          </th>
          {hasNames && <td>{row.name}</td>}
          <td>{row.issuerName}</td>
          {[row.checks, row.first, row.second, row.adjudications, row.appeals, row.anchors, row.pieces].map(
            (count, index) => (
              <td key={index} className="numeral">
                {count}
              </td>
            ),
          )}
          <td className="numeral">{hoursOf(row.seconds).toFixed(2)}</td>
          <td className="numeral">{formatCents(row.stipendCents)}</td>
        </tr>
      ))}
    </WideTable>
  );
}

function Notes() {
  return (
    <p className="meta mt-6">
      Hours are time on the scoring page without the stretches in which nothing was done. Anchors count from the day
      after; until then they are among the first assessments. Months are of the issuer’s time zone. Stipends are
      reckoned with the rates that are set now: keep the file of what you paid.
    </p>
  );
}
