import { describe, expect, it } from 'vitest';
import { type MeasuredFile, findOutside, locatorTypesFor } from './locator-fit.ts';
import type { Locator } from './locator.ts';

const file = (name: string, mediaType: string, change: Partial<MeasuredFile> = {}): MeasuredFile => ({
  name,
  kind: 'file',
  mediaType,
  pages: null,
  ...change,
});
const sheets = [
  { name: 'Attendance', rows: 14, columns: 4 },
  { name: 'Empty', rows: 0, columns: 0 },
];
const files = {
  pdf: file('plan.pdf', 'application/pdf', { pages: 9, lostQuotes: ['gone'] }),
  slides: file('talk.pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', { pages: 3 }),
  video: file('visit.mp4', 'video/mp4', { measure: { seconds: 750.4 } }),
  image: file('board.png', 'image/png'),
  text: file('notes.txt', 'text/plain', { measure: { paragraphs: 1 } }),
  book: file('data.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', { measure: { sheets } }),
  csv: file('data.csv', 'text/csv', { measure: { sheets: [{ name: 'data', rows: 14, columns: 4 }] } }),
  link: file('the site', '', { kind: 'link', mediaType: null }),
  unknown: { name: 'old.bin', pages: null },
} satisfies Record<string, MeasuredFile>;

describe('a locator', () => {
  it.each<[keyof typeof files, Locator, string]>([
    ['pdf', { type: 'page', page: 14 }, '“plan.pdf” has 9 pages: correct “page 14”'],
    ['pdf', { type: 'pages', from: 9, to: 10 }, '“plan.pdf” has 9 pages: correct “pages 9 to 10”'],
    ['pdf', { type: 'time', at: 60 }, '“plan.pdf” has no times: correct “at 1:00”'],
    ['pdf', { type: 'quote', exact: 'gone' }, 'These words are not in “plan.pdf”: correct “gone”'],
    ['slides', { type: 'slides', from: 3, to: 4 }, '“talk.pptx” has 3 slides: correct “slides 3 to 4”'],
    ['video', { type: 'time', at: 751 }, '“visit.mp4” ends at 12:30: correct “at 12:31”'],
    ['video', { type: 'times', from: 5, to: 900 }, '“visit.mp4” ends at 12:30: correct “0:05 to 15:00”'],
    ['video', { type: 'page', page: 1 }, '“visit.mp4” has no pages: correct “page 1”'],
    ['image', { type: 'paragraph', paragraph: 1 }, '“board.png” has no numbered paragraphs: correct “paragraph 1”'],
    ['text', { type: 'paragraph', paragraph: 2 }, '“notes.txt” has 1 paragraph: correct “paragraph 2”'],
    [
      'book',
      { type: 'sheet', sheet: 'Grades', range: 'A1' },
      '“data.xlsx” has no sheet “Grades”, only “Attendance”, “Empty”: correct “Grades!A1”',
    ],
    [
      'book',
      { type: 'sheet', sheet: 'Attendance', range: 'A1:D15' },
      '“Attendance” of “data.xlsx” ends at D14: correct “Attendance!A1:D15”',
    ],
    ['book', { type: 'sheet', sheet: 'Empty', range: 'A1' }, '“Empty” of “data.xlsx” is empty: correct “Empty!A1”'],
    ['csv', { type: 'sheet', sheet: 'Any', range: 'E1' }, '“data” of “data.csv” ends at D14: correct “Any!E1”'],
  ])('that no longer fits %s: %j', (name, locator, message) => {
    expect(findOutside(files[name], locator)).toBe(message);
  });

  it.each<[keyof typeof files, Locator]>([
    ['pdf', { type: 'whole' }],
    ['pdf', { type: 'page', page: 9 }],
    ['pdf', { type: 'slides', from: 1, to: 9 }],
    ['pdf', { type: 'quote', exact: 'still there' }],
    ['video', { type: 'time', at: 750 }],
    ['image', { type: 'region', x: 1, y: 1, width: 1, height: 1 }],
    ['book', { type: 'sheet', sheet: 'Attendance', range: 'D14:A1' }],
    ['csv', { type: 'sheet', sheet: 'Any', range: 'D14' }],
    ['link', { type: 'times', from: 1, to: 2 }],
    ['unknown', { type: 'page', page: 99 }],
  ])('that fits %s: %j', (name, locator) => {
    expect(findOutside(files[name], locator)).toBeUndefined();
  });

  it('is offered in the types that its file can have', () => {
    const types = (name: 'pdf' | 'video' | 'image' | 'text' | 'link') => {
      const { kind = 'file', mediaType = null } = files[name];
      return locatorTypesFor({ kind, mediaType });
    };
    expect(types('pdf')).toEqual(['whole', 'page', 'pages', 'slide', 'slides', 'quote']);
    expect(types('video')).toEqual(['whole', 'time', 'times']);
    expect(types('image')).toEqual(['whole', 'region']);
    expect(types('text')).toEqual(['whole', 'paragraph', 'quote']);
    expect(types('link')).toHaveLength(11);
  });
});
