import type { AnnouncedCode } from '#domain/award/revocation.ts';
import { answerDays, concernKinds, isResolved } from '#domain/assessment/concern.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { AskForm, EndForm } from './concern-acts.tsx';
import { readPassage } from './concern-evidence.ts';
import { ConcernStatus } from './concern-status.tsx';
import { KeptText } from './kept-text.tsx';
import type { ConcernEvent, LedConcernPage } from './led-concerns.queries.ts';
import type { Shared } from './passages.queries.ts';
import { SharedSection } from './shared-section.tsx';

export type ConcernPageProps = {
  context: PageContext;
  concern: LedConcernPage;
  /** What the attempt shares with another, where the search found it. */
  shared: Shared | undefined;
  events: readonly ConcernEvent[];
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** One concern: what is known, what was said, what was done, and what can be done. */
export function ConcernPage(props: ConcernPageProps) {
  const { context, concern, shared, errors = [] } = props;
  const { kind, state, title, number, earnerName } = concern;
  const settled = isResolved(state);
  const { question, reason } = props.typed ?? {};
  const kept = (isAskable(concern) ? undefined : question) ?? (settled ? reason : undefined);
  return (
    <LeadFrame
      context={context}
      current="concerns"
      title={`${concernKinds[kind].short}, ${title}`}
      hasErrors={errors.length > 0}
    >
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/lead/concerns">Concerns</a>
        <span aria-current="page">{concernKinds[kind].short}</span>
      </nav>
      <ErrorSummary errors={kept === undefined ? errors : errors.map((error) => ({ ...error, field: 'kept' }))} />
      {kept !== undefined && <KeptText text={kept} />}
      <header className="page-head">
        <p className="eyebrow">{concernKinds[kind].label}</p>
        <h1>{title}</h1>
        <p>
          <ConcernStatus state={state} />{' '}
          {concern.anchor ? (
            <a href={`/lead/calibration/anchors/${concern.anchor.id}`}>Anchor: {concern.anchor.title}</a>
          ) : (
            <a href={`/lead/attempts/${concern.attemptId}`}>
              Attempt {number} of {earnerName}
            </a>
          )}
        </p>
      </header>
      {kind === 'safeguarding' && (
        <p className="alert alert-warning">
          In confidence: only lead assessors and whoever raised it see this. It stands in no pack, export or mail.
        </p>
      )}
      {concern.anchor && (
        <p className="alert">
          This is about an anchor, which its assessor took for any other attempt. There is no earner to ask and no
          decision that waits. If the anchor should not be used any more, retire it on its page.
        </p>
      )}
      <Raised concern={concern} />
      {shared && <SharedSection shared={shared} />}
      <Heard concern={concern} />
      {settled ? (
        <Settled concern={concern} />
      ) : (
        <section className="section" aria-labelledby="acts-title">
          <h2 id="acts-title">What you can do</h2>
          {kind !== 'safeguarding' && concern.isUnread && <RecallFirst concern={concern} />}
          <div className="concern-acts">
            {isAskable(concern) && <AskForm {...props} />}
            <EndForm {...props} now={context.now} />
          </div>
        </section>
      )}
      <History events={props.events} />
    </LeadFrame>
  );
}

function isAskable({ kind, anchor, state }: LedConcernPage): boolean {
  return kind !== 'safeguarding' && !anchor && state === 'open';
}

/** That a decision is out which nobody has read: reading it is what asking leads to, and then it stays. */
function RecallFirst({ concern: { attemptId, state } }: { concern: LedConcernPage }) {
  return (
    <div className="panel stack concern-first">
      <p>
        {state === 'open'
          ? 'The decision of this attempt is out, and the earner has not read it. If you ask them, they come to read it too; from then on it stays, and the attempt cannot go back.'
          : 'The decision of this attempt is out, and the earner has not read it. Once they do, it stays, and the attempt cannot go back.'}
      </p>
      <p>
        <a href={`/lead/attempts/${attemptId}`}>Recall the decision first</a>: it waits until you have settled this.
      </p>
    </div>
  );
}

function Raised({ concern }: { concern: LedConcernPage }) {
  const passage = readPassage(concern.evidence);
  return (
    <section className="section" aria-labelledby="raised-title">
      <h2 id="raised-title">What was raised</h2>
      <p className="concern-words">{concern.detail}</p>
      {passage !== '' && <blockquote className="concern-words">{passage}</blockquote>}
      <p className="meta">
        {concern.raisedBy === null ? 'Found by the search' : `Raised by ${concern.raisedBy}`},{' '}
        <Moment at={concern.raisedAt} />
      </p>
    </section>
  );
}

function Heard({ concern: { askedAt, question, respondedAt, response } }: { concern: LedConcernPage }) {
  if (!askedAt) return null;
  return (
    <section className="section" aria-labelledby="heard-title">
      <h2 id="heard-title">What the earner says</h2>
      <p className="meta">
        Asked, <Moment at={askedAt} />
      </p>
      <p className="concern-words">{question}</p>
      {respondedAt ? (
        <>
          <p className="meta">
            Answered, <Moment at={respondedAt} />
          </p>
          <blockquote className="concern-words">{response}</blockquote>
        </>
      ) : (
        <p>No answer yet. The clock stands still; after {answerDays} days it can be upheld without one.</p>
      )}
    </section>
  );
}

function Settled({ concern }: { concern: LedConcernPage }) {
  return (
    <section className="section" aria-labelledby="settled-title">
      <h2 id="settled-title">How it ended</h2>
      <p>
        <ConcernStatus state={concern.state} />{' '}
        {concern.returnsAttempt && 'The attempt went back to the earner as incomplete.'}
      </p>
      <p className="concern-words">{concern.resolution}</p>
      {!concern.returnsAttempt && concern.isUndecided && (
        <p>
          The assessment goes on. If its decision was held for this, release it under{' '}
          <a href="/lead/decisions">Decisions</a>.
        </p>
      )}
      {concern.state === 'upheld' && concern.award && (
        <p>
          The attempt earned an award.{' '}
          <a
            href={`/admin/${concern.award.issuerSlug}/awards/${concern.award.publicId}?code=${revocationCodeOf(concern.kind)}#code`}
          >
            Announce its revocation
          </a>{' '}
          if it should not count any more.
        </p>
      )}
    </section>
  );
}

/** With what the form on the page of the award begins. */
function revocationCodeOf(kind: LedConcernPage['kind']): AnnouncedCode {
  return kind === 'plagiarism' ? 'plagiarism' : kind === 'ai-declaration' ? 'not-own-work' : 'other';
}

const deeds: Record<string, string> = {
  'concern.raised': 'Raised',
  'concern.asked': 'The earner was asked',
  'concern.answered': 'The earner answered',
  'concern.dismissed': 'Dismissed',
  'concern.upheld': 'Upheld',
  'concern.referred': 'Referred',
};

function History({ events }: { events: readonly ConcernEvent[] }) {
  return (
    <section className="section" aria-labelledby="history-title">
      <h2 id="history-title">History</h2>
      <ol className="rows">
        {events.map(({ action, at, by }) => (
          <li key={action}>
            {deeds[action] ?? action} <span className="meta">{by ?? 'by the search'}, </span>
            <span className="meta">
              <Moment at={at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
