import type { AwardState, RevocationCode } from './status.ts';

/** Longest text of a reason or an answer, and of an appeal, in characters. */
export const longestReason = 2000;
export const longestAppeal = 5000;

export type RevocationState = 'announced' | 'appealed' | 'revoked' | 'dropped';

/** What the rules ask of a revocation that is under way. */
export type RevocationCase = {
  state: RevocationState;
  startedBy: string;
  appealUntil: Date;
};

/** Who acts on an award, and whether it is their own. */
export type Actor = { id: string; isEarner: boolean };

export type AnnounceRefusal = 'own-award' | 'revoked-already' | 'announced-already';
export type AppealRefusal = 'appealed-already' | 'window-over' | 'ended';
export type DecideRefusal = 'own-award' | 'own-announcement' | 'not-appealed' | 'ended';
export type WithdrawRefusal = 'not-yours' | 'ended';
export type SuspendRefusal = 'own-award' | 'revoked-already' | 'suspended-already';
export type ReinstateRefusal = 'own-award' | 'revoked-already' | 'not-suspended' | 'revocation-open';
export type GiveUpRefusal = 'revoked-already' | 'announced-already';

type Ruling<Refusal> = { ok: true } | { ok: false; reason: Refusal };

const fine = { ok: true } as const;

function refuse<Refusal>(reason: Refusal): { ok: false; reason: Refusal } {
  return { ok: false, reason };
}

type Standing = { state: AwardState; open: RevocationCase | undefined };

/** A revocation is announced once at a time, and by nobody of their own award. */
export function mayAnnounce({ state, open }: Standing, actor: Actor): Ruling<AnnounceRefusal> {
  if (actor.isEarner) return refuse('own-award');
  if (state === 'revoked') return refuse('revoked-already');
  if (open) return refuse('announced-already');
  return fine;
}

/** The earner appeals once, up to the last moment of the window. */
export function mayAppeal(open: RevocationCase | undefined, now: Date): Ruling<AppealRefusal> {
  if (!open || open.state === 'revoked' || open.state === 'dropped') return refuse('ended');
  if (open.state === 'appealed') return refuse('appealed-already');
  if (now >= open.appealUntil) return refuse('window-over');
  return fine;
}

/** Somebody decides an appeal who neither announced the revocation nor holds the award. */
export function mayDecide(open: RevocationCase | undefined, actor: Actor): Ruling<DecideRefusal> {
  if (!open || open.state === 'revoked' || open.state === 'dropped') return refuse('ended');
  if (actor.isEarner) return refuse('own-award');
  if (open.state === 'announced') return refuse('not-appealed');
  if (open.startedBy === actor.id) return refuse('own-announcement');
  return fine;
}

/** Whoever announced it takes it back, before or after an appeal: that decides nothing against the earner. */
export function mayWithdraw(open: RevocationCase | undefined, actor: Actor): Ruling<WithdrawRefusal> {
  if (!open || open.state === 'revoked' || open.state === 'dropped') return refuse('ended');
  return open.startedBy === actor.id ? fine : refuse('not-yours');
}

/** Whether a revocation takes effect by itself: nobody appealed while they could. */
export function takesEffect(open: RevocationCase, now: Date): boolean {
  return open.state === 'announced' && now >= open.appealUntil;
}

export function maySuspend(state: AwardState, actor: Actor): Ruling<SuspendRefusal> {
  if (actor.isEarner) return refuse('own-award');
  if (state === 'revoked') return refuse('revoked-already');
  if (state === 'suspended') return refuse('suspended-already');
  return fine;
}

/** Not while a revocation is under way that suspends: withdrawing or dropping that reinstates. */
export function mayReinstate(
  { state, open }: { state: AwardState; open: (RevocationCase & { suspends: boolean }) | undefined },
  actor: Actor,
): Ruling<ReinstateRefusal> {
  if (actor.isEarner) return refuse('own-award');
  if (state === 'revoked') return refuse('revoked-already');
  if (state !== 'suspended') return refuse('not-suspended');
  if (open?.suspends) return refuse('revocation-open');
  return fine;
}

/** An earner gives up their award; not to get round a revocation with another name. */
export function mayGiveUp({ state, open }: Standing): Ruling<GiveUpRefusal> {
  if (state === 'revoked') return refuse('revoked-already');
  return open ? refuse('announced-already') : fine;
}

/** The codes that somebody may announce; the earner’s own is not theirs to choose. */
export type AnnouncedCode = Exclude<RevocationCode, 'earner-asked'>;

export const announcedCodes: readonly AnnouncedCode[] = [
  'plagiarism',
  'not-own-work',
  'issued-in-error',
  'evidence-withdrawn',
  'other',
];

/** Why an award was revoked, as the public reads it. */
export const codeWords: Record<RevocationCode, string> = {
  plagiarism: 'Work of others was handed in as the earner’s own',
  'not-own-work': 'The work was not the earner’s own',
  'issued-in-error': 'It was issued in error',
  'evidence-withdrawn': 'The evidence for it was withdrawn',
  'earner-asked': 'Its earner asked for it',
  other: 'The issuer withdrew it',
};

/** What was decided about the award itself, and not for what it had rested on. */
const ofItself: Record<RevocationCode, boolean> = {
  plagiarism: true,
  'not-own-work': true,
  'issued-in-error': true,
  'earner-asked': true,
  'evidence-withdrawn': false,
  other: false,
};

/** Whether a revocation with this code ends a stack award for good: no rule issues another one instead of it. */
export function endsForGood(code: RevocationCode): boolean {
  return ofItself[code];
}
