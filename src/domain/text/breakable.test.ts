import { expect, it } from 'vitest';
import { breakable } from './breakable.ts';

it('lets a word break that is longer than a line, and no other', () => {
  expect(breakable(`Scan of ${'a'.repeat(65)}.pdf`)).toBe(
    `Scan of ${['a'.repeat(30), 'a'.repeat(30), `${'a'.repeat(5)}.pdf`].join('\u200b')}`,
  );
  expect(breakable('Internationalisation of professional-development')).not.toContain('\u200b');
});
