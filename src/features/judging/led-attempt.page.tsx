import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { completenessCodes } from '#domain/assessment/completeness.ts';
import { type FormErrors, ErrorSummary } from '#ui/form.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { Due } from '../desk/due.tsx';
import { ShownEvidence } from '../desk/evidence-pane.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { eventReason, eventWords } from './history-words.ts';
import { heldWords, planSentence, stageWords } from './judging-words.ts';
import { LedActions } from './led-actions.tsx';
import { NamesForm } from './led-names.tsx';
import type { LedAttemptView } from './led-attempt.queries.ts';
import { SeatTable } from './seat-table.tsx';

/** What was typed into one of the page’s forms, and why it could not be carried out. */
export type LedReturned = {
  errors: FormErrors;
  reason: string;
  /** Why somebody releases alone what they scored. */
  alone: string;
  to: string | undefined;
  lookFors: readonly string[];
};

export type LedAttemptPageProps = {
  context: PageContext;
  led: LedAttemptView;
  /** The issuer’s. */
  clock: BusinessClock;
  notice?: string | undefined;
  returned?: LedReturned;
};

/** One attempt as whoever leads the assessing sees it: every seat, what comes of them, and what happened. */
export function LedAttemptPage({ context, led, clock, notice, returned }: LedAttemptPageProps) {
  const { judging, view, work, seats, merged, decision } = led;
  const { definition, sealed, number } = view;
  const overall = seats.filter((seat) => seat.overall.trim() !== '');
  return (
    <LeadFrame
      context={context}
      current="decisions"
      title={`${definition.title}, attempt ${number} of ${sealed.earner.name}`}
      hasErrors={returned !== undefined}
      islands
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/decisions">Decisions</a>
        <span aria-current="page">Attempt</span>
      </nav>
      <ErrorSummary errors={returned?.errors ?? []} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <p className="eyebrow">
          Attempt {number} by {sealed.earner.name}
        </p>
        <h1>{definition.title}</h1>
        <p className="lead">
          <Status name={statusOf(judging.stage)} word={stageWords[judging.stage]} />{' '}
          {decision && (
            <>
              <Status name={decision.outcome} /> since <Moment at={decision.releasedAt} />
            </>
          )}
        </p>
        <p>
          {planSentence(judging)}
          {judging.heldFor && judging.stage === 'held' && ` Held: ${heldWords[judging.heldFor].toLowerCase()}.`}
        </p>
        {judging.stage !== 'released' && judging.stage !== 'returned' && judging.stage !== 'withdrawn' && (
          <Due at={judging.dueAt} now={context.now} clock={clock} />
        )}
        <p className="scoring-head__take">
          <a href={`/attempts/${judging.attemptId}/attempt.pdf`}>PDF</a>
          <a href={`/attempts/${judging.attemptId}/pack.zip`}>Evidence pack (ZIP)</a>
        </p>
        <NamesForm led={led} />
      </header>
      <LedActions led={led} returned={returned} />
      <section className="section" aria-labelledby="ratings-title">
        <h2 id="ratings-title">Ratings</h2>
        {seats.length === 0 ? (
          <p className="empty-state">Nobody has finished scoring this attempt yet.</p>
        ) : (
          <SeatTable
            definition={definition}
            lookFors={work.lookFors}
            seats={seats}
            merged={merged}
            waived={judging.waived}
          />
        )}
        {led.working.map(({ role, name, until }) => (
          <p key={role} className="meta">
            {name} sits here as {role} until <Moment at={until} />
          </p>
        ))}
        {overall.map((seat) => (
          <blockquote key={seat.assessmentId} className="assessor-comment">
            {seat.overall} <span className="meta">{seat.assessorName}</span>
          </blockquote>
        ))}
      </section>
      <History led={led} />
      <section className="section" aria-labelledby="attempt-title">
        <h2 id="attempt-title">The attempt</h2>
        <ShownEvidence view={view} />
      </section>
    </LeadFrame>
  );
}

function statusOf(stage: LedAttemptView['judging']['stage']) {
  if (stage === 'released') return 'complete';
  if (stage === 'withdrawn') return 'withdrawn';
  return stage === 'returned' ? 'incomplete' : 'waiting';
}

function History({ led: { history, check, view, recalls } }: { led: LedAttemptView }) {
  return (
    <section className="section" aria-labelledby="history-title">
      <h2 id="history-title">What happened</h2>
      <ol className="rows led-history">
        {history.map((event, index) => (
          <li key={index}>
            <span>{eventWords(event)}</span>{' '}
            <span className="meta">
              {event.actor ?? 'Tessera'}, <Moment at={event.at} />
            </span>
            {eventReason(event) && <p className="look-for__said">{eventReason(event)}</p>}
          </li>
        ))}
      </ol>
      {check && check.reasons.length > 0 && (
        <ul className="rows">
          {check.reasons.map(({ requirement, code, note }) => (
            <li key={requirement}>
              {
                view.definition.parts.flatMap(({ requirements }) => requirements).find(({ id }) => id === requirement)
                  ?.title
              }
              : {completenessCodes[code].label.toLowerCase()} {note}
            </li>
          ))}
        </ul>
      )}
      {recalls.map((recall) => (
        <p key={recall.releasedAt.toISOString()} className="meta">
          {recall.recalledBy} recalled what was released on <Moment at={recall.releasedAt} />: {recall.reason}
        </p>
      ))}
    </section>
  );
}
