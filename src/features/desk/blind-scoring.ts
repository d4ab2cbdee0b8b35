import type { BlindNotes, Blindness } from '../blind/blindness.queries.ts';
import type { Scoring } from './desk.queries.ts';

/** What was said about an attempt, beside the attempt itself, for an assessor who may not know whose it is. */
export function blindScoring(scoring: Scoring, { say }: Blindness, blind: BlindNotes): Scoring {
  const { earlierVoices, reason, lostReleases, flags, judged } = scoring;
  const unnamed = <Said extends { comment: string }>(said: Said): Said => ({ ...said, comment: say(said.comment) });
  return {
    ...scoring,
    blind,
    flags: flags.map((flag) => ({ ...flag, reason: say(flag.reason) })),
    lostReleases: new Map(
      [...lostReleases].map(([artifact, lost]) => [
        artifact,
        lost.map((one) => ({ ...one, subject: 'somebody in it' })),
      ]),
    ),
    judged: judged.map((attempt) => ({ ...attempt, ratings: attempt.ratings.map(unnamed) })),
    ...(reason !== undefined && { reason: say(reason) }),
    ...(earlierVoices && {
      earlierVoices: earlierVoices.map((one) => ({ ...one, voices: one.voices.map(unnamed) })),
    }),
  };
}
