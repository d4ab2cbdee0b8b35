import { ErrorSummary } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Status } from '#ui/status.tsx';
import { ClaimNext, type ClaimPageProps } from './claim-next.tsx';
import { ClaimWay } from './claim-way.tsx';
import { claimOutcome, claimStatuses, claimWord, daysText, entryStateWords } from './credit-words.ts';
import { FormTable } from './form-table.tsx';
import { ProviderNotice } from './provider-notice.tsx';
import { RuleWarning } from './rule-facts.tsx';

/** One claim: its form, where it stands and the next thing to do. */
export function ClaimPage(props: ClaimPageProps) {
  const { context, claim, licenceNumber, provider, errors = [] } = props;
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
          <Status name={claimStatuses[state]} word={claimWord(claim)} />
        </p>
        <p className="lead">
          {claimOutcome(claim)}, for the cycle {daysText(claim.cycle.begins, claim.cycle.ends)}.
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
            <ProviderNotice
              rule={rule}
              name={provider?.issuerName ?? form.provider}
              known={provider}
              isRecognition={claim.entryId === null}
            />
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
                <ul>
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
          <ClaimWay {...props} />
          <RuleWarning rule={rule} />
        </aside>
      </div>
    </Layout>
  );
}
