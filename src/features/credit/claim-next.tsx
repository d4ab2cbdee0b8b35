import { isFreeAgain } from '#domain/credit/claim-totals.ts';
import { Field, type FormErrors, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { ClaimProvider } from '../provider/agencies.queries.ts';
import type { Approval, Approver } from './approvals.queries.ts';
import { type Claim, type ClaimEvent, newClaimPath } from './claims.queries.ts';
import { approverWords } from './credit-words.ts';
import { TextLine } from './entry-fields.tsx';

export type ClaimPageProps = {
  context: PageContext;
  claim: Claim;
  /** `undefined` where it can’t be read any more. */
  licenceNumber: string | undefined;
  events: readonly ClaimEvent[];
  approvals: readonly Approval[];
  /** The provider’s people of whom one must approve; `undefined` where it may be anybody. */
  approvers?: readonly Approver[] | undefined;
  /** Where the provider of the hours reports to an agency under this rule. */
  provider?: ClaimProvider | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** What can be done from here. */
export function ClaimNext(props: ClaimPageProps) {
  const { claim, provider, typed = {}, errors = [] } = props;
  const { id, state, rule, form } = claim;
  const path = `/credit/claims/${id}`;
  const needed = rule.approval.by !== 'nobody';
  const counts = claim.entryState === 'counts';
  // It is sent once: whoever wants to send it by themselves withdraws it first.
  const isWithProvider = (state === 'approved' && claim.isHandedOver) || provider?.line !== undefined;
  const mayHandOver = counts && provider !== undefined && state === 'draft' && !needed;
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
      {counts && (state === 'draft' || state === 'waiting') && <AskForm {...props} />}
      {mayHandOver && (
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
        <StateForm
          path={path}
          to="submitted"
          title={mayHandOver ? 'Or send it yourself' : 'Send it to the agency'}
          button="I have sent it"
        >
          <p>
            {mayHandOver ? '' : whoSends(claim, provider)}Report {claim.entryId === null ? 'the award' : 'the hours'} to
            the agency, with the form, then say so here. Ask {rule.ask.whom} if you don’t know how.
          </p>
        </StateForm>
      )}
      {state === 'submitted' && provider?.line?.isSent !== true && (
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
      {isFreeAgain(claim) && <Again claim={claim} />}
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

/** What is approved goes out with the provider’s next batch where it reports under the rule, unless the earner is first. */
function whoSends({ state }: Claim, provider: ClaimProvider | undefined): string {
  if (state !== 'approved' || !provider) return 'Nobody sends it for you. ';
  return `${provider.issuerName} can send it to ${provider.agency} with its next batch. Or send it yourself: `;
}

/** Where the rule asks for the provider’s approval it is one of its people; else anybody whom the earner names. */
function AskForm({ claim, approvers, typed = {}, errors = [] }: ClaimPageProps) {
  const { id, state, rule, form } = claim;
  const needed = rule.approval.by !== 'nobody';
  return (
    <form
      method="post"
      action={`/credit/claims/${id}/approval`}
      className="panel"
      noValidate
      aria-labelledby="approval-title"
    >
      <h2 id="approval-title">{state === 'waiting' ? 'Ask somebody else, or again' : 'Ask for approval'}</h2>
      <p className="hint">
        {needed
          ? `Must approve: ${approverWords[rule.approval.by].toLowerCase()}.`
          : 'This rule asks for nobody’s approval. If your district or office wants one, ask for it here.'}{' '}
        {approvers
          ? `It is one of the people of ${form.provider}, who sign in to answer.`
          : 'They get a link, and need no account.'}
      </p>
      {approvers?.length === 0 && (
        <p className="alert alert-warning credit-ask">
          Nobody of {form.provider} can approve it here. Ask them to add a second admin or a lead assessor.
        </p>
      )}
      {approvers && approvers.length > 0 && (
        <Field name="approver" label="Who should approve it" errors={errors}>
          {(control) => (
            <select {...control} className="select" defaultValue={typed.approver ?? ''}>
              <option value="">Choose</option>
              {approvers.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {!approvers && (
        <>
          <TextLine name="approverName" label="Their name" max={200} typed={typed} errors={errors} />
          <TextLine
            name="approverEmail"
            label="Their e-mail address"
            type="email"
            max={320}
            typed={typed}
            errors={errors}
          />
        </>
      )}
      {approvers?.length !== 0 && (
        <button type="submit" className={needed ? 'btn btn-primary' : 'btn'}>
          {approvers ? 'Ask them' : 'Send the link'}
        </button>
      )}
    </form>
  );
}

/** A claim that came to nothing leads on: to what may have been wrong, and to the next one. */
function Again({ claim }: { claim: Claim }) {
  const { rule, licenceId, state } = claim;
  return (
    <section className="panel" aria-labelledby="again-title">
      <h2 id="again-title">Claim it again</h2>
      <p>
        {claim.entryId === null ? 'The award' : 'The hours'} can be claimed anew, with another form.
        {state !== 'withdrawn' && ' Put right first what the reason names.'}
      </p>
      <p className="actions">
        <a href={newClaimPath(claim)} className="btn btn-primary">
          Claim {claim.entryId === null ? 'recognition' : 'the hours'} again
        </a>
        {claim.isLicenceHeld && (
          <a href={`/credit/licences/${licenceId}#change`} className="btn">
            Correct the {rule.licenceNumber.name} or the cycle
          </a>
        )}
      </p>
    </section>
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
