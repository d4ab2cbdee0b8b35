import type { ApprovalStanding } from '#domain/credit/provider-records.ts';
import type { StatusName } from '#ui/status.tsx';
import type { BatchState } from './batches.queries.ts';

export const standingWords: Record<ApprovalStanding, { word: string; status: StatusName }> = {
  valid: { word: 'Valid', status: 'complete' },
  'begins-later': { word: 'Begins later', status: 'waiting' },
  'ends-soon': { word: 'Ends soon', status: 'working' },
  ended: { word: 'Ended', status: 'withdrawn' },
};

export const batchWords: Record<BatchState, { word: string; status: StatusName }> = {
  made: { word: 'Made, not sent', status: 'working' },
  sent: { word: 'Sent, waits for answers', status: 'submitted' },
  answered: { word: 'Answered', status: 'complete' },
  ended: { word: 'Taken apart', status: 'withdrawn' },
};
