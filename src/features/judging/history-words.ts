import { countOf } from '#domain/evidence/finding.ts';
import type { JudgingEvent } from './led-attempt.queries.ts';

const plain: Record<string, string> = {
  'attempt.submitted': 'Handed in',
  'attempt.checked': 'Found complete',
  'attempt.returned': 'Returned as incomplete',
  'attempt.withdrawn': 'Taken back by the earner',
  'assessment.claimed': 'Claimed',
  'assessment.let-go': 'Let go',
  'assessment.completed': 'Ratings sent',
  'assessment.ran-out': 'Claim ran out',
  'assessment.taken-away': 'Taken from its assessor',
  'judging.paused': 'Clock stopped',
  'judging.resumed': 'Clock went on',
  'attempt.return-recalled': 'Sending it back was recalled',
  'attempt.names-shown': 'Asked whose work it is',
  'judging.second-waived': 'Second seat waived',
  'judging.adjudication-ended': 'Taken back from adjudication',
  'decision.held': 'Held',
  'decision.released': 'Released',
  'decision.recalled': 'Recalled',
  'appeal.raised': 'Appealed',
  'appeal.decided': 'Appeal answered',
};

/** What happened, in words; an action that has none is shown as it is in the trail. */
export function eventWords({ action, details }: JudgingEvent): string {
  const lookFors = Array.isArray(details.lookFors) ? details.lookFors.length : 0;
  if (action === 'judging.contested') return `Two apart on ${countOf(lookFors, 'look-for')}`;
  if (action === 'judging.sent-to-adjudication') return `${countOf(lookFors, 'look-for')} sent to an adjudicator`;
  const seat = typeof details.role === 'string' && action.startsWith('assessment.') ? ` (${details.role})` : '';
  return `${plain[action] ?? action.replaceAll(/[.-]/gu, ' ')}${seat}`;
}

/** Why, where somebody said so. */
export function eventReason({ details }: JudgingEvent): string | undefined {
  return typeof details.reason === 'string' && details.reason !== '' ? details.reason : undefined;
}
