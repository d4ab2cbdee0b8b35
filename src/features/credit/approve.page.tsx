import { formatQuarters } from '#domain/credit/quarters.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { Approval, ApprovalState } from './approvals.queries.ts';
import type { Claim } from './claims.queries.ts';
import type { ClaimProvider } from '../provider/agencies.queries.ts';
import { daysText, entryStateWords } from './credit-words.ts';
import { TextLine } from './entry-fields.tsx';
import { FormTable } from './form-table.tsx';
import { ProviderNotice } from './provider-notice.tsx';

type ApprovePageProps = {
  context: PageContext;
  claim: Claim;
  approval: Approval;
  licenceNumber: string | undefined;
  /** Of the file that the earner handed in with the hours. */
  proofName: string | undefined;
  path: string;
  /** Where the provider of the hours reports to an agency under this rule. */
  provider: ClaimProvider | undefined;
  /** The name of the provider’s own approver, who has an account; everybody else types theirs. */
  signedInAs?: string;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

const settled: Record<Exclude<ApprovalState, 'waiting'>, { title: string; text: (earner: string) => string }> = {
  approved: { title: 'You have approved this claim', text: (earner) => `Thank you. ${earner} has been told.` },
  refused: { title: 'You have not approved this claim', text: (earner) => `Thank you. ${earner} has been told why.` },
  expired: { title: 'This link has run out', text: (earner) => `Nothing was approved. ${earner} can ask again.` },
  ended: {
    title: 'This is no longer asked of you',
    text: (earner) => `${earner} has asked anew, or withdrawn the claim.`,
  },
};

/** What an approver without an account sees by their link: the whole claim, and two answers that weigh the same. */
export function ApprovePage(props: ApprovePageProps) {
  const {
    context,
    claim,
    approval,
    licenceNumber,
    proofName,
    path,
    provider,
    signedInAs,
    typed = {},
    errors = [],
  } = props;
  const { form, rule, cycle } = claim;
  const waiting = approval.state === 'waiting';
  const { title, text } =
    approval.state === 'waiting'
      ? { title: `${form.educator} asks you to approve a claim`, text: () => '' }
      : settled[approval.state];
  return (
    <Layout
      context={signedInAs === undefined ? { ...context, viewer: null } : context}
      title={signedInAs === undefined ? `${title}: ${form.title}` : `${form.title}: ${title}`}
      hasErrors={errors.length > 0}
    >
      <div className="attest">
        <ErrorSummary errors={errors} />
        <header className="page-head">
          <p className="eyebrow">{rule.title}</p>
          <h1>{title}</h1>
          {!waiting && <p className="lead">{text(form.educator)}</p>}
        </header>
        {!waiting && approval.answeredAt && (
          <p>
            Answered by {approval.typedName}, {approval.typedRole}, <Moment at={approval.answeredAt} />
          </p>
        )}
        {waiting && (
          <>
            <p>
              {form.educator} claims{' '}
              {form.quarters === 0
                ? 'that this award be recognised, without hours,'
                : formatQuarters(claim.countedQuarters)}{' '}
              for the cycle {daysText(cycle.begins, cycle.ends)}. {whenToApprove(form)}{' '}
              {signedInAs === undefined ? 'You need no account, and either answer is fine.' : 'Either answer is fine.'}
            </p>
            {claim.entryState !== 'counts' && (
              <p className="alert alert-warning">
                {form.quarters === 0 ? 'The award no longer counts' : 'The hours no longer count'} (
                {entryStateWords[claim.entryState].toLowerCase()}), so the claim can’t be approved.
              </p>
            )}
            <section className="panel" aria-labelledby="form-title">
              <h2 id="form-title">{rule.form.title}</h2>
              <FormTable claim={claim} licenceNumber={licenceNumber} />
              <ProviderNotice
                rule={rule}
                name={provider?.issuerName ?? form.provider}
                known={provider}
                isRecognition={form.quarters === 0}
              />
              {form.award !== null && (
                <p>
                  <a href={`/verify/${form.award}`}>The award’s page</a> says what was shown, who assessed it, and
                  whether it still stands.
                </p>
              )}
              <p className="actions">
                <a href={`${path}/form.pdf`} className="btn">
                  Form (PDF)
                </a>
                {proofName !== undefined && (
                  <a href={`${path}/proof`} className="btn credit-proof">
                    Proof: {proofName}
                  </a>
                )}
              </p>
            </section>
            <Answers
              path={path}
              signedInAs={signedInAs}
              typed={typed}
              errors={errors}
              canApprove={claim.entryState === 'counts'}
            />
            <p className="hint">
              You can answer until <Day at={approval.expiresAt} />. This page notes nothing but your answer.
            </p>
          </>
        )}
      </div>
    </Layout>
  );
}

/** Nobody is there when somebody works for an award at their own pace: its page shows what came of it. */
function whenToApprove({ quarters, award, provider }: Claim['form']): string {
  if (award === null) return 'Approve if you know that they took part, for this long.';
  return quarters === 0
    ? 'Approve if the award’s page bears it out and nothing that you know speaks against it.'
    : `They worked for an award at their own pace, and ${provider} assessed what they handed in. Approve if the award’s page bears it out and nothing that you know speaks against these hours.`;
}

type AnswersProps = {
  path: string;
  signedInAs: string | undefined;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
  canApprove: boolean;
};

/** One form: the choice first, then who answers. The reason is asked of a refusal alone. */
function Answers({ path, signedInAs, typed, errors, canApprove }: AnswersProps) {
  const choices = [
    ...(canApprove ? [{ value: 'approved', label: 'I approve the claim' }] : []),
    { value: 'refused', label: 'I do not approve it' },
  ];
  const error = errors.find(({ field }) => field === 'answer');
  return (
    <form method="post" action={path} className="panel" noValidate aria-labelledby="answer-title">
      <h2 id="answer-title">Your answer</h2>
      <fieldset className={error ? 'field field--error' : 'field'} aria-describedby={error && 'answer-error'}>
        <legend>Do you approve the claim?</legend>
        {error && (
          <p id="answer-error" className="field-error">
            <span className="sr-only">Error: </span>
            {error.message}
          </p>
        )}
        {choices.map(({ value, label }, index) => (
          <label key={value} className="choice">
            <input
              type="radio"
              id={index === 0 ? 'answer' : `answer-${value}`}
              name="answer"
              value={value}
              defaultChecked={typed.answer === value}
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      <TextField
        name="reason"
        label="Why not (if you do not approve)"
        hint="They read it, and can put it right."
        errors={errors}
        rows={2}
        maxLength={2000}
        value={typed.reason}
      />
      {signedInAs === undefined ? (
        <TextLine
          name="approverName"
          label="Your name"
          hint="Typed in place of a signature."
          max={200}
          typed={typed}
          errors={errors}
          autoComplete="name"
        />
      ) : (
        <p>You answer as {signedInAs}, signed in.</p>
      )}
      <TextLine
        name="approverRole"
        label="Your role"
        hint="Such as principal."
        max={200}
        typed={typed}
        errors={errors}
      />
      <button type="submit" className="btn btn-primary">
        Send my answer
      </button>
    </form>
  );
}
