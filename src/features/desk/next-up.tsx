import { countOf } from '#domain/evidence/finding.ts';
import type { QueueFilter } from './queue-toolbar.tsx';
import { queueHref } from './queue-toolbar.tsx';

export type NextUpProps = {
  filter: QueueFilter;
  /** How many wait to be scored, to be settled and to be checked. */
  waiting: { scoring: number; adjudication: number; pre_check: number };
  /** How many they were given and have not begun. */
  assigned: number;
  /** Whether the page holds every list, so that they are further down. */
  isWhole: boolean;
};

/** What waits to be taken, in a sentence. */
export function WaitingSentence({ waiting, assigned, isWhole }: NextUpProps) {
  const { scoring, adjudication, pre_check } = waiting;
  if (scoring > 0) return <>{`${countOf(scoring, 'attempt')} wait${scoring === 1 ? 's' : ''} to be taken.`}</>;
  const others = [
    ...(adjudication > 0 ? [`${adjudication.toLocaleString('en-US')} to adjudicate`] : []),
    ...(pre_check > 0 ? [`${pre_check.toLocaleString('en-US')} to check`] : []),
  ];
  if (others.length === 0) return <>Nothing waits to be taken.</>;
  const where = isWhole ? ' below' : '';
  return <>{`Nothing${assigned > 0 ? ' else' : ''} to score waits; ${others.join(', ')}${where}.`}</>;
}

/** Takes the next one to score; where there is none but something else to do, leads there. */
export function NextUp({ filter, waiting, assigned, isWhole }: NextUpProps) {
  const { scoring, adjudication, pre_check } = waiting;
  const id = adjudication > 0 ? 'adjudications-title' : 'checks-title';
  if (scoring + assigned === 0 && adjudication + pre_check > 0)
    return (
      <p className="desk-next">
        <a href={`${isWhole ? '' : queueHref(filter)}#${id}`} className="btn btn-primary">
          {adjudication > 0 ? 'Go to what waits to be adjudicated' : 'Go to what waits to be checked'}
        </a>
      </p>
    );
  return (
    <form method="post" action="/desk/next" className="desk-next">
      {filter.microCredential && <input type="hidden" name="micro-credential" value={filter.microCredential} />}
      {filter.language && <input type="hidden" name="language" value={filter.language} />}
      <button type="submit" className="btn btn-primary">
        Take the next one
      </button>
      <p className="meta">What you were given first, then the first due.</p>
    </form>
  );
}
