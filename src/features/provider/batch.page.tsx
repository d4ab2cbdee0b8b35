import type { CellProblem } from '#domain/credit/agency-answers.ts';
import { claimStateWords } from '#domain/credit/claim.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { daysText } from '../credit/credit-words.ts';
import type { Batch, BatchLine } from './batches.queries.ts';
import { ProviderFrame } from './provider-frame.tsx';
import { batchWords } from './provider-words.ts';

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  batch: Batch;
  lines: readonly BatchLine[];
  /** How many of the lines in the file have no number of a licence. */
  blank: number;
  notice?: string | undefined;
  errors?: FormErrors;
  problems?: readonly CellProblem[];
};

/** One batch on its way: made, sent, answered. */
export function BatchPage({ context, issuer, batch, lines, blank, notice, errors = [], problems = [] }: Props) {
  const home = `/admin/${issuer.slug}`;
  const path = `${home}/batches/${batch.id}`;
  const { word, status } = batchWords[batch.state];
  const hasErrors = errors.length + problems.length > 0;
  const disposed = lines.find(({ disposedAt }) => disposedAt)?.disposedAt;
  return (
    <ProviderFrame
      context={context}
      issuer={issuer}
      page="Agencies"
      title={`Batch ${batch.number}`}
      hasErrors={hasErrors}
    >
      <ErrorSummary errors={errors} />
      {problems.length > 0 && (
        <div className="error-summary" role="alert" tabIndex={-1} data-autofocus>
          <h2>Nothing was taken: {counted(problems.length, 'cell')} to put right</h2>
          <ul>
            {problems.map(({ cell, message }) => (
              <li key={cell + message}>
                <strong>{cell}</strong>: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {notice !== undefined && (
        <p className="alert alert-success mb-6" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <p className="eyebrow">
          <a href={`${home}/agencies/${batch.agencyId}`}>{batch.agency}</a>
        </p>
        <h1>Batch {batch.number}</h1>
        <p>
          <Status name={status} word={word} />
        </p>
        <p className="meta">
          {counted(batch.lines, 'claim')}, made <Day at={batch.madeAt} />
          {batch.sentAt && (
            <>
              , sent <Day at={batch.sentAt} />
            </>
          )}
          . {batch.accepted} accepted, {batch.refused} refused, {batch.lines - batch.accepted - batch.refused} without
          an answer.
        </p>
        {disposed && (
          <p className="meta">
            The numbers of the licences were deleted on <Day at={disposed} />, when their time was up. The file says so
            in their place.
          </p>
        )}
      </header>
      <div className="split">
        <section aria-labelledby="lines">
          <h2 id="lines">Claims</h2>
          <WideTable label="Claims" head={['Line', 'Educator', 'Activity', 'Hours', 'Answer']}>
            {lines.map((line) => (
              <tr key={line.id}>
                <th scope="row" className="provider-line">
                  {line.line}
                  {line.replaces !== null && <p className="meta">replaces {line.replaces}</p>}
                </th>
                <td>{line.educator}</td>
                <td>
                  {line.form.title}
                  <p className="meta">{daysText(line.form.begins, line.form.ends)}</p>
                  {line.approval && (
                    <p className="meta">
                      Approved by {line.approval.name}, {line.approval.role} ({line.approval.email})
                    </p>
                  )}
                  {line.providerNumber === null && <p className="meta">No provider number was valid then</p>}
                </td>
                <td className="numeral">{line.form.quarters === 0 ? 'Completion' : hoursOf(line.countedQuarters)}</td>
                <td>
                  <Answer line={line} />
                </td>
              </tr>
            ))}
          </WideTable>
        </section>
        <aside className="stack">
          {batch.state !== 'ended' && (
            <section className="panel" aria-labelledby="file">
              <h2 id="file">The file</h2>
              <p className="hint">The columns Answer and Reason are for the agency to fill in.</p>
              {blank > 0 && (
                <p className="alert alert-warning credit-ask">
                  {counted(blank, 'line')} of {batch.lines} without the number of a licence: it can’t be read any more.
                  {batch.state === 'made' &&
                    ' Ask the earner to enter it again, then take this batch apart and make another.'}
                </p>
              )}
              <p className="actions">
                <a href={`${path}/claims.csv`} className="btn">
                  Download CSV
                </a>
                <a href={`${path}/claims.xlsx`} className="btn">
                  Download XLSX
                </a>
              </p>
            </section>
          )}
          {batch.state === 'made' && <NotSent path={path} agency={batch.agency} />}
          {batch.sentAt && <AnswerForm path={path} errors={errors} />}
        </aside>
      </div>
    </ProviderFrame>
  );
}

function Answer({ line }: { line: BatchLine }) {
  if (line.leftAt) return <span className="muted">Taken out: {claimStateWords[line.claimState].toLowerCase()}</span>;
  if (line.answer === null) return <span className="muted">None yet</span>;
  const isAccepted = line.answer === 'accepted';
  return (
    <>
      <Status name={isAccepted ? 'complete' : 'withdrawn'} word={isAccepted ? 'Accepted' : 'Refused'} />
      {line.reason !== null && <p className="meta">{line.reason}</p>}
    </>
  );
}

function NotSent({ path, agency }: { path: string; agency: string }) {
  return (
    <section className="panel stack" aria-labelledby="send">
      <h2 id="send">Send it</h2>
      <p>Download the file, hand it to {agency}, then say so here. Every earner sees that their claim is sent.</p>
      <form method="post" action={`${path}/send`}>
        <button type="submit" className="btn btn-primary">
          I have sent it
        </button>
      </form>
      <form method="post" action={`${path}/end`} className="provider-act">
        <p className="hint">Made too early? The claims wait again.</p>
        <button type="submit" className="btn">
          Take it apart
        </button>
      </form>
    </section>
  );
}

function AnswerForm({ path, errors }: { path: string; errors: FormErrors }) {
  const error = errors.find(({ field }) => field === 'table');
  return (
    <form
      method="post"
      action={`${path}/answers`}
      encType="multipart/form-data"
      className="panel"
      aria-labelledby="answer"
    >
      <h2 id="answer">The agency’s answer</h2>
      <div className={error ? 'field field--error' : 'field'}>
        <label htmlFor="table">The file with its answers</label>
        <p id="table-hint" className="hint">
          CSV or XLSX, with Accepted or Refused beside each line, and a reason where it is refused. All of it is taken,
          or nothing; the same file twice changes nothing.
        </p>
        {error && (
          <p id="table-error" className="field-error">
            <span className="sr-only">Error: </span>
            {error.message}
          </p>
        )}
        <input
          id="table"
          name="table"
          type="file"
          accept=".csv,.xlsx"
          className="file-input"
          required
          aria-describedby="table-hint"
          aria-invalid={error ? true : undefined}
        />
      </div>
      <button type="submit" className="btn btn-primary">
        Take the answers
      </button>
    </form>
  );
}
