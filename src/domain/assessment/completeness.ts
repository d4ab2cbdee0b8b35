import { z } from 'zod';

/**
 * What keeps an attempt from being judged at all, found by a glance before anybody judges it; with what the earner does
 * about it. It says nothing of the work.
 */
export const completenessCodes = {
  illegible: {
    label: 'Can’t be read',
    fix: 'Scan or photograph it again, sharp and straight, or hand in the file that it was made from.',
  },
  inaudible: {
    label: 'Can’t be heard',
    fix: 'Hand in a recording on which every voice can be followed, or add a transcript.',
  },
  'does-not-open': {
    label: 'Does not open',
    fix: 'Hand in the file again without a password, or open the link to everyone who has it.',
  },
  'wrong-file': {
    label: 'Wrong file',
    fix: 'Replace it by the file that is asked for here.',
  },
  'missing-part': {
    label: 'A part is missing',
    fix: 'Add the part that is asked for and not there.',
  },
  'missing-consent': {
    label: 'Consent is missing',
    fix: 'Enter the release of everyone who can be seen, heard or told apart, or leave them out.',
  },
  'names-shown': {
    label: 'Shows names that should not be there',
    fix: 'Black out the names of students, or replace them by initials.',
  },
  'other-language': {
    label: 'In another language',
    fix: 'Add a translation, or ask the issuer for an assessor who reads the language.',
  },
} as const satisfies Record<string, { label: string; fix: string }>;

export type CompletenessCode = keyof typeof completenessCodes;

export const CompletenessCode = z.enum(Object.keys(completenessCodes) as [CompletenessCode, ...CompletenessCode[]]);

/** One reason for which an attempt goes back, at the requirement that it is about. */
export const CompletenessReason = z.strictObject({
  requirement: z.string(),
  code: CompletenessCode,
  note: z.string().trim().max(2000),
});
export type CompletenessReason = z.output<typeof CompletenessReason>;

/** What the person who checks looks at: that it can be judged, never how good it is. */
export const glance = [
  { key: 'legible', text: 'Every text, scan and picture can be read' },
  { key: 'audible', text: 'Every recording can be heard and seen' },
  { key: 'right-file', text: 'Every file and link opens and is the one that is asked for' },
  { key: 'consent', text: 'Whoever is shown has agreed, and no names show that should not' },
] as const;
