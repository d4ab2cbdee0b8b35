/** What in a text could lead to a person without any name: told as advice. */
export type PersonalKind = 'email' | 'phone' | 'number';
export type PersonalHit = { kind: PersonalKind; from: number; to: number; found: string };

/** What to call each. */
export const personalWords: Record<PersonalKind, string> = {
  email: 'an e-mail address',
  phone: 'a phone number',
  number: 'what may be the number of a student or another person',
};

const patterns: readonly [PersonalKind, RegExp][] = [
  ['email', /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/gu],
  // A US social security number, then numbers that are said to be somebody’s, then long ones that look like it.
  ['number', /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu],
  [
    'number',
    /\b(?:student|pupil|staff|employee|state|district|school|local|SIS)?[ -]?(?:ID|I\.D\.|number|no\.|#)[ ]?(?:is[ ]|:|#|no\.)?[ ]{0,2}[A-Z]{0,2}\d{4,12}\b/giu,
  ],
  ['phone', /(?<![\d.,/-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\)[ ]?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])/gu],
  ['phone', /(?<![\d.,/-])\+\d{1,3}(?:[ .-]?\d{2,4}){2,5}(?![\d-])/gu],
  ['number', /(?<![\d.,/$€£#=-])\d{7,10}(?![\d%]|[.,]\d)/gu],
];

/** E-mail addresses, phone numbers and numbers of people in a text, in order. Addresses of pages are left alone. */
export function findPersonal(text: string): PersonalHit[] {
  // What was found, or belongs to an address, is covered so that nothing is found twice.
  let left = text.replace(/\bhttps?:\/\/[^\s)\]]{1,2000}/giu, (url) => '\0'.repeat(url.length));
  const hits: PersonalHit[] = [];
  for (const [kind, pattern] of patterns) {
    left = left.replace(pattern, (found: string, ...rest: unknown[]) => {
      const from = rest.find((one): one is number => typeof one === 'number') ?? 0;
      hits.push({ kind, from, to: from + found.length, found: text.slice(from, from + found.length) });
      return '\0'.repeat(found.length);
    });
  }
  return hits.sort((a, b) => a.from - b.from);
}
