import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCents, hoursOf, stipendOf } from './stipend.ts';

it('pays by the piece and by the hour, to the cent', () => {
  expect(stipendOf({ pieces: 3, seconds: 5400 }, { centsPerPiece: 1250, centsPerHour: 3001 })).toBe(3750 + 4502);
  expect(stipendOf({ pieces: 0, seconds: 0 }, { centsPerPiece: 1250, centsPerHour: 3000 })).toBe(0);
  expect(formatCents(123450)).toBe('$1,234.50');
  expect(hoursOf(5400)).toBe(1.5);
});

it('is whole cents, and never less for more work', () => {
  const work = fc.record({ pieces: fc.nat(500), seconds: fc.nat(2_000_000) });
  const rates = fc.record({ centsPerPiece: fc.nat(10_000), centsPerHour: fc.nat(20_000) });
  fc.assert(
    fc.property(work, fc.nat(100), fc.nat(9999), rates, (done, pieces, seconds, rates) => {
      const less = stipendOf(done, rates);
      expect(Number.isSafeInteger(less)).toBe(true);
      expect(
        stipendOf({ pieces: done.pieces + pieces, seconds: done.seconds + seconds }, rates),
      ).toBeGreaterThanOrEqual(less);
    }),
  );
});
