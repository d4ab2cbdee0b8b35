import { natureWords } from '#domain/credit/entry.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { AdminFrame } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { dayText, entryStateWords } from './credit-words.ts';
import { EntryFields, TextLine } from './entry-fields.tsx';
import type { listRecorded } from './ledger.queries.ts';

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  recorded: Awaited<ReturnType<typeof listRecorded>>;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Where an issuer’s people enter the hours of courses and sessions for those who took part. */
export function AdminCreditPage({ context, issuer, recorded, typed = {}, errors = [] }: Props) {
  const path = `/admin/${issuer.slug}/credit`;
  return (
    <AdminFrame context={context} issuer={issuer} section="Credit" title="PD credit" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>PD credit</h1>
        <p className="lead">
          Enter the hours of courses and sessions for those who took part. Hours of awards come by themselves.
        </p>
        <p className="actions">
          <a href={`${path}/attendance`} className="btn">
            Enter a session from an attendance list
          </a>
        </p>
      </header>
      <div className="split">
        <section aria-labelledby="recorded">
          <h2 id="recorded">Entered last</h2>
          {recorded.length === 0 && <p className="muted">Nothing is entered yet.</p>}
          {recorded.length > 0 && (
            <WideTable label="Entered hours" head={['Person', 'Activity', 'Hours', <>Do</>]}>
              {recorded.map((entry) => (
                <tr key={entry.id}>
                  <th scope="row">
                    {entry.personName}
                    <p className="meta">{entry.personEmail}</p>
                  </th>
                  <td>
                    {entry.title}
                    <p className="meta">
                      {natureWords[entry.nature]}, {dayText(entry.endsOn)}
                    </p>
                    {entry.state !== 'counts' && (
                      <p className="meta">
                        {entry.correctsId === null ? entryStateWords[entry.state] : 'Counter-entry'}:{' '}
                        {entry.reason ?? entry.stateReason}
                      </p>
                    )}
                  </td>
                  <td className="numeral">{hoursOf(entry.quarters)}</td>
                  <td>
                    {entry.state === 'counts' && (
                      <details>
                        <summary>
                          Take out
                          <span className="sr-only">
                            {' '}
                            {entry.title}, {entry.personName}
                          </span>
                        </summary>
                        <form method="post" action={`${path}/${entry.id}/correct`}>
                          <label htmlFor={`reason-${entry.id}`}>Why</label>
                          <input id={`reason-${entry.id}`} name="reason" className="input" maxLength={2000} required />
                          <button type="submit" className="btn btn-sm">
                            Take it out
                          </button>
                        </form>
                      </details>
                    )}
                  </td>
                </tr>
              ))}
            </WideTable>
          )}
        </section>
        <form method="post" action={path} className="panel" noValidate aria-labelledby="enter-title">
          <h2 id="enter-title">Enter hours</h2>
          <TextLine
            name="email"
            label="E-mail address of who took part"
            hint="Of their account here."
            type="email"
            max={320}
            typed={typed}
            errors={errors}
          />
          <EntryFields typed={{ provider: issuer.name, ...typed }} errors={errors} />
          <button type="submit" className="btn btn-primary">
            Enter the hours
          </button>
        </form>
      </div>
    </AdminFrame>
  );
}
