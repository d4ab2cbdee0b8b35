import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { daysText } from '../credit/credit-words.ts';
import { DayField, TextLine } from '../credit/entry-fields.tsx';
import { type RuleChoice, RuleChoices } from './agencies.page.tsx';
import type { Agency } from './agencies.queries.ts';
import { BatchTable } from './batch-table.tsx';
import type { Batch } from './batches.queries.ts';
import { ProviderFrame } from './provider-frame.tsx';
import { standingWords } from './provider-words.ts';

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  agency: Agency;
  batches: readonly Batch[];
  rules: readonly RuleChoice[];
  typed?: Readonly<Record<string, string>>;
  chosen?: readonly string[] | undefined;
  errors?: FormErrors;
};

/** One agency: the register of what it approved, the claims that wait for it and the batches that went to it. */
export function AgencyPage({ context, issuer, agency, batches, rules, typed = {}, chosen, errors = [] }: Props) {
  const path = `/admin/${issuer.slug}/agencies/${agency.id}`;
  const isValid = agency.approvals.some(({ standing }) => standing === 'valid' || standing === 'ends-soon');
  const needing = agency.rules.filter(({ needsProvider }) => needsProvider);
  return (
    <ProviderFrame context={context} issuer={issuer} page="Agencies" title={agency.name} hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>{agency.name}</h1>
        <p className="lead">{agency.rules.map(({ title }) => title).join('; ') || 'Decides no rule yet.'}</p>
      </header>
      {!isValid && needing.length > 0 && (
        <p className="alert alert-warning mb-6" role="status">
          {needing.map(({ title }) => title).join('; ')}: this asks for an approved provider, and no approval of yours
          is valid today. Enter it below; claims say until then that there is none.
        </p>
      )}
      <div className="split">
        <div className="stack">
          <section aria-labelledby="waiting">
            <h2 id="waiting">To send</h2>
            {agency.waiting === 0 ? (
              <p className="muted">
                No claim waits. Approved claims of your earners come here, and those that earners hand to you.
              </p>
            ) : (
              <form method="post" action={`${path}/batches`} className="provider-act">
                <p>
                  {counted(agency.waiting, 'claim')} {agency.waiting === 1 ? 'waits' : 'wait'} to be sent. A batch is a
                  file for the agency; nothing leaves until you send it yourself.
                </p>
                <button type="submit" className="btn btn-primary">
                  Make a batch
                </button>
              </form>
            )}
          </section>
          <section aria-labelledby="batches">
            <h2 id="batches">Batches</h2>
            {batches.length === 0 ? (
              <p className="muted">No batch is made yet.</p>
            ) : (
              <BatchTable batches={batches} issuer={issuer} />
            )}
          </section>
          <section aria-labelledby="register">
            <h2 id="register">Your approvals</h2>
            {agency.approvals.length === 0 ? (
              <p className="muted">None is entered yet. Enter the number that the agency gave you, and for how long.</p>
            ) : (
              <WideTable label="Approvals" head={['Number', 'Valid', 'Scope', <>Do</>]}>
                {agency.approvals.map(({ id, number, validFrom, validTo, scope, documentUrl, standing }) => (
                  <tr key={id}>
                    <th scope="row">
                      {number}
                      {documentUrl !== null && (
                        <p className="meta">
                          <a href={documentUrl} rel="noreferrer">
                            Document<span className="sr-only"> of {number}</span>
                          </a>
                        </p>
                      )}
                    </th>
                    <td>
                      <Status name={standingWords[standing].status} word={standingWords[standing].word} />
                      <p className="meta">{daysText(validFrom, validTo)}</p>
                    </td>
                    <td>{scope || <span className="muted">Not said</span>}</td>
                    <td>
                      <details>
                        <summary>
                          Take off<span className="sr-only"> {number}</span>
                        </summary>
                        <form method="post" action={`${path}/approvals/${id}/remove`}>
                          <p className="hint">Only where it was entered wrongly: what ended stays here.</p>
                          <button type="submit" className="btn btn-sm">
                            Take it off
                          </button>
                        </form>
                      </details>
                    </td>
                  </tr>
                ))}
              </WideTable>
            )}
          </section>
        </div>
        <aside className="stack">
          <form
            method="post"
            action={`${path}/approvals`}
            className="panel"
            noValidate
            aria-labelledby="approval-title"
          >
            <h2 id="approval-title">Enter an approval</h2>
            <TextLine name="number" label="Provider number" max={80} typed={typed} errors={errors} />
            <DayField name="validFrom" label="First day" typed={typed} errors={errors} />
            <DayField
              name="validTo"
              label="Last day"
              hint="You are reminded 90, 30 and 7 days before."
              typed={typed}
              errors={errors}
            />
            <TextField
              name="scope"
              label="Scope (optional)"
              hint="What it is for, in the agency’s words."
              errors={errors}
              rows={2}
              maxLength={1000}
              value={typed.scope}
            />
            <TextLine
              name="documentUrl"
              label="Address of the document (optional)"
              type="url"
              max={1000}
              typed={typed}
              errors={errors}
            />
            <button type="submit" className="btn btn-primary">
              Enter the approval
            </button>
          </form>
          <form method="post" action={path} className="panel" noValidate aria-labelledby="change-title">
            <h2 id="change-title">Change the agency</h2>
            <TextLine name="name" label="Name" max={200} typed={{ name: agency.name, ...typed }} errors={errors} />
            <RuleChoices rules={rules} chosen={chosen ?? agency.rules.map(({ id }) => id)} errors={errors} />
            <button type="submit" className="btn">
              Save
            </button>
          </form>
        </aside>
      </div>
    </ProviderFrame>
  );
}
