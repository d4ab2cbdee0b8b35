import { expect, it } from 'vitest';
import { acceptedEndings, couldBeAccepted } from './file-endings.ts';

it.each([
  ['plan.pdf', ['pdf'], true],
  ['PLAN.PDF', ['document'], true],
  ['lesson.mp4', ['document', 'link'], false],
  ['lesson.mp4', ['audio'], true],
  ['sheet.xlsx', ['spreadsheet'], true],
  ['photo.heic', ['pdf'], false],
  // What a name doesn’t say can’t be held against it.
  ['scan', ['pdf'], true],
  ['notes.v2', ['pdf'], true],
] as const)('“%s” where %j is asked for: %s', (name, accept, could) => {
  expect(couldBeAccepted(name, accept)).toBe(could);
});

it('lists the endings for a file field', () => {
  expect(acceptedEndings(['pdf', 'link'])).toBe('.pdf');
  expect(acceptedEndings(['slides'])).toBe('.pdf,.pptx,.odp');
});
