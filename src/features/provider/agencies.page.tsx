import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { dayText } from '../credit/credit-words.ts';
import { TextLine } from '../credit/entry-fields.tsx';
import type { Agency } from './agencies.queries.ts';
import type { Batch } from './batches.queries.ts';
import { BatchTable } from './batch-table.tsx';
import { ProviderFrame } from './provider-frame.tsx';
import { standingWords } from './provider-words.ts';

export type RuleChoice = { id: string; title: string };

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  agencies: readonly Agency[];
  batches: readonly Batch[];
  rules: readonly RuleChoice[];
  typed?: Readonly<Record<string, string>>;
  chosen?: readonly string[];
  errors?: FormErrors;
};

/** Whom an issuer reports to as a provider, and what waits for it. */
export function AgenciesPage({
  context,
  issuer,
  agencies,
  batches,
  rules,
  typed = {},
  chosen = [],
  errors = [],
}: Props) {
  const path = `/admin/${issuer.slug}/agencies`;
  return (
    <ProviderFrame context={context} issuer={issuer} page="Agencies" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Agencies</h1>
        <p className="lead">
          Who approved {issuer.name} as a provider, and who decides on the hours that your earners claim.
        </p>
      </header>
      <div className="split">
        <div className="stack">
          {agencies.length === 0 ? (
            <div className="empty-state">
              <h2>No agency yet</h2>
              <p>
                Add the agency that approved you, such as a state board of education, with the rules it decides. Then
                your number stands on forms and certificates, and earners can let you send their claims.
              </p>
            </div>
          ) : (
            <WideTable label="Agencies" head={['Agency', 'Your approval', 'Claims']}>
              {agencies.map((agency) => (
                <tr key={agency.id}>
                  <th scope="row">
                    <a href={`${path}/${agency.id}`}>{agency.name}</a>
                    <p className="meta">{agency.rules.map(({ title }) => title).join('; ') || 'Decides no rule yet'}</p>
                  </th>
                  <td>
                    <Standing agency={agency} />
                  </td>
                  <td>
                    {agency.waiting > 0 ? `${counted(agency.waiting, 'claim')} to send` : 'None to send'}
                    {agency.unanswered > 0 && <p className="meta">{agency.unanswered} wait for an answer</p>}
                  </td>
                </tr>
              ))}
            </WideTable>
          )}
          {batches.length > 0 && (
            <section aria-labelledby="batches">
              <h2 id="batches">Batches</h2>
              <BatchTable batches={batches} issuer={issuer} />
            </section>
          )}
        </div>
        <form method="post" action={path} className="panel" noValidate aria-labelledby="add-title">
          <h2 id="add-title">Add an agency</h2>
          <TextLine name="name" label="Name" max={200} typed={typed} errors={errors} />
          <RuleChoices rules={rules} chosen={chosen} errors={errors} />
          <button type="submit" className="btn btn-primary">
            Add the agency
          </button>
        </form>
      </div>
    </ProviderFrame>
  );
}

function Standing({ agency }: { agency: Agency }) {
  const [approval] = agency.approvals;
  if (!approval) return <span className="muted">None entered</span>;
  const { word, status } = standingWords[approval.standing];
  return (
    <>
      <Status name={status} word={word} />
      <p className="meta">
        {approval.number}, until {dayText(approval.validTo)}
      </p>
    </>
  );
}

export function RuleChoices({
  rules,
  chosen,
  errors,
}: {
  rules: readonly RuleChoice[];
  chosen: readonly string[];
  errors: FormErrors;
}) {
  const error = errors.find(({ field }) => field === 'rule');
  return (
    <fieldset className={error ? 'field field--error' : 'field'} id="rule" tabIndex={-1}>
      <legend>Rules that it decides</legend>
      {error && (
        <p className="field-error">
          <span className="sr-only">Error: </span>
          {error.message}
        </p>
      )}
      {rules.length === 0 && <p className="hint">There are no credit rules here yet.</p>}
      {rules.map(({ id, title }) => (
        <label key={id} className="choice provider-choice">
          <input type="checkbox" name="rule" value={id} defaultChecked={chosen.includes(id)} /> {title}
        </label>
      ))}
    </fieldset>
  );
}
