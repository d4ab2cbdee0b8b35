/** Days (`YYYY-MM-DD`) on which somebody is away, the first and the last included. */
export type Absence = { from: string | null; until: string | null };

export function isAway({ from, until }: Absence, today: string): boolean {
  return from !== null && until !== null && from <= today && today <= until;
}
