/** For whom or what a release speaks. */
export const releaseKinds = ['student', 'staff', 'site'] as const;
export type ReleaseKind = (typeof releaseKinds)[number];

export const coverages = ['image', 'voice', 'work', 'name'] as const;
export type Coverage = (typeof coverages)[number];

/** A release as far as rules need it. Plain JSON; dates and times are ISO 8601. */
export type ReleaseContext = {
  id: string;
  kind: ReleaseKind;
  /** Initials of a student; a name otherwise. */
  subject: string;
  covers: readonly string[];
  givenOn: string;
  /** The last day on which it holds; `null` for as long as it is not withdrawn. */
  expiresOn: string | null;
  withdrawnAt: string | null;
};

export type ReleaseState = 'valid' | 'soon' | 'expired' | 'withdrawn';

/** Days before its end at which a release is said to end soon. */
const soonDays = 30;

/** Where a release stands on a day (UTC); `soon` still holds. */
export function releaseState(release: Pick<ReleaseContext, 'expiresOn' | 'withdrawnAt'>, now: string): ReleaseState {
  if (release.withdrawnAt !== null) return 'withdrawn';
  if (release.expiresOn === null) return 'valid';
  const today = now.slice(0, 10);
  if (release.expiresOn < today) return 'expired';
  const soon = new Date(Date.parse(`${today}T00:00:00Z`) + soonDays * 86_400_000).toISOString().slice(0, 10);
  return release.expiresOn <= soon ? 'soon' : 'valid';
}

export function holds(release: Pick<ReleaseContext, 'expiresOn' | 'withdrawnAt'>, now: string): boolean {
  const state = releaseState(release, now);
  return state === 'valid' || state === 'soon';
}
