import { longestAppeal, mayAppeal, mayGiveUp } from '#domain/award/revocation.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { AwardHistory, RevocationRow } from './award-history.queries.ts';
import { RenewalSection } from './renewal-section.tsx';
import { RevocationFacts } from './revocation-section.tsx';
import { AwardStatusLabel } from './status-words.tsx';

export type OwnStatusPageProps = {
  context: PageContext;
  award: AwardHistory;
  /** PD hours earned since this award began to count; for those that are renewed by hours. */
  hoursSince: number;
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** An earner’s page of one award: what it counts as, why, and what they can do about it. */
export function OwnStatusPage(props: OwnStatusPageProps) {
  const { context, award, notice, errors = [] } = props;
  const [latest, ...earlier] = award.revocations;
  const open = latest && isOpen(latest) ? latest : undefined;
  return (
    <Layout context={context} title={`Status of ${award.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href={`/verify/${award.publicId}`}>{award.title}</a>
        <span aria-current="page">Status</span>
      </nav>
      <header className="page-head">
        <h1>Status of this award</h1>
        <p className="lead">
          <AwardStatusLabel state={award.status.state} /> <Since award={award} />
        </p>
      </header>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {award.status.state === 'suspended' && !open?.suspends && (
        <section className="section" aria-labelledby="suspended-title">
          <h2 id="suspended-title">Why it is suspended</h2>
          <blockquote className="concern-words">{award.status.reason}</blockquote>
          <p className="mt-4">
            Until it is reinstated it does not count. Whoever verifies it sees that it is suspended, and not why.
          </p>
        </section>
      )}
      {open && <OpenSection {...props} revocation={open} />}
      {latest && !open && <EndedSection revocations={[latest, ...earlier]} />}
      <SignedAgainSection award={award} />
      <RenewalSection {...props} isRevocationOpen={open !== undefined} />
      <GiveUpSection {...props} open={open} />
    </Layout>
  );
}

/** Nobody asked for it, and it ends copies: an earner who missed the mail reads it here. */
function SignedAgainSection({ award: { status, credentials, issuer, publicId } }: { award: AwardHistory }) {
  const signedAgain = credentials.find(({ reason }) => reason === 'new-key');
  if (!signedAgain || status.state === 'revoked') return null;
  return (
    <section className="section" aria-labelledby="signed-again-title">
      <h2 id="signed-again-title">Signed with a new key</h2>
      <p>
        This award was signed again on <Day at={signedAgain.issuedAt} />, because a key with which {issuer.name} had
        signed it counts no more. What it says, its date and its address are as they were.
      </p>
      <p>
        A file that you downloaded before that day, or a copy in a wallet, does not verify any more.{' '}
        <a href={`/verify/${publicId}`}>Download the award again</a>, and send the new file to those who have the old
        one.
      </p>
    </section>
  );
}

function Since({ award: { status, validUntil } }: { award: AwardHistory }) {
  if (status.state !== 'in-force')
    return (
      <>
        since <Day at={status.since ?? new Date(0)} />
      </>
    );
  if (validUntil === null) return <>It counts, and does not expire.</>;
  return (
    <>
      It counts until <Day at={validUntil} />.
    </>
  );
}

export function isOpen({ state }: RevocationRow): boolean {
  return state === 'announced' || state === 'appealed';
}

function OpenSection(props: OwnStatusPageProps & { revocation: RevocationRow }) {
  const { context, award, revocation, typed = {}, errors = [] } = props;
  const may = mayAppeal(revocation, context.now);
  return (
    <section className="section" aria-labelledby="revocation-title">
      <h2 id="revocation-title">It is to be revoked</h2>
      <RevocationFacts revocation={revocation} isOwn />
      {may.ok && (
        <form method="post" action={`/awards/${award.publicId}/status/appeal`} className="form form--wide" noValidate>
          <TextField
            name="appeal"
            label="Why should your award stand?"
            hint="Say what you see differently. Somebody who did not announce this reads it and decides; you can write once."
            errors={errors}
            rows={8}
            maxLength={longestAppeal}
            value={typed.appeal}
            required
          />
          <button type="submit" className="btn btn-primary">
            Appeal
          </button>
        </form>
      )}
    </section>
  );
}

function EndedSection({ revocations }: { revocations: readonly RevocationRow[] }) {
  const [latest] = revocations;
  return (
    <section className="section" aria-labelledby="ended-title">
      <h2 id="ended-title">{latest?.code === 'earner-asked' ? 'How it ended' : 'What was announced'}</h2>
      <ol className="rows">
        {revocations.map((revocation) => (
          <li key={revocation.id}>
            <RevocationFacts revocation={revocation} isOwn />
          </li>
        ))}
      </ol>
    </section>
  );
}

function GiveUpSection({ award, open, errors = [] }: OwnStatusPageProps & { open: RevocationRow | undefined }) {
  if (!mayGiveUp({ state: award.status.state, open }).ok) return null;
  const error = errors.find(({ field }) => field === 'sure');
  return (
    <section className="section" aria-labelledby="give-up-title">
      <h2 id="give-up-title">Give it up</h2>
      <p>
        You can ask for your own award to be revoked. It then no longer counts, and whoever verifies it sees that you
        asked for it. This can’t be undone.
      </p>
      <form method="post" action={`/awards/${award.publicId}/status/give-up`} className="form" noValidate>
        {error && (
          <p id="sure-error" className="field-error">
            <span className="sr-only">Error: </span>
            {error.message}
          </p>
        )}
        <label className="choice">
          <input
            type="checkbox"
            id="sure"
            name="sure"
            value="yes"
            className="checkbox"
            required
            aria-describedby={error ? 'sure-error' : undefined}
          />
          <span>I know that this can’t be undone</span>
        </label>
        <button type="submit" className="btn">
          Give up this award
        </button>
      </form>
    </section>
  );
}
