import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLocator } from '../../../test/support/any-locator.ts';
import { formatLocator } from './locator.ts';
import { readTypedPlace } from './typed-place.ts';

const pdf = { kind: 'file', mediaType: 'application/pdf' } as const;
const film = { kind: 'file', mediaType: 'video/mp4' } as const;
const slides = {
  kind: 'file',
  mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
} as const;
const link = { kind: 'link', mediaType: null } as const;

describe('a place typed into one field', () => {
  it.each([
    [pdf, '', { type: 'whole' }],
    [pdf, 'page 4', { type: 'page', page: 4 }],
    [pdf, 'p. 4', { type: 'page', page: 4 }],
    [pdf, 'Pages 4–6', { type: 'pages', from: 4, to: 6 }],
    [pdf, '4', { type: 'page', page: 4 }],
    [pdf, '4 to 6', { type: 'pages', from: 4, to: 6 }],
    [slides, '7', { type: 'slide', slide: 7 }],
    [{ kind: 'file', mediaType: 'text/plain' }, '2', { type: 'paragraph', paragraph: 2 }],
    [film, '12:30', { type: 'time', at: 750 }],
    [film, 'at 1:02:03', { type: 'time', at: 3723 }],
    [film, '12:30 to 14:05', { type: 'times', from: 750, to: 845 }],
    [link, 'Attendance!b2:d14', { type: 'sheet', sheet: 'Attendance', range: 'B2:D14' }],
    [link, '10, 20, 30, 40', { type: 'region', x: 10, y: 20, width: 30, height: 40 }],
    [pdf, 'the team agreed', { type: 'quote', exact: 'the team agreed' }],
  ] as const)('%j: %s', (file, typed, locator) => {
    expect(readTypedPlace({ ...file }, typed)).toEqual({ ok: true, locator });
  });

  it('says how to write one that can’t be read', () => {
    expect(readTypedPlace(film, 'somewhere')).toMatchObject({ ok: false });
    expect(readTypedPlace(pdf, 'pages 6 to 4')).toMatchObject({ ok: false });
  });

  it('reads every place as lists show it, quotes without what stands around them', () => {
    fc.assert(
      fc.property(
        anyLocator.filter((one) => one.type !== 'quote' && one.type !== 'sheet'),
        (locator) => {
          expect(readTypedPlace(link, formatLocator(locator))).toEqual({ ok: true, locator });
        },
      ),
    );
  });
});
