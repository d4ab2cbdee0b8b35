import { claimStateWords } from '#domain/credit/claim.ts';
import { formatQuarters } from '#domain/credit/quarters.ts';
import { ErrorSummary } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { ClaimNext, type ClaimPageProps, isHandedOver } from './claim-next.tsx';
import { claimStatuses, daysText, entryStateWords } from './credit-words.ts';
import { FormTable } from './form-table.tsx';
import { RuleWarning } from './rule-facts.tsx';
import { ruleAddress } from './rule.page.tsx';

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
          <ClaimNext {...props} />
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
                    `${answer === 'approved' ? 'Approved' : 'Not approved'} by ${typedName ?? ''}, ${typedRole ?? ''} (${approverEmail})`}
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
