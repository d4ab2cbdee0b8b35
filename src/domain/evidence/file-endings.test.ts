import { expect, it } from 'vitest';
import { acceptAttribute, couldBeAccepted } from './file-endings.ts';

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

it('says to a file field what to offer', () => {
  expect(acceptAttribute(['pdf', 'link'])).toBe('.pdf');
  expect(acceptAttribute(['slides', 'image'])).toBe('image/*,.pdf,.pptx,.pptm,.odp');
});
