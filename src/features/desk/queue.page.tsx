import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { AssignedAttempt, ClaimedAttempt } from '../queue/on-desk.queries.ts';
import type { WaitingCount } from '../queue/count-waiting.queries.ts';
import type { QueuePage as QueueRows, WaitingAttempt, WaitingStage } from '../queue/queue.queries.ts';
import { AttemptTable, ClaimForm } from './attempt-table.tsx';
import { DecidedLately } from './decided-lately.tsx';
import type { DecidedAttempt } from './desk.queries.ts';
import { NextUp, WaitingSentence } from './next-up.tsx';
import { OnDesk } from './on-desk.tsx';
import { type QueueFilter, QueueToolbar, queueHref } from './queue-toolbar.tsx';
import { WaitingSection } from './waiting-section.tsx';

export type QueuePageProps = {
  context: PageContext;
  clocks: ReadonlyMap<string, BusinessClock>;
  /** The list that is shown alone; `scoring` is shown with the beginnings of the others. */
  shown: WaitingStage;
  claimed: readonly ClaimedAttempt[];
  assigned: readonly AssignedAttempt[];
  /** That a lead may answer, and nobody has. */
  appeals: readonly WaitingAttempt[];
  checks: QueueRows | undefined;
  queue: QueueRows | undefined;
  adjudications: QueueRows | undefined;
  counts: readonly WaitingCount[];
  decided: readonly DecidedAttempt[];
  filter: QueueFilter;
  /** Set on every page but the first. */
  after: string | undefined;
  /** Why something was refused. */
  refusal?: string | undefined;
  notice?: string | undefined;
};

/** What waits for this assessor: first what they have in hand, then what they may take. */
export function QueuePage(props: QueuePageProps) {
  const { context, clocks, shown, claimed, assigned, appeals, queue, checks, adjudications, counts, decided } = props;
  const { filter, after, refusal, notice } = props;
  const isFirst = after === undefined;
  const waitingIn = (stage: WaitingStage) => sumOf(counts, stage, filter.microCredential);
  const next = {
    filter,
    waiting: {
      scoring: waitingIn('scoring'),
      adjudication: waitingIn('adjudication'),
      pre_check: waitingIn('pre_check'),
    },
    assigned: assigned.filter(({ pausedAt }) => !pausedAt).length,
    isWhole: isFirst && shown === 'scoring',
  };
  const rows = { context, clocks, filter, after };
  return (
    <Layout context={context} title="Assessor’s desk" width="wide" hasErrors={refusal !== undefined}>
      <header className="page-head desk-head">
        <div>
          <h1>Assessor’s desk</h1>
          <p className="lead">
            <WaitingSentence {...next} />
          </p>
          <nav aria-label="Your desk" className="desk-links">
            <a href="/profile">Languages, load and absence</a>
            <a href="/desk/comments">Saved comments</a>
            <a href="/desk/conflicts">Conflicts of interest</a>
            <a href="/desk/privacy-flags">Hidden for privacy</a>
            <a href="/desk/concerns">Concerns</a>
            <a href="/desk/talks">Talks with earners</a>
            <a href="/desk/export">Work offline</a>
            <a href="/desk/calibration">Calibration</a>
            <a href="/desk/ledger">Your ledger</a>
          </nav>
        </div>
        <NextUp {...next} />
      </header>
      {refusal && (
        <div className="alert alert-error" role="alert">
          {refusal}
        </div>
      )}
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {isFirst && shown === 'scoring' && (
        <OnDesk claimed={claimed} assigned={assigned} now={context.now} clocks={clocks} />
      )}
      {shown !== 'scoring' && (
        <p className="desk-section">
          <a href={queueHref({ ...filter })}>Back to everything</a>
        </p>
      )}
      {isFirst && counts.length > 1 && <QueueToolbar counts={counts} filter={filter} shown={shown} />}
      {checks && isFirst && (shown === 'pre_check' || checks.attempts.length > 0) && (
        <WaitingSection
          {...rows}
          stage="pre_check"
          queue={checks}
          isWhole={shown === 'pre_check'}
          total={next.waiting.pre_check}
          empty="Nothing waits to be checked."
        />
      )}
      {checks && !isFirst && shown === 'pre_check' && (
        <WaitingSection {...rows} stage="pre_check" queue={checks} isWhole empty="There is nothing further down." />
      )}
      {queue && (
        <WaitingSection
          {...rows}
          stage="scoring"
          queue={queue}
          isWhole
          empty={emptyWords(claimed.length + assigned.length, filter, after)}
        />
      )}
      {adjudications && (shown === 'adjudication' || (isFirst && adjudications.attempts.length > 0)) && (
        <WaitingSection
          {...rows}
          stage="adjudication"
          queue={adjudications}
          isWhole={shown === 'adjudication'}
          total={next.waiting.adjudication}
          empty="Nothing waits to be adjudicated."
        />
      )}
      {isFirst && appeals.length > 0 && (
        <section aria-labelledby="appeals-title" className="desk-section">
          <h2 id="appeals-title">Appeals</h2>
          <p className="muted">
            Nobody has these yet. Answer one, or give it to somebody under <a href="/lead/appeals">Appeals</a>.
          </p>
          <AttemptTable
            caption="Appeals that nobody has, the first due first"
            attempts={appeals}
            now={context.now}
            clocks={clocks}
            action={(attempt) => <ClaimForm attempt={attempt} />}
          />
        </section>
      )}
      {isFirst && shown === 'scoring' && decided.length > 0 && <DecidedLately decided={decided} />}
    </Layout>
  );
}

function sumOf(counts: readonly WaitingCount[], stage: WaitingStage, slug: string | undefined): number {
  return counts
    .filter((count) => count.stage === stage && (slug === undefined || count.slug === slug))
    .reduce((sum, { waiting }) => sum + waiting, 0);
}

function emptyWords(onDesk: number, filter: QueueFilter, after: string | undefined): string {
  if (after !== undefined) return 'There is nothing further down the queue.';
  if (onDesk > 0) return 'Nothing else waits: all there is lies on your desk.';
  if (filter.microCredential || filter.language) return 'Nothing of this waits right now.';
  return 'Nothing waits right now. When an earner hands in an attempt at one of your issuers it appears here, with the date by which a decision is due.';
}
