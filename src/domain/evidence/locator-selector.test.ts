import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLocator } from '../../../test/support/any-locator.ts';
import { fromSelector, onlySheet, toSelector } from './locator-selector.ts';
import type { Locator } from './locator.ts';

const media: Partial<Record<Locator['type'], string>> = { sheet: 'text/csv' };

/** What is the same place: a slide of a PDF is a page, and a table without sheets has but one name. */
function asSelected(locator: Locator): Locator {
  if (locator.type === 'slide') return { type: 'page', page: locator.slide };
  if (locator.type === 'slides') return { ...locator, type: 'pages' };
  return locator.type === 'sheet' ? { ...locator, sheet: onlySheet } : locator;
}

describe('a Web Annotation selector', () => {
  it('comes back as its locator, wherever one fits', () => {
    const simple = anyLocator.filter(
      (locator) =>
        locator.type !== 'whole' &&
        locator.type !== 'paragraph' &&
        (locator.type !== 'sheet' || /^[A-D]\d+(?::[E-H]\d+)?$/.test(locator.range)) &&
        (locator.type !== 'region' || locator.height > 1),
    );
    fc.assert(
      fc.property(simple, (locator) => {
        const selector = toSelector(locator, media[locator.type] ?? 'application/pdf');
        const back = fromSelector(selector);
        if (locator.type === 'sheet') expect(back).toMatchObject({ type: 'sheet', sheet: onlySheet });
        else expect(back).toEqual(asSelected(locator));
      }),
    );
  });

  it.each<[Locator, string, unknown]>([
    [
      { type: 'page', page: 4 },
      'application/pdf',
      { value: 'page=4', conformsTo: 'http://tools.ietf.org/rfc/rfc8118' },
    ],
    [
      { type: 'times', from: 5, to: 9 },
      'video/mp4',
      { value: 't=5,9', conformsTo: 'http://www.w3.org/TR/media-frags/' },
    ],
    [{ type: 'sheet', sheet: 'A', range: 'B2:D14' }, 'text/csv', { value: 'cell=2,2-14,4' }],
    [{ type: 'sheet', sheet: 'A', range: 'C7' }, 'text/csv', { value: 'cell=7,3' }],
    [
      { type: 'quote', exact: 'two', prefix: 'on' },
      'text/plain',
      { type: 'TextQuoteSelector', exact: 'two', prefix: 'on' },
    ],
  ])('of %j in %s', (locator, mediaType, selector) => {
    expect(toSelector(locator, mediaType)).toMatchObject(selector as object);
  });

  it('is none where the standards have none', () => {
    expect(toSelector({ type: 'whole' }, 'application/pdf')).toBeUndefined();
    expect(toSelector({ type: 'slide', slide: 4 }, 'application/vnd.oasis.opendocument.presentation')).toBeUndefined();
    expect(toSelector({ type: 'sheet', sheet: 'A', range: 'A1' }, 'application/vnd.ms-excel')).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    'page=4',
    { type: 'FragmentSelector', value: 'page=4', conformsTo: 'https://elsewhere.example' },
    { type: 'FragmentSelector', value: 'page=0', conformsTo: 'http://tools.ietf.org/rfc/rfc8118' },
    { type: 'FragmentSelector', value: 'cell=0,0', conformsTo: 'http://tools.ietf.org/rfc/rfc7111' },
    { type: 'TextQuoteSelector', exact: ' ' },
  ])('%j stands for no place', (selector) => {
    expect(fromSelector(selector)).toBeUndefined();
  });
});
