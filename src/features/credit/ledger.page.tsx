import { claimStateWords } from '#domain/credit/claim.ts';
import { entrySources, natureWords, sourceWords } from '#domain/credit/entry.ts';
import { formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import type { Claim } from './claims.queries.ts';
import type { Counted } from './count-towards.ts';
import { claimStatuses, dayText, daysText, entryStateWords, recordingWords } from './credit-words.ts';
import type { LedgerEntry, LedgerFilter } from './ledger.queries.ts';
import type { Licence } from './licences.queries.ts';
import { sumLedger } from './sum-ledger.ts';
import { periodText } from './transcript-pdf.ts';

export type LedgerPageProps = {
  context: PageContext;
  entries: readonly LedgerEntry[];
  filter: LedgerFilter;
  licences: readonly (Licence & { counted: Counted })[];
  claims: readonly Claim[];
};

/** The earner’s hours: what they are, what counts of them for which licence, and what is claimed. */
export function LedgerPage({ context, entries, filter, licences, claims }: LedgerPageProps) {
  return (
    <Layout context={context} title="Credit ledger">
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <span aria-current="page">Credit ledger</span>
      </nav>
      <header className="page-head">
        <h1>Credit ledger</h1>
        <p className="lead">Your hours of professional development, and what a state or district makes of them.</p>
      </header>
      <Licences licences={licences} />
      <Claims claims={claims} />
      <section className="section" aria-labelledby="hours">
        <h2 id="hours">Your hours</h2>
        <p className="actions">
          <a href="/credit/entries/new" className="btn">
            Enter a course or session
          </a>
        </p>
        <Filter filter={filter} />
        <Lines entries={entries} filter={filter} />
      </section>
    </Layout>
  );
}

function Licences({ licences }: Pick<LedgerPageProps, 'licences'>) {
  return (
    <section aria-labelledby="licences">
      <h2 id="licences">Licences to renew</h2>
      {licences.length === 0 && (
        <p className="mt-3">Say which licence you hold, and you see what counts towards its renewal.</p>
      )}
      <ul className="rows mt-3">
        {licences.map(({ id, title, rule, cycle, counted }) => (
          <li key={id}>
            <a href={`/credit/licences/${id}`}>
              {title}, {rule.jurisdiction.name}
            </a>
            <p>
              <strong className="numeral">{hoursOf(counted.counted)}</strong> of {hoursOf(counted.needed)} hours claimed
              and counted
            </p>
            <progress
              className="credit-progress"
              max={counted.needed}
              value={Math.min(counted.counted, counted.needed)}
              aria-label={`Hours counted towards ${title}`}
            />
            <p className="meta">{daysText(cycle.begins, cycle.ends)}</p>
          </li>
        ))}
      </ul>
      <p className="actions">
        <a href="/credit/licences/new" className="btn">
          Add a licence
        </a>
      </p>
    </section>
  );
}

function Claims({ claims }: Pick<LedgerPageProps, 'claims'>) {
  if (claims.length === 0) return null;
  return (
    <section className="section" aria-labelledby="claims">
      <h2 id="claims">Claims</h2>
      <WideTable label="Claims" head={['Activity', 'Rule', 'Counts', 'Status']}>
        {claims.map(({ id, form, rule, countedQuarters, state }) => (
          <tr key={id}>
            <th scope="row">
              <a href={`/credit/claims/${id}`}>{form.title}</a>
            </th>
            <td>{rule.title}</td>
            <td className="numeral">
              {form.quarters === 0 ? 'Recognition, without hours' : formatQuarters(countedQuarters)}
            </td>
            <td>
              <Status name={claimStatuses[state]} word={claimStateWords[state]} />
            </td>
          </tr>
        ))}
      </WideTable>
    </section>
  );
}

function Filter({ filter }: Pick<LedgerPageProps, 'filter'>) {
  return (
    <form method="get" action="/credit" className="credit-filter">
      <p>
        <label htmlFor="from">From</label>
        <input id="from" name="from" type="date" className="input" defaultValue={filter.from} />
      </p>
      <p>
        <label htmlFor="to">To</label>
        <input id="to" name="to" type="date" className="input" defaultValue={filter.to} />
      </p>
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
      <WideTable label="Hours" head={['Activity', 'Day', 'Hours', 'Entered', <>Do</>]}>
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
      <td>{dayText(entry.endsOn)}</td>
      <td className="numeral">
        {state === 'counts' || correctsId !== null || state === 'corrected' ? (
          hoursOf(entry.quarters)
        ) : (
          <>
            <s>{hoursOf(entry.quarters)}</s> 0
          </>
        )}
      </td>
      <td>{recordingWords[entry.recordedAs]}</td>
      <td>
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
          Claim<span className="sr-only"> the hours of {title}</span>
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
