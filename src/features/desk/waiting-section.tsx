import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { countOf } from '#domain/evidence/finding.ts';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { QueuePage, WaitingAttempt, WaitingStage } from '../queue/queue.queries.ts';
import { AttemptTable, ClaimForm, For } from './attempt-table.tsx';
import { type QueueFilter, queueHref } from './queue-toolbar.tsx';

const words: Record<WaitingStage, { title: string; id: string; caption: string; more: string; lead?: string }> = {
  pre_check: {
    title: 'To check',
    id: 'checks-title',
    caption: 'Attempts that wait to be checked for completeness, the first due first',
    more: 'All that wait to be checked',
    lead: 'A glance before anybody judges: is all there, legible and audible, the right file, consent in place?',
  },
  scoring: { title: 'Waiting', id: 'queue-title', caption: 'Attempts that wait, the first due first', more: '' },
  adjudication: {
    title: 'To adjudicate',
    id: 'adjudications-title',
    caption: 'Attempts that two assessors rated apart, the first due first',
    more: 'All that wait to be adjudicated',
    lead: 'Two assessors are apart on a look-for of these. Read both comments and decide it.',
  },
};

type WaitingSectionProps = {
  context: PageContext;
  clocks: ReadonlyMap<string, BusinessClock>;
  filter: QueueFilter;
  after: string | undefined;
  stage: WaitingStage;
  queue: QueuePage;
  /** Whether this is the list that is paged; otherwise only its beginning is shown. */
  isWhole: boolean;
  total?: number;
  empty: string;
};

/** One list of what waits. */
export function WaitingSection(props: WaitingSectionProps) {
  const { context, clocks, filter, after, stage, queue, isWhole, total = 0, empty } = props;
  const { title, id, caption, more, lead } = words[stage];
  const shown = stage;
  return (
    <section aria-labelledby={id} className="desk-section">
      <h2 id={id}>{title}</h2>
      {lead && <p className="muted">{lead}</p>}
      {queue.attempts.length === 0 ? (
        <div className="empty-state">
          <p>{empty}</p>
          {(filter.microCredential ?? filter.language ?? after) !== undefined && (
            <p>
              <a href="/desk">Show everything that waits</a>
            </p>
          )}
        </div>
      ) : (
        <AttemptTable
          caption={caption}
          attempts={queue.attempts}
          now={context.now}
          clocks={clocks}
          action={(attempt) => <Take attempt={attempt} stage={stage} />}
        />
      )}
      {isWhole ? (
        <Pages next={queue.next} after={after} hrefOf={(cursor) => queueHref({ ...filter, shown, after: cursor })} />
      ) : (
        queue.next !== undefined && (
          <p className="desk-more">
            <a href={queueHref({ ...filter, shown })}>
              {more} {total > 0 && <span className="meta">({countOf(total, 'attempt')})</span>}
            </a>
          </p>
        )
      )}
    </section>
  );
}

function Take({ attempt, stage }: { attempt: WaitingAttempt; stage: WaitingStage }) {
  const { attemptId, holder } = attempt;
  if (holder) {
    return (
      <span className="meta">
        <Status name="locked" word={holder.name === null ? 'With other assessors' : `With ${holder.name}`} />
      </span>
    );
  }
  if (stage === 'pre_check') {
    return (
      <a href={`/desk/checks/${attemptId}`} className="btn btn-sm">
        Check
        <For attempt={attempt} />
      </a>
    );
  }
  return <ClaimForm attempt={attempt} />;
}

type PagesProps = {
  next: string | undefined;
  after: string | undefined;
  hrefOf: (cursor: string | undefined) => string;
};

function Pages({ next, after, hrefOf }: PagesProps) {
  if (next === undefined && after === undefined) return null;
  return (
    <nav className="pager" aria-label="Pages of the queue">
      {after === undefined ? <span /> : <a href={hrefOf(undefined)}>Back to the start</a>}
      {next !== undefined && (
        <a href={hrefOf(next)} rel="next">
          Later due
        </a>
      )}
    </nav>
  );
}
