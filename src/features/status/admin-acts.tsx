import {
  announcedCodes,
  codeWords,
  longestReason,
  mayAnnounce,
  mayDecide,
  mayReinstate,
  maySuspend,
  mayWithdraw,
} from '#domain/award/revocation.ts';
import { type FormErrors, TextField } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { AdminAwardPageProps } from './admin-award.page.tsx';
import type { AwardHistory, RenewalRow } from './award-history.queries.ts';
import { isOpen } from './own-status.page.tsx';
import { RevocationFacts } from './revocation-section.tsx';
import { statusRefusals } from './status-words.tsx';

/** What somebody who looks after an award can do with it now. */
export function ActsSection(props: AdminAwardPageProps) {
  const { context, award, typed = {}, errors = [], hasDeciders } = props;
  const here = `/admin/${award.issuer.slug}/awards/${award.publicId}`;
  const viewerId = context.viewer?.person.id ?? '';
  const actor = { id: viewerId, isEarner: award.earner.id === viewerId };
  const open = award.revocations.find(isOpen);
  const { state } = award.status;
  const asked = award.renewals.find((renewal) => renewal.state === 'asked');
  if (actor.isEarner) return <p className="alert alert-info">{statusRefusals['own-award']}</p>;
  const acts = {
    announce: mayAnnounce({ state, open }, actor).ok,
    suspend: maySuspend(state, actor).ok && !open?.suspends,
    reinstate: mayReinstate({ state, open }, actor).ok,
  };
  return (
    <>
      {open && (
        <section className="section" aria-labelledby="open-title">
          <h2 id="open-title">A revocation is under way</h2>
          <RevocationFacts revocation={open} />
          {mayDecide(open, actor).ok && <DecideForm here={here} {...{ typed, errors }} />}
          {open.state === 'appealed' && open.startedBy === viewerId && !hasDeciders && (
            <p className="alert alert-warning">
              You announced it, and there is nobody else who could decide the appeal. An admin can make somebody a lead
              assessor; or withdraw the revocation.
            </p>
          )}
          {mayWithdraw(open, actor).ok && (
            <form method="post" action={`${here}/withdraw`} className="mt-5">
              <button type="submit" className="btn">
                Withdraw the revocation
              </button>
            </form>
          )}
        </section>
      )}
      {asked && <RenewalForm {...{ here, typed, errors }} renewal={asked} />}
      {(acts.announce || acts.suspend || acts.reinstate) && (
        <section className="section" aria-labelledby="acts-title">
          <h2 id="acts-title">What you can do</h2>
          <div className="concern-acts">
            {acts.announce && (
              <AnnounceForm {...{ here, typed, errors }} canSuspend={state !== 'suspended'} kind={award.kind} />
            )}
            {acts.suspend && (
              <ReasonForm
                {...{ errors, typed }}
                action={`${here}/suspend`}
                title="Suspend it"
                says="It does not count until it is reinstated. The earner has mail."
                button="Suspend the award"
              />
            )}
            {acts.reinstate && (
              <ReasonForm
                {...{ errors, typed }}
                action={`${here}/reinstate`}
                title="Reinstate it"
                says="It counts again. The earner has mail."
                button="Reinstate the award"
              />
            )}
          </div>
        </section>
      )}
    </>
  );
}

type FormProps = { here: string; typed: Readonly<Record<string, string>>; errors: FormErrors };

type AnnounceProps = FormProps & { canSuspend: boolean; kind: AwardHistory['kind'] };

const codeHint = 'Everybody who verifies the award reads this, once it is revoked.';
const stackHint = `${codeHint} If it is about a lost piece alone, choose “${codeWords.other}”: the stack award is then issued again when its rule is met again. After plagiarism, work not the earner’s own or an error it never is.`;

function AnnounceForm({ here, typed, errors, canSuspend, kind }: AnnounceProps) {
  return (
    <form method="post" action={`${here}/announce`} className="panel stack" noValidate>
      <h3>Announce a revocation</h3>
      <p>The earner has mail, reads why, and can appeal. Without an appeal it takes effect by itself.</p>
      <Choices
        name="code"
        legend="What is it about?"
        choices={announcedCodes.map((code) => ({ value: code, label: codeWords[code] }))}
        hint={kind === 'stack' ? stackHint : codeHint}
        {...{ typed, errors }}
      />
      <TextField
        name="announceReason"
        label="Why"
        hint="The earner reads this; the public never does."
        errors={errors}
        rows={5}
        maxLength={longestReason}
        value={typed.announceReason}
        required
      />
      {canSuspend && (
        <label className="choice">
          <input
            type="checkbox"
            name="suspends"
            value="yes"
            className="checkbox"
            defaultChecked={typed.suspends === 'yes'}
          />
          <span>Suspend the award meanwhile</span>
        </label>
      )}
      <button type="submit" className="btn btn-primary">
        Announce it
      </button>
    </form>
  );
}

type ReasonFormProps = Omit<FormProps, 'here'> & { action: string; title: string; says: string; button: string };

function ReasonForm({ action, title, says, button, typed, errors }: ReasonFormProps) {
  return (
    <form method="post" action={action} className="panel stack" noValidate>
      <h3>{title}</h3>
      <p>{says}</p>
      <TextField
        name="statusReason"
        label="Why it is so"
        hint="The earner reads this; the public never does."
        errors={errors}
        rows={4}
        maxLength={longestReason}
        value={typed.statusReason}
        required
      />
      <button type="submit" className="btn">
        {button}
      </button>
    </form>
  );
}

const outcomes = [
  { value: 'dropped', label: 'The award stands: drop the revocation' },
  { value: 'revoked', label: 'Revoke the award' },
];

function DecideForm({ here, typed, errors }: FormProps) {
  return (
    <form method="post" action={`${here}/decide`} className="panel stack section" noValidate>
      <h3>Decide the appeal</h3>
      <Choices name="outcome" legend="How does it end?" choices={outcomes} {...{ typed, errors }} />
      <Answer {...{ typed, errors }} />
      <button type="submit" className="btn btn-primary">
        Decide
      </button>
    </form>
  );
}

const renewals = [
  { value: 'renewed', label: 'Renew the award' },
  { value: 'refused', label: 'Don’t renew it for now' },
];

function RenewalForm({ here, typed, errors, renewal }: FormProps & { renewal: RenewalRow }) {
  return (
    <section className="section" aria-labelledby="renewal-title">
      <h2 id="renewal-title">The earner asks for it to be renewed</h2>
      <p className="meta">
        Asked, <Day at={renewal.askedAt} />
      </p>
      <blockquote className="concern-words mt-3">{renewal.statement}</blockquote>
      <form method="post" action={`${here}/renewal`} className="panel stack section" noValidate>
        <Choices name="outcome" legend="Is it renewed?" choices={renewals} {...{ typed, errors }} />
        <Answer {...{ typed, errors }} />
        <button type="submit" className="btn btn-primary">
          Decide
        </button>
      </form>
    </section>
  );
}

function Answer({ typed, errors }: Omit<FormProps, 'here'>) {
  return (
    <TextField
      name="answer"
      label="Your answer"
      hint="The earner reads this."
      errors={errors}
      rows={5}
      maxLength={longestReason}
      value={typed.answer}
      required
    />
  );
}

type ChoicesProps = Omit<FormProps, 'here'> & {
  name: string;
  legend: string;
  hint?: string;
  choices: readonly { value: string; label: string }[];
};

function Choices({ name, legend, hint, choices, typed, errors }: ChoicesProps) {
  const error = errors.find(({ field }) => field === name);
  return (
    <fieldset className={error ? 'field field--error' : 'field'}>
      <legend>{legend}</legend>
      {hint && <p className="hint">{hint}</p>}
      {error && (
        <p id={`${name}-error`} className="field-error">
          <span className="sr-only">Error: </span>
          {error.message}
        </p>
      )}
      {choices.map(({ value, label }, index) => (
        <label key={value} className="choice">
          <input
            type="radio"
            className="radio"
            name={name}
            value={value}
            id={index === 0 ? name : `${name}-${value}`}
            defaultChecked={typed[name] === value}
            required
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
