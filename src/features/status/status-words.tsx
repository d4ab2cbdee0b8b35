import type { AwardState } from '#domain/award/status.ts';
import type {
  AnnounceRefusal,
  AppealRefusal,
  DecideRefusal,
  GiveUpRefusal,
  ReinstateRefusal,
  SuspendRefusal,
  WithdrawRefusal,
} from '#domain/award/revocation.ts';
import { Status, type StatusName } from '#ui/status.tsx';

const labels: Record<AwardState, { name: StatusName; word: string }> = {
  'in-force': { name: 'complete', word: 'In force' },
  suspended: { name: 'paused', word: 'Suspended' },
  revoked: { name: 'no', word: 'Revoked' },
  expired: { name: 'overdue', word: 'Expired' },
};

/** An award’s status, as icon and word. */
export function AwardStatusLabel({ state }: { state: AwardState }) {
  return <Status {...labels[state]} />;
}

type Refusal =
  AnnounceRefusal | AppealRefusal | DecideRefusal | GiveUpRefusal | ReinstateRefusal | SuspendRefusal | WithdrawRefusal;

export const statusRefusals: Record<Refusal, string> = {
  'own-award': 'This is your own award. Somebody else has to do this.',
  'revoked-already': 'This award is revoked already.',
  'announced-already': 'A revocation of this award is under way already.',
  'appealed-already': 'You have appealed already. You will have mail when it is decided.',
  'window-over': 'The time to appeal is over.',
  ended: 'This revocation has ended meanwhile. Open the page again to see how.',
  'own-announcement': 'You announced this revocation, so somebody else decides the appeal. You can withdraw it.',
  'not-appealed': 'Nobody has appealed. It takes effect by itself when the time for that is up.',
  'not-yours': 'Only who announced a revocation can withdraw it.',
  'suspended-already': 'This award is suspended already.',
  'not-suspended': 'This award is not suspended.',
  'revocation-open':
    'It is suspended because its revocation is under way. When that is withdrawn or dropped, it counts again.',
};
