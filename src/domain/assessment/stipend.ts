/** What an issuer pays, in cents. */
export type StipendRates = { centsPerPiece: number; centsPerHour: number };

/** What is due for pieces of work and time on task, in whole cents; half a cent and more counts as one. */
export function stipendOf({ pieces, seconds }: { pieces: number; seconds: number }, rates: StipendRates): number {
  return pieces * rates.centsPerPiece + Math.round((seconds * rates.centsPerHour) / 3600);
}

/** “$1,234.50”. */
export function formatCents(cents: number): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(cents / 100);
}

/** Hours with two decimals, as pay is reckoned. */
export function hoursOf(seconds: number): number {
  return Math.round(seconds / 36) / 100;
}
