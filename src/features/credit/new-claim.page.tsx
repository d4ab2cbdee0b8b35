import { formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import type { CountedLine } from '#domain/credit/hours-towards.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { ProviderNumber } from '../provider/agencies.queries.ts';
import type { Counted } from './count-towards.ts';
import { approvalWords, daysText, entryStateWords, explainLine } from './credit-words.ts';
import type { LedgerEntry } from './ledger.queries.ts';
import type { Licence } from './licences.queries.ts';
import { ProviderNotice } from './provider-notice.tsx';
import { RuleWarning } from './rule-facts.tsx';
import { ruleAddress } from './rule.page.tsx';

type NewClaimPageProps = {
  context: PageContext;
  entry: LedgerEntry;
  /** Each licence with what would count, and the claim that holds the hours for its rule already. */
  choices: readonly {
    licence: Licence;
    line: CountedLine;
    after: Counted;
    provider: ProviderNumber | undefined;
    claimId: string | undefined;
  }[];
  errors?: FormErrors;
};

/** What would count of one line, licence by licence, before anything is claimed. */
export function NewClaimPage({ context, entry, choices, errors = [] }: NewClaimPageProps) {
  const here = `/credit/claims/new?entry=${entry.id}`;
  return (
    <Layout context={context} title="Claim the hours" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href="/credit">Credit ledger</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <p className="eyebrow">{entry.provider}</p>
        <h1>Claim the hours of “{entry.title}”</h1>
        <p className="lead">
          {formatQuarters(entry.quarters)}. {entry.how}
        </p>
        {entry.publicId !== null && (
          <p className="meta">
            Only its completion should stand on a licence?{' '}
            <a href={`/credit/claims/new?award=${entry.publicId}&as=recognition`}>Claim recognition, without hours</a>
          </p>
        )}
      </header>
      {entry.state !== 'counts' && (
        <p className="alert alert-warning">
          These hours no longer count: {entryStateWords[entry.state].toLowerCase()}
          {entry.stateReason !== null && `. ${entry.stateReason}`}
        </p>
      )}
      {choices.length === 0 && (
        <div className="empty-state">
          <h2>For which licence?</h2>
          <p>Add the licence that you renew. Then you see what counts before you claim anything.</p>
          <p className="actions">
            <a href={`/credit/licences/new?next=${encodeURIComponent(here)}`} className="btn btn-primary">
              Add a licence
            </a>
          </p>
        </div>
      )}
      <div className="stack">
        {choices.map(({ licence, line, after, provider, claimId }) => (
          <section key={licence.id} className="panel" aria-labelledby={`licence-${licence.id}`} id={licence.id}>
            <h2 id={`licence-${licence.id}`}>
              {licence.title}, {licence.rule.jurisdiction.name}
            </h2>
            <p className="meta">Cycle {daysText(licence.cycle.begins, licence.cycle.ends)}</p>
            <p>
              <strong>{formatQuarters(line.counted)}</strong> would count
              {line.counted > 0 && ' once the agency accepts them'}. With what you have claimed already that would be{' '}
              {hoursOf(after.counted)} of {hoursOf(after.needed)} hours.
            </p>
            {explainLine(line).map((why) => (
              <p key={why}>{why}</p>
            ))}
            {line.counted > 0 && <ProviderNotice rule={licence.rule} name={entry.provider} known={provider} />}
            <p className="meta">
              {approvalWords(licence.rule.approval.by)}{' '}
              <a href={ruleAddress(licence.ruleSlug, licence.ruleNumber)}>
                What the rule says<span className="sr-only">: {licence.rule.title}</span>
              </a>
            </p>
            <RuleWarning rule={licence.rule} />
            {line.counted > 0 && claimId === undefined && (
              <form method="post" action="/credit/claims">
                <input type="hidden" name="entry" value={entry.id} />
                <input type="hidden" name="licence" value={licence.id} />
                <button type="submit" className="btn btn-primary">
                  Begin the claim
                </button>
              </form>
            )}
            {line.counted === 0 && claimId === undefined && (
              <p>
                There is nothing to claim for this licence.{' '}
                <a href={`/credit/licences/${licence.id}`}>
                  See what is claimed for it<span className="sr-only">: {licence.title}</span>
                </a>
              </p>
            )}
            {claimId !== undefined && (
              <p>
                <a href={`/credit/claims/${claimId}`}>These hours are claimed already: see the claim</a>
              </p>
            )}
          </section>
        ))}
      </div>
      {choices.length > 0 && choices.every(({ line, claimId }) => line.counted === 0 && claimId === undefined) && (
        <section className="section" aria-labelledby="next">
          <h2 id="next">What you can do with these hours</h2>
          <p>
            They stay in your ledger, and stand on its transcript
            {entry.recordedAs === 'self' &&
              `. Where only hours of providers count, ask ${entry.provider} to enter them here, or to give you its own form`}
            .
          </p>
          <p className="actions">
            <a href={`/credit#entry-${entry.id}`} className="btn btn-primary">
              Back to your ledger
            </a>
            <a href={`/credit/licences/new?next=${encodeURIComponent(here)}`} className="btn">
              Add another licence
            </a>
          </p>
        </section>
      )}
    </Layout>
  );
}
