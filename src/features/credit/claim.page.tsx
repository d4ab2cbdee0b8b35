import { claimStateWords } from '#domain/credit/claim.ts';
import { formatQuarters } from '#domain/credit/quarters.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { ClaimProvider } from '../provider/agencies.queries.ts';
import type { Approval } from './approvals.queries.ts';
import type { Claim, ClaimEvent } from './claims.queries.ts';
import { approverWords, claimStatuses, daysText, entryStateWords } from './credit-words.ts';
import { TextLine } from './entry-fields.tsx';
import { FormTable } from './form-table.tsx';
import { RuleWarning } from './rule-facts.tsx';
import { ruleAddress } from './rule.page.tsx';

export type ClaimPageProps = {
  context: PageContext;
  claim: Claim;
  /** `undefined` where it can’t be read any more. */
  licenceNumber: string | undefined;
  events: readonly ClaimEvent[];
  approvals: readonly Approval[];
  /** Where the provider of the hours reports to an agency under this rule. */
  provider?: ClaimProvider | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** One claim: its form, where it stands and the next thing to do. */
export function ClaimPage(props: ClaimPageProps) {
  const { context, claim, licenceNumber, events, approvals, provider, errors = [] } = props;
  const { id, form, rule, state, entryState, entryStateReason } = claim;
  return (
    <Layout context={context} title={`Claim: ${form.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href="/credit">Credit ledger</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head credit-claim">
        <p className="eyebrow">{rule.title}</p>
        <h1>{form.title}</h1>
        <p>
          <Status
            name={claimStatuses[state]}
            word={isHandedOver(props) ? 'With the provider' : claimStateWords[state]}
          />
        </p>
        <p className="lead">
          {claim.entryId === null
            ? 'Recognition of the award, without hours, for'
            : `${formatQuarters(claim.countedQuarters)} of ${formatQuarters(form.quarters)} count in`}{' '}
          the cycle {daysText(claim.cycle.begins, claim.cycle.ends)}.
        </p>
      </header>
      {entryState !== 'counts' && (
        <p className="alert alert-warning" role="status">
          {claim.entryId === null ? 'The award' : 'The hours'} of this claim no longer{' '}
          {claim.entryId === null ? 'counts' : 'count'}: {entryStateWords[entryState].toLowerCase()}
          {entryStateReason !== null && `. ${entryStateReason}`}
        </p>
      )}
      <div className="split">
        <div className="stack">
          <section aria-labelledby="form-title">
            <h2 id="form-title">{rule.form.title}</h2>
            <FormTable claim={claim} licenceNumber={licenceNumber} />
            <ProviderNumber claim={claim} provider={provider} />
            <p className="actions">
              <a href={`/credit/claims/${id}/form.pdf`} className="btn">
                Form (PDF)
              </a>
              <a href={`/credit/claims/${id}/form.pdf?paper=letter`} className="btn">
                Form, US Letter (PDF)
              </a>
            </p>
            {rule.evidence.length > 0 && (
              <>
                <h3 className="credit-keep">What to keep or hand in</h3>
                <ul className="list">
                  {rule.evidence.map(({ text }) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              </>
            )}
          </section>
          <Next {...props} />
        </div>
        <aside className="stack">
          <section className="panel" aria-labelledby="way">
            <h2 id="way">The way so far</h2>
            <ol className="credit-way">
              {events.map(({ state: reached, note, byName, at }, index) => (
                <li key={index}>
                  <strong>{claimStateWords[reached]}</strong>
                  {byName !== null && ` by ${byName}`}, <Moment at={at} />
                  {note !== '' && <p className="meta">{note}</p>}
                </li>
              ))}
            </ol>
            {approvals.map(
              ({ id: key, approverName, approverEmail, state: answer, typedName, typedRole, expiresAt }) => (
                <p key={key} className="meta">
                  {answer === 'waiting' && (
                    <>
                      Asked: {approverName} ({approverEmail}), who can answer until <Day at={expiresAt} />
                    </>
                  )}
                  {answer === 'expired' && `${approverName} did not answer in time. Ask again.`}
                  {answer === 'ended' && `${approverName} was asked, and no longer is.`}
                  {(answer === 'approved' || answer === 'refused') &&
                    `${answer === 'approved' ? 'Approved' : 'Not approved'} by ${typedName ?? ''}, ${typedRole ?? ''}`}
                </p>
              ),
            )}
            <p className="meta">
              <a href={ruleAddress(claim.ruleSlug, claim.ruleNumber)}>Rule version {claim.ruleNumber}</a>: it stays with
              this claim, whatever is published later.
            </p>
          </section>
          <RuleWarning rule={rule} />
        </aside>
      </div>
    </Layout>
  );
}

/** Nobody approved it: the earner let the provider send it. */
function isHandedOver({ claim, provider, approvals }: ClaimPageProps): boolean {
  return claim.state === 'approved' && provider !== undefined && !approvals.some(({ state }) => state === 'approved');
}

/** The number under which the agency knows the provider, or a plain warning where the rule asks for one. */
function ProviderNumber({ claim, provider }: Pick<ClaimPageProps, 'claim' | 'provider'>) {
  if (provider?.number !== undefined)
    return (
      <p className="meta">
        {provider.issuerName} is a provider of {provider.agency}, number {provider.number}.
      </p>
    );
  if (!claim.rule.provider?.approved) return null;
  return (
    <p className="alert alert-warning credit-ask">
      This rule asks for an approved provider. No approval is entered here that was valid on the day of the activity.
      Ask {claim.form.provider} for its number before you count on these hours.
    </p>
  );
}

/** What can be done from here. */
function Next(props: ClaimPageProps) {
  const { claim, provider, typed = {}, errors = [] } = props;
  const { id, state, rule, form } = claim;
  const path = `/credit/claims/${id}`;
  const needed = rule.approval.by !== 'nobody';
  const counts = claim.entryState === 'counts';
  // It is sent once: whoever wants to send it by themselves withdraws it first.
  const isWithProvider = isHandedOver(props) || provider?.line !== undefined;
  return (
    <>
      {state === 'draft' && (
        <form method="post" action={`${path}/form`} className="panel" noValidate aria-labelledby="fill-title">
          <h2 id="fill-title">Time and place</h2>
          <p className="hint">The form asks for both. They stand still once the claim is under way.</p>
          <TextLine name="time" label="Time" max={200} typed={{ time: form.time, ...typed }} errors={errors} />
          <TextLine name="place" label="Place" max={300} typed={{ place: form.place, ...typed }} errors={errors} />
          <button type="submit" className="btn">
            Save
          </button>
        </form>
      )}
      {counts && (state === 'draft' || state === 'waiting') && (
        <form method="post" action={`${path}/approval`} className="panel" noValidate aria-labelledby="approval-title">
          <h2 id="approval-title">{state === 'waiting' ? 'Ask somebody else, or again' : 'Ask for approval'}</h2>
          <p className="hint">
            {needed
              ? `Must approve: ${approverWords[rule.approval.by].toLowerCase()}.`
              : 'This rule asks for nobody’s approval. If your district or office wants one, ask for it here.'}{' '}
            They get a link, and need no account.
          </p>
          <TextLine name="approverName" label="Their name" max={200} typed={typed} errors={errors} />
          <TextLine
            name="approverEmail"
            label="Their e-mail address"
            type="email"
            max={320}
            typed={typed}
            errors={errors}
          />
          <button type="submit" className={needed ? 'btn btn-primary' : 'btn'}>
            Send the link
          </button>
        </form>
      )}
      {counts && provider && state === 'draft' && !needed && (
        <form method="post" action={`${path}/hand-over`} className="panel" aria-labelledby="hand-over-title">
          <h2 id="hand-over-title">Let the provider send it</h2>
          <p>
            {provider.issuerName} sends your claim to {provider.agency}, with your name and the number of your licence,
            and brings back the answer. Save the time and the place first.
          </p>
          <button type="submit" className="btn btn-primary">
            Let {provider.issuerName} send it
          </button>
        </form>
      )}
      {provider?.line && (state === 'approved' || state === 'submitted') && (
        <p className="alert alert-info credit-ask">
          {provider.issuerName} {provider.line.isSent ? 'has sent' : 'is about to send'} this claim to {provider.agency}
          , line {provider.line.line}. You get a mail when it is answered.
        </p>
      )}
      {counts && !isWithProvider && (state === 'approved' || (state === 'draft' && !needed)) && (
        <StateForm path={path} to="submitted" title="Send it to the agency" button="I have sent it">
          <p>
            Tessera sends nothing to the agency. Report {claim.entryId === null ? 'the award' : 'the hours'} there, with
            the form, then say so here. Ask{' '}
            {rule.ask.whom} if you don’t know how.
          </p>
        </StateForm>
      )}
      {state === 'submitted' && (
        <>
          <StateForm path={path} to="accepted" title="The agency accepted it" button="It was accepted" />
          <StateForm path={path} to="rejected" title="The agency refused it" button="It was refused">
            <TextField
              name="note"
              label="The agency’s reason"
              errors={errors}
              rows={2}
              maxLength={2000}
              value={typed.note}
            />
          </StateForm>
        </>
      )}
      {claim.endedAt === null && (
        <details className="panel">
          <summary>Withdraw the claim</summary>
          <form method="post" action={`${path}/state`}>
            <input type="hidden" name="to" value="withdrawn" />
            <p>It can be claimed anew then. A withdrawn claim stays on your list.</p>
            <button type="submit" className="btn">
              Withdraw it
            </button>
          </form>
        </details>
      )}
    </>
  );
}

type StateFormProps = { path: string; to: string; title: string; button: string; children?: React.ReactNode };

function StateForm({ path, to, title, button, children }: StateFormProps) {
  return (
    <form method="post" action={`${path}/state`} className="panel" noValidate aria-labelledby={`${to}-title`}>
      <h2 id={`${to}-title`}>{title}</h2>
      <input type="hidden" name="to" value={to} />
      {children}
      <button type="submit" className="btn">
        {button}
      </button>
    </form>
  );
}
