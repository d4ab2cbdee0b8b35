import { recordWords } from '#domain/credit/provider-records.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { daysText } from '../credit/credit-words.ts';
import { DayField } from '../credit/entry-fields.tsx';
import type { OfferedMicroCredential } from './evaluation.queries.ts';
import type { KeptFile } from './files.queries.ts';
import { ProviderFrame } from './provider-frame.tsx';

const kindHints = {
  roster:
    'Rosters: who took part, with the licence number where they let you have it or claimed the hours, the day, the activity and its hours',
  evaluation: 'Evaluations: what came out in the period, question by question',
  activity: 'Activity summary: how often each activity was completed, with its hours',
} as const;

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  files: readonly KeptFile[];
  offered: readonly OfferedMicroCredential[];
  /** Of the roster that was made just now. */
  roster?: { rows: number; withoutNumber: number } | undefined;
  typed: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** The files that a provider makes for its records, and those it made. */
export function FilesPage({ context, issuer, files, offered, roster, typed, errors = [] }: Props) {
  const path = `/admin/${issuer.slug}/files`;
  return (
    <ProviderFrame context={context} issuer={issuer} page="Files" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {roster && (
        <p className={`alert alert-${roster.withoutNumber > 0 ? 'warning' : 'success'} mb-6`} role="status">
          {blankText(roster)}
        </p>
      )}
      <header className="page-head">
        <h1>Files</h1>
        <p className="lead">
          Rosters, evaluations and activity summaries of a period. Each is kept here as it was made, for as long as{' '}
          <a href={`/admin/${issuer.slug}/records`}>your records</a> are.
        </p>
      </header>
      <div className="split">
        <section aria-labelledby="made">
          <h2 id="made">Made so far</h2>
          {files.length === 0 && <p className="muted">No file is made yet. Choose what it should hold and a period.</p>}
          {files.length > 0 && (
            <WideTable label="Files" head={['File', 'Rows', 'Made', <>Do</>]}>
              {files.map((file) => {
                const name = `${recordWords[file.kind]}, ${daysText(file.from, file.to)}`;
                return (
                  <tr key={file.id} id={`file-${file.id}`}>
                    <th scope="row">
                      {name}
                      <p className="meta">
                        {file.microCredential === null
                          ? 'All micro-credentials'
                          : (offered.find(({ slug }) => slug === file.microCredential)?.title ?? file.microCredential)}
                      </p>
                      <p className="meta provider-hash">SHA-256 {file.sha256.slice(0, 16)} …</p>
                    </th>
                    <td className="numeral">
                      {file.rowCount.toLocaleString('en-US')}
                      {file.withoutNumber !== null && file.withoutNumber > 0 && (
                        <p className="meta">{file.withoutNumber.toLocaleString('en-US')} without a number</p>
                      )}
                    </td>
                    <td>
                      <Moment at={file.madeAt} />
                      <p className="meta">{file.madeBy}</p>
                    </td>
                    <td>
                      {file.disposedAt === null ? (
                        <a href={`${path}/${file.id}`}>
                          Download {file.ending.toUpperCase()}
                          <span className="sr-only">: {name}</span>
                        </a>
                      ) : (
                        <span className="muted">Disposed of</span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </WideTable>
          )}
        </section>
        <form method="post" action={path} className="panel" noValidate aria-labelledby="make-title">
          <h2 id="make-title">Make a file</h2>
          <fieldset className="field">
            <legend>What it should hold</legend>
            {Object.entries(kindHints).map(([kind, label], index) => (
              <label key={kind} className="choice provider-choice">
                <input
                  type="radio"
                  id={index === 0 ? 'kind' : `kind-${kind}`}
                  name="kind"
                  value={kind}
                  defaultChecked={(typed.kind ?? 'roster') === kind}
                />{' '}
                {label}
              </label>
            ))}
          </fieldset>
          <DayField name="from" label="First day" typed={typed} errors={errors} />
          <DayField name="to" label="Last day" typed={typed} errors={errors} />
          <Field name="micro-credential" label="Micro-credential" errors={errors}>
            {(control) => (
              <select {...control} className="select" defaultValue={typed['micro-credential'] ?? ''}>
                <option value="">All, with courses and sessions</option>
                {offered.map(({ slug, title }) => (
                  <option key={slug} value={slug}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <fieldset className="field">
            <legend>As</legend>
            {(['csv', 'xlsx'] as const).map((ending, index) => (
              <label key={ending} className="choice provider-choice">
                <input
                  type="radio"
                  id={index === 0 ? 'ending' : `ending-${ending}`}
                  name="ending"
                  value={ending}
                  defaultChecked={(typed.ending ?? 'csv') === ending}
                />{' '}
                {ending.toUpperCase()}
              </label>
            ))}
          </fieldset>
          <button type="submit" className="btn btn-primary">
            Make the file
          </button>
        </form>
      </div>
    </ProviderFrame>
  );
}

function blankText({ rows, withoutNumber }: { rows: number; withoutNumber: number }): string {
  const made = `The roster is made: ${counted(rows, 'row')}.`;
  if (rows === 0) return made;
  if (withoutNumber === 0) return `${made} Every row has the number of a licence.`;
  return `${made} ${withoutNumber.toLocaleString('en-US')} without the number of a licence: these educators have neither claimed the hours nor, for an award, let providers have their number. They can, on their page of PD credit.`;
}
