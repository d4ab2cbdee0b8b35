import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonal } from './find-personal.ts';

const kinds = (text: string) => findPersonal(text).map(({ kind, found }) => [kind, found]);

describe('findPersonal', () => {
  it.each([
    ['Write to j.doe@school.k12.nc.us today.', [['email', 'j.doe@school.k12.nc.us']]],
    [
      'Call (919) 555-0133 or 919-555-0133.',
      [
        ['phone', '(919) 555-0133'],
        ['phone', '919-555-0133'],
      ],
    ],
    ['From abroad: +49 30 901820.', [['phone', '+49 30 901820']]],
    ['Student ID: 4471023 moved up.', [['number', 'Student ID: 4471023']]],
    ['Her number is 123-45-6789.', [['number', '123-45-6789']]],
    ['Row 10048812 rose.', [['number', '10048812']]],
  ])('finds in %j', (text, found) => {
    expect(kinds(text)).toEqual(found);
  });

  it.each([
    'In 2025-2026, 1,240 of 3,450,000 pages; p. 14–19, 12:30 to 14:05, 95.5 %.',
    'See https://example.org/items/12345678?phone=919-555-0133 for it.',
    'A budget of $12500000, grade 3, room 204, 22/11/2026.',
    '978-0-415-47618-8',
  ])('leaves %j alone', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it('finds slices of the text, in order and apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 -+().@aID:#'), maxLength: 80 }), (text) => {
        let end = 0;
        for (const { from, to, found } of findPersonal(text)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(text.slice(from, to)).toBe(found);
          end = to;
        }
      }),
    );
  });
});
