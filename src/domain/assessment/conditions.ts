/**
 * Why a look-for can't be judged: said in place of a rating, never as a No. The part stays open, and the earner hears
 * what to hand in again.
 */
export const conditionCodes = {
  illegible: { label: 'Can’t be read', hint: 'Blurred, too small, cut off or handwriting that can’t be made out.' },
  inaudible: { label: 'Can’t be heard', hint: 'The sound is missing or too poor to follow.' },
  'does-not-open': { label: 'Does not open', hint: 'The file is damaged, locked, or the link leads nowhere.' },
  'wrong-file': { label: 'Wrong file', hint: 'Something else was handed in here, by the look of it.' },
  'not-there': { label: 'Not there', hint: 'What this look-for judges is missing from the attempt.' },
  'other-language': { label: 'In another language', hint: 'It is in a language that you can’t judge.' },
  'consent-missing': { label: 'Consent is missing', hint: 'It shows people whose release is not there.' },
  'hidden-for-privacy': { label: 'Hidden for privacy', hint: 'A privacy flag hides what you would need to see.' },
} as const satisfies Record<string, { label: string; hint: string }>;

/** What the programme says where two assessors are apart on a look-for and nobody is there to settle it; nobody chooses it. */
export const unsettledCondition = {
  label: 'Not settled',
  hint: 'Two assessors saw this differently, and nobody was free to settle it.',
};

export type ConditionCode = keyof typeof conditionCodes | 'unsettled';

/** What a condition is called, whoever said it. */
export function conditionLabel(code: ConditionCode): string {
  return code === 'unsettled' ? unsettledCondition.label : conditionCodes[code].label;
}

export function isConditionCode(code: string): code is ConditionCode {
  return Object.hasOwn(conditionCodes, code);
}
