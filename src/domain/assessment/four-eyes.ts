/** Whether a lead assessor may release an attempt, or take its decision back. */
export type FourEyes =
  /** `alone`: they scored it themselves, and there is nobody else; they say why. */
  | { ok: true; alone: boolean }
  /** Somebody else does: a lead assessor, or where there is no other, one whom an admin names. */
  | { ok: false; ask: 'leads' | 'admins'; people: readonly string[] };

/**
 * What goes out was looked at by two: whoever scored an attempt does not release it as long as anybody else could, another
 * lead assessor before an admin, who can name one. Only where an issuer has neither does it rest with the one there is.
 * `leads` and `admins` are the others, by name, without the earner and without whoever scored it, too.
 */
export function fourEyes({
  hasScored,
  leads,
  admins,
}: {
  hasScored: boolean;
  leads: readonly string[];
  admins: readonly string[];
}): FourEyes {
  if (!hasScored) return { ok: true, alone: false };
  if (leads.length > 0) return { ok: false, ask: 'leads', people: leads };
  if (admins.length > 0) return { ok: false, ask: 'admins', people: admins };
  return { ok: true, alone: true };
}

/** Whom to ask, in a sentence. */
export function fourEyesSentence({ ask, people }: Extract<FourEyes, { ok: false }>): string {
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format(people.slice(0, 5));
  return ask === 'leads'
    ? `You scored this attempt, so another lead assessor does this: ask ${names}.`
    : `You scored this attempt, so another lead assessor does this, and there is none. Ask ${names}, who can name one under People.`;
}
