import type { ConditionCode } from './conditions.ts';

/** What an earner does about each condition under which something could not be judged. */
export const conditionAdvice: Record<ConditionCode, string> = {
  illegible: 'Scan or photograph it again, sharp and straight, or hand in the file that it was made from.',
  inaudible: 'Hand in a recording on which every voice can be followed, or add a transcript.',
  'does-not-open': 'Hand in the file again without a password, or open the link to everyone who has it.',
  'wrong-file': 'Replace it by the file that is asked for here.',
  'not-there': 'Add what this look-for judges.',
  'other-language': 'Add a translation, or ask the issuer for an assessor who reads the language.',
  'consent-missing': 'Enter the release of everyone who can be seen or heard, or leave them out.',
  'hidden-for-privacy': 'Black out what could tell who a person is, or put initials in the place of names.',
  unsettled:
    'Two assessors saw this differently, and nobody was free to settle it. That is not your doing: hand it in again as it is, or stronger where a comment helps.',
};
