/** Where an estimate comes from: what the issuer expects, or what so many others took. */
export type Estimate = { minutes: number } & ({ from: 'definition' } | { from: 'others'; n: number });

/** Fewer than so many say nothing of the next one, and something of each of them. */
export const fewestOthers = 5;

/**
 * Minutes for a requirement: the issuer’s own estimate, refined by what others took at the screen.
 *
 * The median of `n` others stands in with the weight n ÷ (n + 10) beside the definition’s minutes, which count work away
 * from the screen too; with fewer than five others, or where the definition says nothing, there is nothing to refine.
 */
export function estimateMinutes(
  expected: number | undefined,
  others: { median: number; n: number } | undefined,
): Estimate | undefined {
  if (!others || others.n < fewestOthers)
    return expected === undefined ? undefined : { minutes: expected, from: 'definition' };
  const weight = expected === undefined ? 1 : others.n / (others.n + 10);
  const minutes = Math.round(weight * others.median + (1 - weight) * (expected ?? 0));
  return { minutes: Math.max(1, minutes), from: 'others', n: others.n };
}

/** "about 5 minutes", "about an hour", "about 2½ hours": no more exact than an estimate is. */
export function formatMinutes(minutes: number): string {
  if (minutes < 3) return 'a minute or two';
  if (minutes < 50) return `about ${minutes < 10 ? Math.round(minutes) : Math.round(minutes / 5) * 5} minutes`;
  const halves = Math.max(2, Math.round(minutes / 30));
  const hours = Math.floor(halves / 2);
  const half = halves % 2 === 1 && hours < 10;
  if (hours === 1 && !half) return 'about an hour';
  return `about ${hours}${half ? '½' : ''} hours`;
}
