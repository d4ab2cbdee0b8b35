/** Why somebody must not judge an attempt, or cannot now. */
export type ObstacleReason =
  | 'own-work'
  | 'coached'
  | 'conflict-declared'
  | 'same-school'
  | 'peer-in-evidence'
  | 'not-certified'
  | 'lapsed'
  | 'sat-already'
  | 'names-seen'
  | 'away';

/** Those that lie between the assessor and the earner. */
export const conflictReasons: ReadonlySet<ObstacleReason> = new Set<ObstacleReason>([
  'own-work',
  'coached',
  'conflict-declared',
  'same-school',
  'peer-in-evidence',
]);

/** A reason as others hear it. */
export type ToldReason = ObstacleReason | 'conflict';

/**
 * What a lead assessor hears of why somebody else must not judge: where they don’t see the names only that there is a
 * conflict. Which one, of one assessor after the other, would tell where the earner works and who coaches them.
 */
export function toldReason(reason: ObstacleReason, seesNames: boolean): ToldReason {
  return !seesNames && conflictReasons.has(reason) ? 'conflict' : reason;
}

export type Obstacle = { reason: ObstacleReason; message: string };

/** Told to the assessor. None says what is known of the earner: where judging is blind, that would be a name. */
export const obstacleMessages: Record<ObstacleReason, string> = {
  'own-work': 'This is your own work, so another assessor has to score it.',
  coached: 'You have coached this work, so another assessor has to score it.',
  'conflict-declared': 'A conflict of interest is declared here, so another assessor has to score it.',
  'same-school': 'You and the earner work, or worked, at the same school, so another assessor has to score it.',
  'peer-in-evidence': 'You were asked to confirm something of this work, so another assessor has to score it.',
  'not-certified': 'You are not certified for this micro-credential yet. Qualify under Calibration, then take it.',
  lapsed: 'Your certification for this micro-credential has lapsed. Calibration says how to renew it.',
  'sat-already': 'You have scored this attempt already, so another assessor has to.',
  'names-seen':
    'This is judged without names, and you have seen whose work it is, so another assessor has to score it.',
  away: 'You have said that you are away. Change that in your profile to take work.',
};
