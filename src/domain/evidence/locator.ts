import { z } from 'zod';
import { Quoted, formatQuote, readQuote, typeQuote } from './quote.ts';

const seconds = z.int().min(0).max(86_400);
const page = z.int().min(1).max(100_000);

/** A typed pointer into an artifact. Times are in seconds from the start; regions in per cent of the image. */
export const Locator = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('whole') }),
  z.strictObject({ type: z.literal('page'), page }),
  z.strictObject({ type: z.literal('pages'), from: page, to: page }),
  z.strictObject({ type: z.literal('slide'), slide: page }),
  z.strictObject({ type: z.literal('slides'), from: page, to: page }),
  z.strictObject({ type: z.literal('time'), at: seconds }),
  z.strictObject({ type: z.literal('times'), from: seconds, to: seconds }),
  z.strictObject({ type: z.literal('paragraph'), paragraph: page }),
  z.strictObject({
    type: z.literal('sheet'),
    sheet: z
      .string()
      .min(1)
      .max(100)
      .regex(/^\S(.*\S)?$/)
      .refine(isStorable),
    range: z.string().regex(/^[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?$/),
  }),
  z.strictObject({
    type: z.literal('region'),
    x: z.number().min(0).max(100),
    y: z.number().min(0).max(100),
    width: z.number().gt(0).max(100),
    height: z.number().gt(0).max(100),
  }),
  Quoted.extend({ type: z.literal('quote') }),
]);
export type Locator = z.output<typeof Locator>;
export type LocatorType = Locator['type'];

/** Every type, in the order in which people are offered them. */
export const everyLocatorType = [
  'whole',
  'page',
  'pages',
  'slide',
  'slides',
  'time',
  'times',
  'paragraph',
  'sheet',
  'region',
  'quote',
] as const satisfies readonly LocatorType[];

/** `mend` says how to write a place that can't be read. */
export const locatorTypes: Record<LocatorType, { label: string; hint: string; mend: string }> = {
  whole: { label: 'The whole of it', hint: 'Nothing to fill in', mend: 'Leave the place empty' },
  page: { label: 'Page', hint: 'For example 4', mend: 'Write the page as a number, such as 4' },
  pages: { label: 'Pages', hint: 'For example 4 to 6', mend: 'Write the pages as numbers, such as 4 to 6' },
  slide: { label: 'Slide', hint: 'For example 7', mend: 'Write the slide as a number, such as 7' },
  slides: { label: 'Slides', hint: 'For example 7 to 9', mend: 'Write the slides as numbers, such as 7 to 9' },
  time: { label: 'Time', hint: 'For example 12:30', mend: 'Write the time as minutes and seconds, such as 12:30' },
  times: {
    label: 'Time range',
    hint: 'For example 12:30 to 14:05',
    mend: 'Write both times as minutes and seconds, such as 12:30 to 14:05',
  },
  paragraph: { label: 'Paragraph', hint: 'For example 2', mend: 'Write the paragraph as a number, such as 2' },
  sheet: {
    label: 'Cells of a sheet',
    hint: 'For example Attendance!B2:D14',
    mend: 'Write the sheet and its cells, such as Attendance!B2:D14',
  },
  region: {
    label: 'Part of an image',
    hint: 'Left, top, width and height in per cent, for example 10, 20, 30, 40',
    mend: 'Write left, top, width and height in per cent, such as 10, 20, 30, 40',
  },
  quote: {
    label: 'Words of the text',
    hint: 'The words as they stand there, for example the team agreed on two changes',
    mend: 'Copy up to 500 characters from the text, such as the team agreed on two changes',
  },
};

export type ParsedLocator = { ok: true; locator: Locator } | { ok: false; message: string };

/** Reads what a person typed for a locator of a type; a wrong text gets a sentence that says how to write it. */
export function parseLocator(type: LocatorType, typed: string): ParsedLocator {
  const candidate = readLocator(type, typed.trim());
  const result = Locator.safeParse(candidate);
  const { label, hint, mend } = locatorTypes[type];
  if (!result.success) return { ok: false, message: mend };
  if ('from' in result.data && result.data.from > result.data.to) {
    return { ok: false, message: `${label}: the end comes before the start. ${hint}` };
  }
  const found = result.data;
  if (found.type === 'region' && (found.x + found.width > 100 || found.y + found.height > 100)) {
    return { ok: false, message: `${label}: it reaches past the edge of the image. ${hint}` };
  }
  return { ok: true, locator: found };
}

function readLocator(type: LocatorType, typed: string): unknown {
  const [first, second, third] = typed.split(/\s*(?:to|–|—|-)\s*/u);
  const range = third === undefined;
  switch (type) {
    case 'whole':
      return { type };
    case 'page':
      return { type, page: whole(typed) };
    case 'slide':
      return { type, slide: whole(typed) };
    case 'paragraph':
      return { type, paragraph: whole(typed) };
    case 'pages':
    case 'slides':
      return { type, from: range ? whole(first) : undefined, to: whole(second ?? first) };
    case 'time':
      return { type, at: clock(typed) };
    case 'times':
      return { type, from: range ? clock(first) : undefined, to: clock(second) };
    case 'sheet': {
      const match = /^(.+)!([A-Za-z]+\d+(?::[A-Za-z]+\d+)?)$/.exec(typed);
      return match ? { type, sheet: match[1], range: match[2]?.toUpperCase() } : undefined;
    }
    case 'region': {
      const [x, y, width, height, more] = typed.split(/\s*[,;]\s*/u).map(decimal);
      return more === undefined ? { type, x, y, width, height } : undefined;
    }
    case 'quote':
      return { type, ...readQuote(typed) };
  }
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function decimal(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

/** "12:30", "90:00" or "1:02:03" in seconds. */
function clock(text: string | undefined): number | undefined {
  const match = /^(?:(\d{1,2}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]\d)$/.exec(text ?? '');
  return match ? Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined;
}

/** The one text form of a locator, for lists, feedback and print: "pages 4 to 6". */
export function formatLocator(locator: Locator): string {
  switch (locator.type) {
    case 'whole':
      return 'the whole of it';
    case 'page':
      return `page ${locator.page}`;
    case 'slide':
      return `slide ${locator.slide}`;
    case 'paragraph':
      return `paragraph ${locator.paragraph}`;
    case 'pages':
    case 'slides':
      return `${locator.type} ${locator.from} to ${locator.to}`;
    case 'time':
      return `at ${formatClock(locator.at)}`;
    case 'times':
      return `${formatClock(locator.from)} to ${formatClock(locator.to)}`;
    case 'sheet':
      return `${locator.sheet}!${locator.range}`;
    case 'region':
      return `region ${[locator.x, locator.y, locator.width, locator.height].join(', ')} %`;
    case 'quote':
      return formatQuote(locator);
  }
}

/** What a person would type to get this locator again; the inverse of `parseLocator`. */
export function typeLocator(locator: Locator): string {
  switch (locator.type) {
    case 'whole':
      return '';
    case 'page':
      return String(locator.page);
    case 'slide':
      return String(locator.slide);
    case 'paragraph':
      return String(locator.paragraph);
    case 'pages':
    case 'slides':
      return `${locator.from} to ${locator.to}`;
    case 'time':
      return formatClock(locator.at);
    case 'times':
      return `${formatClock(locator.from)} to ${formatClock(locator.to)}`;
    case 'sheet':
      return `${locator.sheet}!${locator.range}`;
    case 'region':
      return [locator.x, locator.y, locator.width, locator.height].join(', ');
    case 'quote':
      return typeQuote(locator);
  }
}

/** "12:30", "1:02:03". */
export function formatClock(at: number): string {
  const total = Math.floor(at);
  const [hours, minutes, secs] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(secs).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** The last page or slide that a locator points at, where it points at one. */
export function lastPage(locator: Locator): number | undefined {
  if (locator.type === 'page') return locator.page;
  if (locator.type === 'slide') return locator.slide;
  return locator.type === 'pages' || locator.type === 'slides' ? locator.to : undefined;
}

/** No half characters and no control characters: nothing that the database or an address could not hold. */
function isStorable(text: string): boolean {
  return !/[\p{Surrogate}\p{Cc}]/u.test(text);
}
