import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { countOf } from '#domain/evidence/finding.ts';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { longestText } from './agreement.form.ts';
import { agreementStates } from './agreement.page.tsx';
import { type LeadAgreement, mostAgreements } from './agreements.queries.ts';

export type LeadAgreementsPageProps = {
  context: PageContext;
  agreements: readonly LeadAgreement[];
  notice?: string | undefined;
  returned?: { id: string; typed: Readonly<Record<string, string>>; errors: FormErrors };
};

const fieldOf = (id: string, field: string) => `${field}-${id}`;

/** Requests for other evidence, to be answered. */
export function LeadAgreementsPage({ context, agreements, notice, returned }: LeadAgreementsPageProps) {
  const open = agreements.filter(({ state }) => state === 'asked');
  const answered = agreements.filter(({ state }) => state !== 'asked');
  return (
    <LeadFrame context={context} current="agreements" title="Other evidence" hasErrors={returned !== undefined}>
      <header className="page-head">
        <h1>Other evidence</h1>
        <p className="lead">
          Where practice can’t be repeated, you agree with the earner on what to hand in instead.{' '}
          {countOf(open.length, 'request')} {open.length === 1 ? 'waits' : 'wait'} for an answer.
        </p>
      </header>
      <ErrorSummary
        errors={(returned?.errors ?? []).map((error) => ({
          ...error,
          field: fieldOf(returned?.id ?? '', error.field),
        }))}
      />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {open.length === 0 ? (
        <div className="empty-state">
          <p>Nothing waits for an answer. When an earner asks to hand in other evidence, it appears here.</p>
        </div>
      ) : (
        <ul className="rows">
          {open.map((agreement) => (
            <OpenRow
              key={agreement.id}
              agreement={agreement}
              returned={returned?.id === agreement.id ? returned : undefined}
            />
          ))}
        </ul>
      )}
      {agreements.length >= mostAgreements && (
        <p className="meta">
          Only {mostAgreements} are shown: what waits, the oldest first, then what was answered last.
        </p>
      )}
      {answered.length > 0 && (
        <section className="section" aria-labelledby="answered-title">
          <h2 id="answered-title">Answered</h2>
          <ul className="rows">
            {answered.map((agreement) => (
              <li key={agreement.id} className="agreement-row">
                <h3>
                  {agreement.requirementTitle}, {agreement.title}
                </h3>
                <p>
                  <Status {...agreementStates[agreement.state]} />{' '}
                  <span className="meta">
                    {agreement.earnerName}
                    {agreement.answeredAt && (
                      <>
                        ; {agreement.answeredBy}, <Day at={agreement.answeredAt} />
                      </>
                    )}
                  </span>
                </p>
                <details>
                  <summary>
                    What was asked and answered<span className="sr-only"> about {agreement.requirementTitle}</span>
                  </summary>
                  <Texts agreement={agreement} />
                </details>
              </li>
            ))}
          </ul>
        </section>
      )}
    </LeadFrame>
  );
}

function Texts({ agreement }: { agreement: LeadAgreement }) {
  return (
    <dl className="agreement-texts">
      <div>
        <dt>Why it can’t be done again</dt>
        <dd className="said-by-earner">{agreement.reason}</dd>
      </div>
      <div>
        <dt>Instead</dt>
        <dd className="said-by-earner">{agreement.proposal}</dd>
      </div>
      {agreement.answer && (
        <div>
          <dt>The answer</dt>
          <dd className="said-by-earner">{agreement.answer}</dd>
        </div>
      )}
    </dl>
  );
}

function OpenRow({ agreement, returned }: { agreement: LeadAgreement; returned: LeadAgreementsPageProps['returned'] }) {
  const { id } = agreement;
  const typed = returned?.typed ?? {};
  const errors = (returned?.errors ?? []).map((error) => ({ ...error, field: fieldOf(id, error.field) }));
  const verdictError = errors.find(({ field }) => field === fieldOf(id, 'verdict'));
  return (
    <li className="agreement-row" id={`agreement-${id}`}>
      <h2>
        {agreement.requirementTitle}, {agreement.title}
      </h2>
      <p className="meta">
        {agreement.earnerName}, {agreement.issuerName}; asked on <Day at={agreement.askedAt} />
      </p>
      <details>
        <summary>
          What the requirement asks<span className="sr-only">: {agreement.requirementTitle}</span>
        </summary>
        {agreement.prompt.split(/\n{2,}/u).map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
      </details>
      <Texts agreement={agreement} />
      <form method="post" action={`/lead/agreements/${id}`} className="form" noValidate>
        <fieldset className="talk-times" id={fieldOf(id, 'verdict')} tabIndex={-1}>
          <legend>Do you agree?</legend>
          {verdictError && <p className="field-error">{verdictError.message}</p>}
          {[
            ['agree', 'Yes: what the requirement asks is advice for them'],
            ['refuse', 'No: it stays as it is'],
          ].map(([value, label]) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="verdict"
                value={value}
                className="radio"
                defaultChecked={typed.verdict === value}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <Field
          name={fieldOf(id, 'answer')}
          label="Your answer"
          hint="The earner reads it, and so do the assessors. A no says what they can do."
          errors={errors}
        >
          {(control) => (
            <textarea
              {...control}
              name="answer"
              className="textarea"
              rows={4}
              maxLength={longestText}
              defaultValue={typed.answer}
            />
          )}
        </Field>
        <button type="submit" className="btn btn-primary">
          Send the answer<span className="sr-only"> about {agreement.requirementTitle}</span>
        </button>
      </form>
    </li>
  );
}
