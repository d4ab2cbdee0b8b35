import fc from 'fast-check';
import { Locator } from '#domain/evidence/locator.ts';

const page = fc.integer({ min: 1, max: 100_000 });
const second = fc.integer({ min: 0, max: 86_400 });
const range = <T>(point: fc.Arbitrary<number>, make: (from: number, to: number) => T) =>
  fc.tuple(point, point).map(([a, b]) => make(Math.min(a, b), Math.max(a, b)));
const cell = fc.stringMatching(/^[A-Z]{1,3}[1-9]\d{0,6}$/);

/** Any letters, with those that mean something in the text forms more often than chance would have them. */
const letters = (maxLength: number) =>
  fc
    .array(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('|', '\\', '“', '”', ',', '~', '-')),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(' ').replace(/\s+/gu, ' ').trim().slice(0, maxLength).trim());

const isLocator = (candidate: unknown) => Locator.safeParse(candidate).success;

const quote = fc
  .record({ exact: letters(200), prefix: fc.option(letters(40)), suffix: fc.option(letters(40)) })
  .map(({ exact, prefix, suffix }) => ({
    type: 'quote' as const,
    exact,
    ...(prefix !== null && { prefix }),
    ...(suffix !== null && { suffix }),
  }))
  .filter(isLocator);

/** Any locator that a person can make. */
export const anyLocator: fc.Arbitrary<Locator> = fc.oneof(
  fc.constant({ type: 'whole' as const }),
  page.map((page) => ({ type: 'page' as const, page })),
  page.map((slide) => ({ type: 'slide' as const, slide })),
  page.map((paragraph) => ({ type: 'paragraph' as const, paragraph })),
  range(page, (from, to) => ({ type: 'pages' as const, from, to })),
  range(page, (from, to) => ({ type: 'slides' as const, from, to })),
  second.map((at) => ({ type: 'time' as const, at })),
  range(second, (from, to) => ({ type: 'times' as const, from, to })),
  fc
    .tuple(
      letters(31).filter((name) => isLocator({ type: 'sheet', sheet: name, range: 'A1' })),
      cell,
      fc.option(cell),
    )
    .map(([sheet, from, to]) => ({ type: 'sheet' as const, sheet, range: to === null ? from : `${from}:${to}` })),
  fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })).chain(([x, y]) =>
    fc.record({
      type: fc.constant('region' as const),
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.integer({ min: 1, max: 100 - x }),
      height: fc.double({ min: 0.1, max: 100 - y, noNaN: true }),
    }),
  ),
  quote,
);
