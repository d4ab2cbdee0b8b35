import { attestationKinds, attestationState } from '#domain/attestation/attestation.ts';
import { askedPlace, attestationPlace } from '#domain/checks/check-attestations.ts';
import type { AskedAttestation, Requirement } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Field, type FormErrors } from '#ui/form.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import type { OwnAttestation } from '../work/work-people.ts';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { channelWords, kindWords, stateWords, usualStatements } from './attestation-words.ts';
import { requestPrefix } from './read-request.ts';

export type AttestationsSectionProps = {
  workspace: Workspace;
  requirement: Requirement;
  earner: string;
  now: Date;
  isOpen: boolean;
  /** A request that could not be sent as it was typed. */
  returned?: { asked: string | null; typed: Readonly<Record<string, string>>; errors: FormErrors } | undefined;
};

/** What others confirm of this evidence: what is asked for, what came of it, and asking. */
export function AttestationsSection(props: AttestationsSectionProps) {
  const { workspace, requirement, isOpen } = props;
  const all = workspace.people.attestations.get(requirement.id) ?? [];
  const asked = requirement.attestations ?? [];
  const own = all.filter((one) => !asked.some(({ id }) => id === one.asked));
  if (asked.length === 0 && own.length === 0 && !isOpen) return null;
  const isMade = workspace.evidence.has(requirement.id);
  return (
    <section className="section people" id="attestations" aria-labelledby="attestations-title">
      <h2 id="attestations-title">Confirmed by others</h2>
      <p className="muted measure">
        A colleague confirms by a link that you send, without an account. They see this evidence as it is then; when you
        change it afterwards, their confirmation no longer counts. So ask once it is as you want it.
      </p>
      {asked.map((request) => (
        <Asked key={request.id} {...props} request={request} answers={all.filter((one) => one.asked === request.id)} />
      ))}
      {(own.length > 0 || asked.length > 0) && own.length > 0 && (
        <div className="people__group">
          <h3>Asked by you</h3>
          <Answers {...props} answers={own} withStatement />
        </div>
      )}
      {isOpen && isMade && (
        <RequestForm
          {...props}
          request={undefined}
          label={asked.length > 0 ? 'Ask someone for something else' : 'Ask someone to confirm this'}
        />
      )}
      {isOpen && !isMade && <p className="hint">Make your evidence first; then ask.</p>}
    </section>
  );
}

type AskedProps = AttestationsSectionProps & { request: AskedAttestation; answers: readonly OwnAttestation[] };

function Asked(props: AskedProps) {
  const { request, answers, now, isOpen, workspace, requirement } = props;
  const valid = answers.filter((one) => attestationState(one, now.toISOString()) === 'valid').length;
  return (
    <div className="people__group" id={askedPlace(request.id)} tabIndex={-1}>
      <h3>{kindWords[request.kind]}</h3>
      <p className="people__count">
        <Status
          name={valid >= request.min ? 'complete' : request.level === 'blocking' ? 'blocking' : 'advice'}
          word={`${valid} of ${countOf(request.min, 'person', 'people')}`}
        />{' '}
        <span className="meta">by {request.by}</span>
      </p>
      <blockquote>{request.statement}</blockquote>
      <Answers {...props} answers={answers} />
      {isOpen && workspace.evidence.has(requirement.id) && (
        <RequestForm
          {...props}
          request={request}
          label={valid >= request.min ? 'Ask one more person' : 'Ask someone'}
        />
      )}
    </div>
  );
}

function Answers({
  workspace,
  answers,
  now,
  isOpen,
  withStatement = false,
}: AttestationsSectionProps & { answers: readonly OwnAttestation[]; withStatement?: boolean }) {
  if (answers.length === 0) return null;
  const { home } = workPaths(workspace.enrolment.id);
  return (
    <ul className="rows people__answers">
      {answers.map((one) => {
        const state = attestationState(one, now.toISOString());
        return (
          <li key={one.id} id={attestationPlace(one.id)} tabIndex={-1}>
            {withStatement && <p className="people__statement">“{one.statement}”</p>}
            <p>
              <Status {...stateWords[state]} /> <strong>{one.peerName}</strong>
              {one.peerRole && <span className="meta">, {one.peerRole}</span>}
            </p>
            <p className="meta">
              {one.attestedAt === null ? (
                <>
                  {one.channel === 'mail' ? `Asked by mail to ${one.peerEmail}` : 'Asked on this device'},{' '}
                  <Day at={new Date(one.requestedAt)} />
                  {state === 'waiting' && one.expiresAt && (
                    <>
                      ; open until <Day at={new Date(one.expiresAt)} />
                    </>
                  )}
                </>
              ) : (
                <>
                  Signed “{one.typedName}”, {channelWords[one.channel]}, <Moment at={new Date(one.attestedAt)} />
                </>
              )}
            </p>
            {state === 'void' && <p>You changed the evidence after this. Ask again, so that it counts.</p>}
            {one.declineReason && <p className="evidence-note">“{one.declineReason}”</p>}
            {isOpen && (
              <div className="people__acts">
                {(state === 'void' || state === 'expired' || state === 'waiting') && (
                  <form method="post" action={`${home}/attestations/${one.id}/again`}>
                    <button type="submit" className={state === 'waiting' ? 'btn btn-sm' : 'btn btn-sm btn-primary'}>
                      {state === 'waiting' && one.channel === 'mail' ? 'Remind' : 'Ask again'}
                      <span className="sr-only"> {one.peerName}</span>
                    </button>
                  </form>
                )}
                <form method="post" action={`${home}/attestations/${one.id}/remove`}>
                  <button type="submit" className="link-button">
                    {state === 'waiting' ? 'Take the request back' : 'Remove'}
                    <span className="sr-only">: {one.peerName}</span>
                  </button>
                </form>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

type RequestFormProps = AttestationsSectionProps & { request: AskedAttestation | undefined; label: string };

/** Who is asked, and how it reaches them. What the definition asks for has its words; anything else is the earner’s. */
function RequestForm({ workspace, requirement, request, label, earner, returned }: RequestFormProps) {
  const asked = request?.id ?? null;
  const prefix = requestPrefix(asked);
  const isReturned = returned !== undefined && returned.asked === asked;
  const typed = isReturned ? returned.typed : {};
  const errors = isReturned ? returned.errors : [];
  const action = `${workPaths(workspace.enrolment.id).requirement(requirement.id)}/attestations`;
  return (
    <details className="people__ask" id={prefix} open={isReturned}>
      <summary>{label}</summary>
      <form method="post" action={action} noValidate>
        <input type="hidden" name="asked" value={asked ?? ''} />
        {!request && (
          <>
            <Field name={`${prefix}-kind`} label="What is confirmed" errors={errors}>
              {(control) => (
                <select {...control} name="kind" className="select" defaultValue={typed.kind ?? 'role'}>
                  {attestationKinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {kindWords[kind]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field
              name={`${prefix}-statement`}
              label="The statement"
              hint={`In their words, such as “${usualStatements.visit(earner)}”`}
              errors={errors}
            >
              {(control) => (
                <textarea
                  {...control}
                  name="statement"
                  className="textarea"
                  rows={3}
                  maxLength={2000}
                  defaultValue={typed.statement ?? usualStatements.role(earner)}
                />
              )}
            </Field>
          </>
        )}
        <Field name={`${prefix}-name`} label="Their name" errors={errors}>
          {(control) => (
            <input
              {...control}
              name="name"
              className="input"
              autoComplete="off"
              maxLength={200}
              defaultValue={typed.name}
            />
          )}
        </Field>
        <Field name={`${prefix}-role`} label="Who they are (optional)" hint="Such as: grade 4 teacher" errors={errors}>
          {(control) => (
            <input
              {...control}
              name="role"
              className="input"
              autoComplete="off"
              maxLength={200}
              defaultValue={typed.role}
            />
          )}
        </Field>
        <fieldset className="field" id={`${prefix}-channel`}>
          <legend>How they answer</legend>
          <label className="choice">
            <input type="radio" name="channel" value="mail" defaultChecked={typed.channel !== 'device'} /> By a link
            that we mail to them
          </label>
          <label className="choice">
            <input type="radio" name="channel" value="device" defaultChecked={typed.channel === 'device'} /> On this
            device, which I hand over (assessors are told)
          </label>
        </fieldset>
        <Field
          name={`${prefix}-email`}
          label="Their e-mail address"
          hint="For the link. Used for this alone."
          errors={errors}
        >
          {(control) => (
            <input
              {...control}
              name="email"
              type="email"
              className="input"
              autoComplete="off"
              maxLength={320}
              defaultValue={typed.email}
            />
          )}
        </Field>
        <p className="actions">
          <button type="submit" className="btn btn-primary">
            Ask
          </button>
        </p>
      </form>
    </details>
  );
}
