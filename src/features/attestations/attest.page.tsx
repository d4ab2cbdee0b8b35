import { listDetails } from '#domain/definition/outline.ts';
import { formatLocator } from '#domain/evidence/locator.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { ErrorSummary, Field, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Markdown } from '#ui/markdown.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { PeerAttestation, PeerState } from './attestations.queries.ts';

type AttestPageProps = {
  context: PageContext;
  attestation: PeerAttestation;
  path: string;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
  /** The evidence is no longer what was on the page when the answer was sent. */
  hasChanged?: boolean;
  /** Set where the earner holds the device in their hands again. */
  isOwner: boolean;
};

/**
 * What a peer without an account sees: who asks, what for, the evidence as it is now, and two ways to answer that weigh the
 * same. On a device that was handed over nothing of its owner’s account shows.
 */
export function AttestPage(props: AttestPageProps) {
  const { context, attestation, errors = [], hasChanged = false } = props;
  const { earner, statement, workspace, state, channel } = attestation;
  return (
    <Layout
      context={{ ...context, viewer: null }}
      title={state === 'waiting' ? `${earner.name} asks you to confirm something` : 'Your confirmation'}
      hasErrors={errors.length > 0 || hasChanged}
    >
      <div className="attest">
        <ErrorSummary errors={errors} />
        {hasChanged && (
          <p className="error-summary" role="alert">
            {earner.name} changed this while you read it, so nothing was confirmed. Read it again, then decide.
          </p>
        )}
        {state === 'waiting' ? (
          <>
            <header className="page-head">
              <p className="eyebrow">
                {workspace.definition.title}, {workspace.issuer.name}
              </p>
              <h1>{earner.name} asks you to confirm something</h1>
            </header>
            <blockquote className="attest__statement">{statement}</blockquote>
            <p>
              You are asked because it concerns you, {attestation.peerName}. Read what follows, then confirm or decline.
              You need no account, and either answer is fine.
            </p>
            {channel === 'device' && (
              <p className="hint">You are using {earner.name}’s device. Assessors will be told so.</p>
            )}
            <Evidence {...props} />
            <AnswerForms {...props} />
          </>
        ) : (
          <Settled {...props} state={state} />
        )}
      </div>
    </Layout>
  );
}

/** Every piece as words and file names; the files open by this link alone, and only while an answer is awaited. */
function Evidence({ attestation, path }: AttestPageProps) {
  const { workspace, requirement } = attestation;
  const { artifacts, evidence, definition } = workspace;
  const context = { details: listDetails(definition), artifacts };
  const pieces = evidencePieces(requirement, evidence.get(requirement.id)?.data, context);
  const made = pieces.filter(({ text, pointers }) => text.trim() !== '' || pointers.length > 0);
  return (
    <section className="panel attest__evidence" aria-labelledby="evidence-title">
      <h2 id="evidence-title">{requirement.title}</h2>
      {made.length === 0 && <p className="muted">Nothing is there yet.</p>}
      {made.map(({ place, label, text, pointers }) => (
        <section key={place} className="attest__piece">
          <h3>{label}</h3>
          {text.trim() !== '' && <Markdown text={text} idPrefix={place} />}
          {pointers.length > 0 && (
            <ul>
              {pointers.map(({ artifact, locator }, index) => {
                const file = artifacts.get(artifact);
                if (!file) return null;
                const href = file.kind === 'link' ? (file.url ?? '') : `${path}/files/${file.id}`;
                return (
                  <li key={index}>
                    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
                      {file.name}
                      <span className="sr-only"> (opens in a new tab)</span>
                    </a>
                    {locator.type !== 'whole' && `, ${formatLocator(locator)}`}
                  </li>
                );
              })}
            </ul>
          )}
        </section>
      ))}
    </section>
  );
}

function AnswerForms({ attestation, path, typed = {}, errors = [] }: AttestPageProps) {
  const { earner, subject, channel, expiresAt } = attestation;
  return (
    <>
      <form method="post" action={path} className="panel" noValidate aria-labelledby="confirm-title">
        <h2 id="confirm-title">Confirm</h2>
        <input type="hidden" name="answer" value="confirm" />
        <input type="hidden" name="seen" value={subject} />
        <Field
          name="name"
          label="Your name"
          hint="Typed in place of a signature. It stands with the statement above, and the time."
          errors={errors}
        >
          {(control) => (
            <input
              {...control}
              className="input"
              autoComplete={channel === 'device' ? 'off' : 'name'}
              maxLength={200}
              defaultValue={typed.name}
              required
            />
          )}
        </Field>
        <button type="submit" className="btn btn-primary">
          Confirm
        </button>
        <p className="hint">
          {earner.name} and whoever assesses this work see it. If the work changes, your confirmation no longer counts.
          You can take it back by this same link.
        </p>
      </form>
      <form method="post" action={path} className="panel" noValidate aria-labelledby="decline-title">
        <h2 id="decline-title">Decline</h2>
        <input type="hidden" name="answer" value="decline" />
        <TextField
          name="reason"
          label="Why (optional)"
          hint={`Only ${earner.name} reads it.`}
          errors={errors}
          rows={2}
          maxLength={2000}
          value={typed.reason}
        />
        <button type="submit" className="btn">
          Decline
        </button>
      </form>
      {channel === 'mail' && expiresAt && (
        <p className="hint">
          You can answer until <Day at={expiresAt} />. This page notes nothing but your answer.
        </p>
      )}
    </>
  );
}

const settled: Record<Exclude<PeerState, 'waiting'>, { title: string; text: (earner: string) => string }> = {
  valid: { title: 'You have confirmed this', text: (earner) => `Thank you. ${earner} has been told.` },
  void: {
    title: 'Your confirmation no longer counts',
    text: (earner) =>
      `${earner} changed the work after you confirmed it. You may be asked again; until then there is nothing to do.`,
  },
  declined: { title: 'You have declined', text: (earner) => `Thank you. ${earner} has been told, and that is all.` },
  withdrawn: {
    title: 'You took your confirmation back',
    text: (earner) => `It no longer counts. ${earner} has been told.`,
  },
  expired: {
    title: 'This link has run out',
    text: (earner) => `Nothing was confirmed. If it still matters, ${earner} can ask again.`,
  },
  replaced: {
    title: 'There is a newer request',
    text: (earner) => `${earner} has asked again since. Use the link in the newest message.`,
  },
  closed: {
    title: 'There is nothing left to confirm',
    text: (earner) => `${earner} has handed this work in without it. Thank you all the same.`,
  },
  removed: { title: 'This request was taken back', text: (earner) => `${earner} no longer asks you for this.` },
};

function Settled(props: AttestPageProps & { state: Exclude<PeerState, 'waiting'> }) {
  const { attestation, path, state, isOwner } = props;
  const { earner, statement, attestedAt, typedName, workspace, requirement, channel } = attestation;
  const { title, text } = settled[state];
  return (
    <>
      <header className="page-head">
        <h1>{title}</h1>
        <p className="lead">{text(earner.name)}</p>
      </header>
      <blockquote className="attest__statement">{statement}</blockquote>
      {attestedAt && (
        <p>
          <Status
            name={state === 'valid' ? 'complete' : 'withdrawn'}
            word={state === 'valid' ? 'Confirmed' : 'Was confirmed'}
          />{' '}
          by {typedName}, <Moment at={attestedAt} />
        </p>
      )}
      {(state === 'valid' || state === 'void') && (
        <details className="panel">
          <summary>Take it back</summary>
          <form method="post" action={path}>
            <input type="hidden" name="answer" value="withdraw" />
            <p>{earner.name} is told that you took it back, not why. It can’t be undone here.</p>
            <button type="submit" className="btn">
              Take my confirmation back
            </button>
          </form>
        </details>
      )}
      {channel === 'device' && (
        <p className="panel panel--quiet">
          {state === 'valid' && 'Keep the address of this page if you may want to take it back one day. '}
          Now hand the device back to {earner.name}.{' '}
          {isOwner && (
            <a href={`/work/${workspace.enrolment.id}/requirements/${requirement.id}#attestation-${attestation.id}`}>
              {earner.name}: back to my work
            </a>
          )}
        </p>
      )}
    </>
  );
}
