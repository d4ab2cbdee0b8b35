import { countOf } from '#domain/evidence/finding.ts';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status, type StatusName } from '#ui/status.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { LeadAppeal } from './appeals.queries.ts';

type LeadAppealsPageProps = { context: PageContext; open: readonly LeadAppeal[]; ended: readonly LeadAppeal[] };

/** How an appeal stands, as icon and word. */
export function endedStatus({ state, outcome, earns }: LeadAppeal): { name: StatusName; word: string } {
  if (state === 'withdrawn') return { name: 'withdrawn', word: 'Withdrawn' };
  if (earns) return { name: 'earned', word: 'Changed: earned' };
  return outcome === 'changed' ? { name: 'changed', word: 'Changed' } : { name: 'complete', word: 'Stays as it was' };
}

/** The appeals that wait, the first due first, and those that ended lately. */
export function LeadAppealsPage({ context, open, ended }: LeadAppealsPageProps) {
  return (
    <LeadFrame context={context} current="appeals" title="Appeals">
      <header className="page-head">
        <h1>Appeals</h1>
        <p className="lead">
          {open.length === 0
            ? 'No appeal against a decision is open.'
            : `${countOf(open.length, 'appeal')} against a decision ${open.length === 1 ? 'is' : 'are'} open.`}
        </p>
        <p>
          Appeals against the revocation of an award stand in the <a href="/lead">overview</a>, under Awards.
        </p>
      </header>
      {open.length === 0 ? (
        <div className="empty-state">
          <p>When an earner appeals against a decision, it appears here with the date by which an answer is due.</p>
        </div>
      ) : (
        <table className="table desk-table">
          <caption className="sr-only">Open appeals, the first due first</caption>
          <thead>
            <tr>
              <th scope="col">Micro-credential</th>
              <th scope="col">Earner</th>
              <th scope="col">Against</th>
              <th scope="col">Due</th>
              <th scope="col">With</th>
              <th scope="col">
                <span className="sr-only">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {open.map((appeal) => (
              <tr key={appeal.attemptId}>
                <th scope="row">
                  {appeal.title}
                  <span className="meta desk-table__issuer">{appeal.issuerName}</span>
                </th>
                <td data-label="Earner">{appeal.earnerName}</td>
                <td data-label="Against">
                  {countOf(appeal.lookFors.length, 'look-for')} of attempt {appeal.number}
                </td>
                <td data-label="Due">
                  <DueDay at={appeal.dueAt} now={context.now} />
                </td>
                <td data-label="With">
                  <Holder appeal={appeal} />
                </td>
                <td className="desk-table__action">
                  <a href={`/lead/appeals/${appeal.attemptId}`} className="btn btn-sm">
                    Open
                    <span className="sr-only">
                      : {appeal.title}, attempt {appeal.number} by {appeal.earnerName}
                    </span>
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ended.length > 0 && (
        <section className="section" aria-labelledby="ended-title">
          <h2 id="ended-title">Ended lately</h2>
          <ul className="rows">
            {ended.map((appeal) => (
              <li key={appeal.attemptId}>
                <Status {...endedStatus(appeal)} />{' '}
                <a href={`/lead/appeals/${appeal.attemptId}`}>
                  {appeal.title}, attempt {appeal.number} by {appeal.earnerName}
                </a>
                {appeal.endedAt && (
                  <span className="meta">
                    , <Day at={appeal.endedAt} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </LeadFrame>
  );
}

/** When an answer is due, and whether that has passed. */
export function DueDay({ at, now }: { at: Date; now: Date }) {
  return (
    <>
      <Day at={at} />
      {at < now && (
        <>
          {' '}
          <Status name="overdue" />
        </>
      )}
    </>
  );
}

export function Holder({ appeal: { holder } }: { appeal: LeadAppeal }) {
  if (!holder) return <Status name="open" word="Nobody yet" />;
  return (
    <Status name={holder.hasBegun ? 'started' : 'waiting'} word={`${holder.name}${holder.hasBegun ? '' : ', given'}`} />
  );
}
