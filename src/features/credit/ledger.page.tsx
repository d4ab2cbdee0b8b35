import type { ClaimTotals } from '#domain/credit/claim-totals.ts';
import { entrySources, natureWords, sourceWords } from '#domain/credit/entry.ts';
import { formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import type { Claim } from './claims.queries.ts';
import { dayText, entryStateWords, recordingWords } from './credit-words.ts';
import { ClaimsMade, LicencesToRenew } from './ledger-claims.tsx';
import type { LedgerEntry, LedgerFilter } from './ledger.queries.ts';
import type { Licence } from './licences.queries.ts';
import { sumLedger } from './sum-ledger.ts';
import { periodText } from './transcript-pdf.ts';

export type LedgerPageProps = {
  context: PageContext;
  entries: readonly LedgerEntry[];
  filter: LedgerFilter;
  licences: readonly (Licence & { counted: ClaimTotals })[];
  claims: readonly Claim[];
  /** Of the period. */
  errors?: FormErrors;
};

/** The earner’s hours: what they are, what counts of them for which licence, and what is claimed. */
export function LedgerPage({ context, entries, filter, licences, claims, errors = [] }: LedgerPageProps) {
  return (
    <Layout context={context} title="Credit ledger" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <span aria-current="page">Credit ledger</span>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Credit ledger</h1>
        <p className="lead">Your hours of professional development, and what a state or district makes of them.</p>
      </header>
      <LicencesToRenew licences={licences} />
      <ClaimsMade claims={claims} />
      <section className="section" aria-labelledby="hours">
        <h2 id="hours">Your hours</h2>
        <p className="actions">
          <a href="/credit/entries/new" className="btn">
            Enter a course or session
          </a>
        </p>
        <Filter filter={filter} errors={errors} />
        {errors.length === 0 && <Lines entries={entries} filter={filter} />}
      </section>
    </Layout>
  );
}

function Filter({ filter, errors = [] }: Pick<LedgerPageProps, 'filter' | 'errors'>) {
  return (
    <form method="get" action="/credit" className="credit-filter">
      <p>
        <label htmlFor="from">From</label>
        <input id="from" name="from" type="date" className="input" defaultValue={filter.from} />
      </p>
      <Field name="to" label="To" errors={errors}>
        {(control) => <input {...control} type="date" className="input" defaultValue={filter.to} />}
      </Field>
      <p>
        <label htmlFor="source">From where</label>
        <select id="source" name="source" className="select" defaultValue={filter.source ?? ''}>
          <option value="">All</option>
          {entrySources.map((source) => (
            <option key={source} value={source}>
              {sourceWords[source]}
            </option>
          ))}
        </select>
      </p>
      <button type="submit" className="btn">
        Show
      </button>
    </form>
  );
}

function Lines({ entries, filter }: Pick<LedgerPageProps, 'entries' | 'filter'>) {
  const { from, to, source } = filter;
  if (entries.length === 0) {
    return (
      <p className="empty-state mt-6">
        {from === undefined && to === undefined && source === undefined
          ? 'There are no hours yet. Those of an award come by themselves.'
          : 'There are no hours in this period.'}
      </p>
    );
  }
  const sums = sumLedger(entries);
  const given = Object.entries({ from, to, source }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  const address = (ending: string) => `/credit/transcript.${ending}${query === '' ? '' : `?${query}`}`;
  return (
    <>
      <p className="mt-4">
        <strong>{formatQuarters(sums.total)}</strong>, {periodText(filter)}: {formatQuarters(sums.vouched)} by awards
        and providers, {formatQuarters(sums.self)} self-reported.
      </p>
      <WideTable label="Hours" head={['Activity', 'Day', 'Hours', 'Entered', 'Claim']}>
        {entries.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </WideTable>
      <h3 className="mt-6">Transcript of these hours</h3>
      <p className="actions">
        <a href={address('pdf')} className="btn">
          PDF
        </a>
        <a href={`${address('pdf')}${query === '' ? '?' : '&'}paper=letter`} className="btn">
          PDF, US Letter
        </a>
        <a href={address('xlsx')} className="btn">
          Spreadsheet (XLSX)
        </a>
        <a href={address('csv')} className="btn">
          CSV
        </a>
      </p>
    </>
  );
}

function Line({ entry }: { entry: LedgerEntry }) {
  const { title, publicId, provider, nature, how, state, stateReason, reason, correctsId } = entry;
  return (
    <tr id={`entry-${entry.id}`}>
      <th scope="row">
        {publicId === null ? title : <a href={`/verify/${publicId}`}>{title}</a>}
        <p className="meta">
          {natureWords[nature]} · {provider}
          {entry.place !== '' && ` · ${entry.place}`}
        </p>
        {entry.proofName !== null && (
          <p className="meta">
            Proof: <a href={`/credit/entries/${entry.id}/proof`}>{entry.proofName}</a>
          </p>
        )}
        <p className="meta">{correctsId === null ? how : `Counter-entry: ${reason ?? ''}`}</p>
        {state !== 'counts' && correctsId === null && (
          <p className="meta">
            <strong>{entryStateWords[state]}</strong>
            {stateReason !== null && `: ${stateReason}`}
          </p>
        )}
      </th>
      <td data-label="Day">{dayText(entry.endsOn)}</td>
      <td className="numeral" data-label="Hours">
        {state === 'counts' || correctsId !== null || state === 'corrected' ? (
          hoursOf(entry.quarters)
        ) : (
          <>
            <s>{hoursOf(entry.quarters)}</s> 0
          </>
        )}
      </td>
      <td data-label="Entered">{recordingWords[entry.recordedAs]}</td>
      <td data-label="Claim">
        <Acts entry={entry} />
      </td>
    </tr>
  );
}

function Acts({ entry }: { entry: LedgerEntry }) {
  const { id, title, state, claimId, recordedAs } = entry;
  if (state !== 'counts') return null;
  return (
    <>
      {claimId === null ? (
        <a href={`/credit/claims/new?entry=${id}`}>
          What would count<span className="sr-only"> of {title}</span>
        </a>
      ) : (
        <a href={`/credit/claims/${claimId}`}>
          See the claim<span className="sr-only"> of {title}</span>
        </a>
      )}
      {recordedAs === 'self' && (
        <details>
          <summary>
            Take out<span className="sr-only"> {title}</span>
          </summary>
          <form method="post" action={`/credit/entries/${id}/correct`}>
            <label htmlFor={`reason-${id}`}>Why</label>
            <input id={`reason-${id}`} name="reason" className="input" maxLength={2000} required />
            <button type="submit" className="btn btn-sm">
              Take it out
            </button>
          </form>
        </details>
      )}
    </>
  );
}
