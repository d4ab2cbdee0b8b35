import { columnName, readRange } from './cell-range.ts';
import { countOf } from './finding.ts';
import type { ArtifactContext } from './kind.ts';
import { type Locator, type LocatorType, everyLocatorType, formatClock, formatLocator, lastPage } from './locator.ts';

/** What a locator can count in, by media type; anything that is not known here may have any place. */
const typesByMedia: readonly [RegExp, readonly LocatorType[]][] = [
  [/^application\/pdf$/, ['page', 'pages', 'slide', 'slides', 'quote']],
  [/presentation/, ['slide', 'slides', 'quote']],
  [/spreadsheet|^text\/csv$/, ['sheet']],
  [/wordprocessing|opendocument\.text|rtf$/, ['page', 'pages', 'paragraph', 'quote']],
  [/^text\//, ['paragraph', 'quote']],
  [/^image\//, ['region']],
  [/^(?:video|audio)\//, ['time', 'times']],
];

/** The types of place that a file or link of this media type can have, in the order in which people are offered them. */
export function locatorTypesFor({ kind, mediaType }: Pick<ArtifactContext, 'kind' | 'mediaType'>): LocatorType[] {
  const types = kind === 'file' && typesByMedia.find(([media]) => media.test(mediaType ?? ''))?.[1];
  return everyLocatorType.filter((type) => !types || type === 'whole' || types.includes(type));
}

/** A file as far as its places are concerned; what is not known of it is not held against a locator. */
export type MeasuredFile = Pick<ArtifactContext, 'name' | 'pages'> &
  Partial<Pick<ArtifactContext, 'kind' | 'mediaType' | 'measure' | 'lostQuotes'>>;

/** What to correct of a locator that points at nothing: past the end, in a sheet that isn’t there, at words that are gone. */
export function findOutside(file: MeasuredFile, locator: Locator): string | undefined {
  const problem = misfit(file, locator) ?? outside(file, locator);
  return problem && `${problem}: correct “${plain(formatLocator(locator))}”`;
}

/** Quoted again, so without its own marks. */
function plain(text: string): string {
  return text.replace(/[“”]/gu, '');
}

function misfit({ name, kind = 'file', mediaType }: MeasuredFile, { type }: Locator): string | undefined {
  if (mediaType === undefined || locatorTypesFor({ kind, mediaType }).includes(type)) return undefined;
  return `“${name}” has no ${unitOf[type]}`;
}

const unitOf: Record<LocatorType, string> = {
  whole: 'content',
  page: 'pages',
  pages: 'pages',
  slide: 'slides',
  slides: 'slides',
  time: 'times',
  times: 'times',
  paragraph: 'numbered paragraphs',
  sheet: 'sheets',
  region: 'image to mark a part of',
  quote: 'text to quote',
};

function outside({ name, pages, mediaType, measure, lostQuotes }: MeasuredFile, locator: Locator): string | undefined {
  const last = lastPage(locator);
  if (last !== undefined) {
    if (pages === null || last <= pages) return undefined;
    return `“${name}” has ${countOf(pages, locator.type.startsWith('slide') && mediaType !== 'application/pdf' ? 'slide' : 'page')}`;
  }
  switch (locator.type) {
    case 'time':
    case 'times': {
      const end = locator.type === 'time' ? locator.at : locator.to;
      if (measure?.seconds === undefined || end <= measure.seconds) return undefined;
      return `“${name}” ends at ${formatClock(measure.seconds)}`;
    }
    case 'paragraph':
      if (measure?.paragraphs === undefined || locator.paragraph <= measure.paragraphs) return undefined;
      return `“${name}” has ${countOf(measure.paragraphs, 'paragraph')}`;
    case 'sheet':
      return outsideSheet(name, mediaType === 'text/csv', measure?.sheets, locator);
    case 'quote':
      return lostQuotes?.includes(locator.exact) ? `These words are not in “${name}”` : undefined;
    default:
      return undefined;
  }
}

type Sheets = NonNullable<NonNullable<ArtifactContext['measure']>['sheets']>;

/** A CSV file is one table, whatever people call it. */
function outsideSheet(
  name: string,
  isOneTable: boolean,
  sheets: Sheets | undefined,
  locator: Extract<Locator, { type: 'sheet' }>,
): string | undefined {
  if (sheets === undefined) return undefined;
  const sheet = isOneTable ? sheets[0] : sheets.find((one) => one.name.trim() === locator.sheet);
  if (!sheet)
    return `“${name}” has no sheet “${locator.sheet}”, only ${sheets.map((one) => `“${one.name}”`).join(', ')}`;
  const range = readRange(locator.range);
  if (!range || (range.bottom <= sheet.rows && range.right <= sheet.columns)) return undefined;
  if (sheet.rows === 0 || sheet.columns === 0) return `“${sheet.name}” of “${name}” is empty`;
  return `“${sheet.name}” of “${name}” ends at ${columnName(sheet.columns)}${sheet.rows}`;
}
