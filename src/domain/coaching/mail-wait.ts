/** How long a first comment waits for others, and how long it is at least from one mail to the next; in seconds. */
export const gatherSeconds = 15 * 60;
export const mailEverySeconds = 60 * 60;

/** How long a mail about a comment made now waits, in seconds: it tells of everything that comes meanwhile. */
export function mailWait(lastMailedAt: Date | null, now: Date): number {
  if (!lastMailedAt) return gatherSeconds;
  const since = (now.getTime() - lastMailedAt.getTime()) / 1000;
  return Math.max(gatherSeconds, mailEverySeconds - since);
}
