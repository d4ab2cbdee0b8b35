import { type ConcernState, concernStates } from '#domain/assessment/concern.ts';
import { Status, type StatusName } from '#ui/status.tsx';

const looks: Record<ConcernState | 'settled', StatusName> = {
  open: 'blocking',
  asked: 'waiting',
  answered: 'almost',
  dismissed: 'complete',
  upheld: 'no',
  referred: 'moved',
  settled: 'complete',
};

/** Where a concern stands; whoever may not know how it ended hears that it did. */
export function ConcernStatus({ state }: { state: ConcernState | 'settled' }) {
  return <Status name={looks[state]} word={state === 'settled' ? 'Settled' : concernStates[state]} />;
}
