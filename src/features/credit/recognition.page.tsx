import { claimStateWords } from '#domain/credit/claim.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { ProviderNumber } from '../provider/agencies.queries.ts';
import type { Claim } from './claims.queries.ts';
import { approvalWords, claimStatuses, dayText, daysText } from './credit-words.ts';
import type { Licence } from './licences.queries.ts';
import { ProviderNotice } from './provider-notice.tsx';
import type { RecognisableAward } from './recognition.queries.ts';
import { RuleWarning } from './rule-facts.tsx';
import { ruleAddress } from './rule.page.tsx';

type SectionProps = { licence: Licence; claims: readonly Claim[]; awards: readonly RecognisableAward[] };

/** Awards that a licence recognises, or is asked to, beside the hours that count towards its renewal. */
export function RecognitionSection({ licence, claims, awards }: SectionProps) {
  const open = awards.filter((award) => !award.claims.some(({ ruleId }) => ruleId === licence.ruleId));
  return (
    <section className="section" aria-labelledby="recognition">
      <h2 id="recognition">Recognition, without hours</h2>
      <p>
        An agency may put the completion of an award on your licence, beside the hours. Whether it does is for the
        agency to say.
      </p>
      {claims.length === 0 && open.length === 0 && (
        <p className="muted mt-3">Stack awards, and awards without hours, come here once you have earned one.</p>
      )}
      <ul className="rows mt-3">
        {claims.map((claim) => (
          <li key={claim.id}>
            <a href={`/credit/claims/${claim.id}`}>{claim.form.title}</a>
            <p>
              <Status
                name={claimStatuses[claim.state]}
                word={claim.state === 'accepted' ? 'Recognised by the agency' : claimStateWords[claim.state]}
              />
            </p>
            <p className="meta">
              {claim.form.provider}, completed {dayText(claim.form.ends)}
              {claim.state === 'accepted' && claim.endedAt && `, recognised ${dayText(dayOf(claim.endedAt))}`}
              {claim.entryState !== 'counts' && `. The award was ${claim.entryState} since`}
            </p>
          </li>
        ))}
        {open.map(({ publicId, title, provider, awardedOn }) => (
          <li key={publicId}>
            {title}
            <p className="meta">
              {provider}, completed {dayText(awardedOn)}
            </p>
            <a href={`/credit/claims/new?award=${publicId}&as=recognition`}>
              Claim recognition<span className="sr-only"> of {title}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

type PageProps = {
  context: PageContext;
  award: RecognisableAward;
  /** Each with the number under which its agency knew the provider on the day of the award. */
  choices: readonly { licence: Licence; provider: ProviderNumber | undefined }[];
  errors?: FormErrors;
};

/** For which licence an award is to be recognised, before anything is claimed. */
export function NewRecognitionPage({ context, award, choices, errors = [] }: PageProps) {
  const here = `/credit/claims/new?award=${award.publicId}&as=recognition`;
  return (
    <Layout context={context} title="Claim recognition" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href="/credit">Credit ledger</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <p className="eyebrow">{award.provider}</p>
        <h1>Claim recognition of “{award.title}”</h1>
        <p className="lead">That you completed it, on {dayText(award.awardedOn)}. No hours are claimed with it.</p>
      </header>
      {award.hasHours && (
        <p className="alert alert-info credit-ask">
          <span>
            This award has hours. <a href={`/credit/claims/new?award=${award.publicId}`}>Claim the hours</a> where your
            licence is renewed by hours.
          </span>
        </p>
      )}
      {award.status !== 'in-force' && (
        <p className="alert alert-warning">
          This award is {award.status}, so nothing can be claimed of it
          {award.statusReason !== null && `. ${award.statusReason}`}
        </p>
      )}
      {choices.length === 0 && (
        <div className="empty-state">
          <h2>On which licence?</h2>
          <p>Add the licence on which it should be recognised.</p>
          <p className="actions">
            <a href={`/credit/licences/new?next=${encodeURIComponent(here)}`} className="btn btn-primary">
              Add a licence
            </a>
          </p>
        </div>
      )}
      <div className="stack">
        {choices.map(({ licence, provider }) => {
          const claim = award.claims.find(({ ruleId }) => ruleId === licence.ruleId);
          return (
            <section key={licence.id} className="panel" aria-labelledby={`licence-${licence.id}`} id={licence.id}>
              <h2 id={`licence-${licence.id}`}>
                {licence.title}, {licence.rule.jurisdiction.name}
              </h2>
              <p className="meta">Cycle {daysText(licence.cycle.begins, licence.cycle.ends)}</p>
              <p>
                The rule counts hours and says nothing of recognition without them. Ask {licence.rule.ask.whom} whether
                the award can stand on your licence.
              </p>
              <ProviderNotice rule={licence.rule} name={award.provider} known={provider} isRecognition />
              <p className="meta">
                {approvalWords(licence.rule.approval.by)}{' '}
                <a href={ruleAddress(licence.ruleSlug, licence.ruleNumber)}>
                  What the rule says<span className="sr-only">: {licence.rule.title}</span>
                </a>
              </p>
              <RuleWarning rule={licence.rule} />
              {claim && (
                <p>
                  <a href={`/credit/claims/${claim.claimId}`}>It is claimed already: see the claim</a>
                </p>
              )}
              {!claim && award.status === 'in-force' && (
                <form method="post" action="/credit/claims">
                  <input type="hidden" name="award" value={award.publicId} />
                  <input type="hidden" name="licence" value={licence.id} />
                  <button type="submit" className="btn btn-primary">
                    Begin the claim
                  </button>
                </form>
              )}
            </section>
          );
        })}
      </div>
    </Layout>
  );
}
