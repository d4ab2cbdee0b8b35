import { openKeys } from '#domain/attempt/progress.ts';
import { listDetails } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { describeEvidence } from '#domain/evidence/registry.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status, type StatusName } from '#ui/status.tsx';
import type { OwnAgreement } from '../work/between.ts';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { longestText } from './agreement.form.ts';
import { agreementRefusals } from './ask-agreement.ts';

export type AgreementPageProps = {
  context: PageContext;
  workspace: Workspace;
  requirement: Requirement;
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

export const agreementStates: Record<OwnAgreement['state'], { name: StatusName; word: string }> = {
  asked: { name: 'waiting', word: 'Waits for an answer' },
  agreed: { name: 'complete', word: 'Agreed on' },
  refused: { name: 'open', word: 'Not agreed on' },
  withdrawn: { name: 'withdrawn', word: 'Taken back' },
};

/** The earner asks to hand in other evidence for a requirement, and reads the answer. */
export function AgreementPage(props: AgreementPageProps) {
  const { context, workspace, requirement, notice, typed = {}, errors = [] } = props;
  const { definition, enrolment, issuer, agreements } = workspace;
  const paths = workPaths(enrolment.id);
  const here = agreements.filter((one) => one.requirement === requirement.id).toReversed();
  const current = here.find(({ state }) => state === 'asked' || state === 'agreed');
  const refusal =
    enrolment.state !== 'working' ? 'not-working' : openKeys(workspace).has(requirement.id) ? undefined : 'locked';
  return (
    <Layout
      context={context}
      title={`Other evidence for ${requirement.title}, ${definition.title}`}
      hasErrors={errors.length > 0}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
        <a href={paths.requirement(requirement.id)}>{requirement.title}</a>
      </nav>
      <header className="page-head">
        <h1>Other evidence</h1>
        <p className="lead">
          Some practice can’t be done again: the class has moved on, the visit is over. A lead assessor of {issuer.name}{' '}
          can agree with you on other evidence for “{requirement.title}”.
        </p>
      </header>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {here.length > 0 && (
        <ul className="rows">
          {here.map((one) => (
            <li key={one.id} className="agreement-row">
              <h2>
                <Status {...agreementStates[one.state]} />
              </h2>
              <AgreementTexts agreement={one} />
              {one.state === 'agreed' && (
                <p>
                  What the requirement asks for is advice for you now. Hand in what you agreed on;{' '}
                  <a href={paths.requirement(requirement.id)}>go on with “{requirement.title}”</a>.
                </p>
              )}
              {one === current && enrolment.state === 'working' && (
                <form method="post" action={`${paths.agreement(requirement.id)}/withdraw`}>
                  <button type="submit" className="btn btn-sm">
                    {one.state === 'asked' ? 'Take the request back' : 'Do without it'}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {!current && refusal && <p className="alert alert-info">{agreementRefusals[refusal]}</p>}
      {!current && !refusal && (
        <section className="section" aria-labelledby="ask-title">
          <h2 id="ask-title">{here.length > 0 ? 'Ask for something else' : 'Ask for it'}</h2>
          <p>What is asked for now:</p>
          <ul className="asked-for">
            {describeEvidence(requirement, listDetails(definition)).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <form method="post" action={paths.agreement(requirement.id)} className="form" noValidate>
            <TextField
              name="reason"
              label="Why can’t it be done again?"
              errors={errors}
              rows={4}
              maxLength={longestText}
              value={typed.reason}
            />
            <TextField
              name="proposal"
              label="What would you hand in instead?"
              hint="Say how it shows the same. Assessors read this with your attempt; name no students."
              errors={errors}
              rows={5}
              maxLength={longestText}
              value={typed.proposal}
            />
            <button type="submit" className="btn btn-primary">
              Ask for it
            </button>
          </form>
        </section>
      )}
    </Layout>
  );
}

/** What was asked, and what was answered. */
function AgreementTexts({ agreement }: { agreement: OwnAgreement }) {
  return (
    <dl className="agreement-texts">
      <div>
        <dt>
          Why it can’t be done again{' '}
          <span className="meta">
            (<Day at={agreement.askedAt} />)
          </span>
        </dt>
        <dd className="said-by-earner">{agreement.reason}</dd>
      </div>
      <div>
        <dt>Instead</dt>
        <dd className="said-by-earner">{agreement.proposal}</dd>
      </div>
      {agreement.answer && (
        <div>
          <dt>
            The answer{' '}
            {agreement.answeredAt && (
              <span className="meta">
                (<Day at={agreement.answeredAt} />)
              </span>
            )}
          </dt>
          <dd>
            <blockquote className="assessor-comment">{agreement.answer}</blockquote>
          </dd>
        </div>
      )}
    </dl>
  );
}
