import type { CellProblem } from '#domain/credit/agency-answers.ts';
import { type Attendee, mostAttendees } from '#domain/credit/attendance.ts';
import { formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { AdminFrame, counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { EntryFields } from './entry-fields.tsx';
import type { Listed } from './record-attendance.ts';

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  /** What was typed, the list as text among it. */
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
  problems?: readonly CellProblem[];
  /** Who would have the hours; shown before anything is entered. */
  listed?: readonly Listed[] | undefined;
  /** A list was entered, but not for those without an account. */
  left?: { people: number; unknown: readonly Attendee[] } | undefined;
};

/** A session for everyone who took part, from a list: looked at first, then entered. */
export function AttendancePage(props: Props) {
  const { context, issuer, typed = {}, errors = [], problems = [], listed, left } = props;
  const home = `/admin/${issuer.slug}/credit`;
  const path = `${home}/attendance`;
  const hasErrors = errors.length + problems.length > 0;
  return (
    <AdminFrame context={context} issuer={issuer} section="Credit" title="Attendance list" hasErrors={hasErrors}>
      <ErrorSummary errors={errors} />
      {problems.length > 0 && <Problems problems={problems} />}
      {left && <Left {...left} />}
      <header className="page-head">
        <p className="eyebrow">
          <a href={home}>PD credit</a>
        </p>
        <h1>Attendance list</h1>
        <p className="lead">
          Enter one session for everyone who took part. You see the list as it was read before anything is entered.
        </p>
      </header>
      {listed && <Preview path={path} typed={typed} listed={listed} issuerName={issuer.name} />}
      <form
        method="post"
        action={path}
        encType="multipart/form-data"
        className="panel mt-6"
        noValidate
        aria-labelledby="list-title"
      >
        <h2 id="list-title">{listed ? 'Change it' : 'The session and its list'}</h2>
        <EntryFields
          typed={{ provider: issuer.name, ...typed }}
          errors={errors}
          hours="Of everyone whose line in the list has no others; in quarters of an hour."
        />
        <TextField
          name="list"
          label="Who took part"
          hint={`One person a line: e-mail address, name, hours. Only the address must be there. Paste it from a spreadsheet, or write it with commas; at most ${mostAttendees} people.`}
          errors={errors}
          rows={8}
          maxLength={100_000}
          value={typed.list}
        />
        <div className="field">
          <label htmlFor="listFile">Or a file (CSV or XLSX)</label>
          <p id="listFile-hint" className="hint">
            It is taken in place of what is written above.
          </p>
          <input
            id="listFile"
            name="listFile"
            type="file"
            accept=".csv,.txt,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            className="file-input"
            aria-describedby="listFile-hint"
          />
        </div>
        <p className="hint">
          Everyone on the list needs an account here: hours stand in somebody’s own ledger. Those without one are named
          once the list is entered, and left on it.
        </p>
        <button type="submit" className={listed ? 'btn' : 'btn btn-primary'}>
          Look at it first
        </button>
      </form>
    </AdminFrame>
  );
}

function Problems({ problems }: { problems: readonly CellProblem[] }) {
  return (
    <div className="error-summary" role="alert" tabIndex={-1} data-autofocus>
      <h2>Nothing was entered: {counted(problems.length, 'cell')} to put right</h2>
      <ul>
        {problems.map(({ cell, message }) => (
          <li key={cell + message}>
            <strong>{cell}</strong>: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Left({ people, unknown }: { people: number; unknown: readonly Attendee[] }) {
  return (
    <div className="error-summary" role="alert" tabIndex={-1} data-autofocus>
      <h2>
        {people === 0 ? 'Nothing was entered' : `The hours of ${counted(people, 'person', 'people')} are entered`};{' '}
        {counted(unknown.length, 'address', 'addresses')} without an account
      </h2>
      <p>
        The list below has only those that are left. Ask them to sign up with this address, or which address they use
        here, and enter the list again.
      </p>
      <ul>
        {unknown.map(({ email }) => (
          <li key={email}>{email}</li>
        ))}
      </ul>
    </div>
  );
}

function Preview({
  path,
  typed,
  listed,
  issuerName,
}: {
  path: string;
  typed: Readonly<Record<string, string>>;
  listed: readonly Listed[];
  issuerName: string;
}) {
  const total = listed.reduce((sum, { quarters }) => sum + quarters, 0);
  return (
    <section className="section" aria-labelledby="preview">
      <h2 id="preview">Not entered yet: look at it</h2>
      <p>
        “{typed.title}”: {formatQuarters(total)} for {counted(listed.length, 'person', 'people')} together. Everyone
        gets a mail. Whoever has no account with the address gets no hours; you are told then.
      </p>
      <WideTable label="Who gets the hours" head={['Address', 'On the list', 'Hours']}>
        {listed.map(({ email, name, knownAs, quarters }) => (
          <tr key={email}>
            <th scope="row">
              {email}
              {knownAs !== undefined && (
                <p className="meta">
                  With {issuerName} as {knownAs}
                </p>
              )}
            </th>
            <td>{name === '' ? <span className="muted">No name</span> : name}</td>
            <td className="numeral">{hoursOf(quarters)}</td>
          </tr>
        ))}
      </WideTable>
      <form method="post" action={path} className="mt-6">
        {Object.entries(typed).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="confirmed" value="yes" />
        <button type="submit" className="btn btn-primary">
          Enter the hours of {counted(listed.length, 'person', 'people')}
        </button>
      </form>
    </section>
  );
}
