import type { ArtifactContext } from './kind.ts';
import { locatorTypesFor } from './locator-fit.ts';
import { type LocatorType, type ParsedLocator, locatorTypes, parseLocator } from './locator.ts';

const clock = String.raw`\d{1,3}(?::[0-5]?\d){1,2}`;
const to = String.raw`\s*(?:to|–|—|-)\s*`;

/** How places are written with their type in front, as lists show them; the first group is what `parseLocator` reads. */
const forms: readonly [LocatorType, RegExp][] = [
  ['whole', /^(?:the whole of it|whole|all)$/iu],
  ['pages', new RegExp(`^(?:pages?|pp?\\.?)\\s*(\\d+${to}\\d+)$`, 'iu')],
  ['page', /^(?:page|p\.?)\s*(\d+)$/iu],
  ['slides', new RegExp(`^slides?\\s*(\\d+${to}\\d+)$`, 'iu')],
  ['slide', /^slide\s*(\d+)$/iu],
  ['paragraph', /^(?:paragraph|para\.?|¶)\s*(\d+)$/iu],
  ['times', new RegExp(`^(?:from\\s+)?(${clock}${to}${clock})$`, 'iu')],
  ['time', new RegExp(`^(?:at\\s+)?(${clock})$`, 'iu')],
  ['sheet', /^(.+![A-Za-z]+\d+(?::[A-Za-z]+\d+)?)$/u],
  ['region', /^(?:region\s+)?((?:[\d.]+\s*[,;]\s*){3}[\d.]+)\s*%?$/iu],
  ['quote', /^(“.+”)$/su],
];

/** What a number, or two, alone may mean. */
const counted: readonly (readonly [one: LocatorType, several: LocatorType | undefined])[] = [
  ['page', 'pages'],
  ['slide', 'slides'],
  ['paragraph', undefined],
];

/**
 * Reads a place that was typed into one field, without its type chosen: “page 4”, “12:30 to 14:05”, “Attendance!B2”, “4”,
 * or words of the text. What a file can have is left to `findOutside`; nothing typed is the whole of it.
 */
export function readTypedPlace(file: Pick<ArtifactContext, 'kind' | 'mediaType'>, typed: string): ParsedLocator {
  const text = typed.trim();
  if (text === '') return { ok: true, locator: { type: 'whole' } };
  for (const [type, pattern] of forms) {
    const match = pattern.exec(text);
    if (match) return parseLocator(type, match[1] ?? '');
  }
  const allowed = locatorTypesFor(file);
  const isOne = /^\d+$/.test(text);
  if (isOne || new RegExp(`^\\d+${to}\\d+$`, 'u').test(text)) {
    const type = counted.map(([one, several]) => (isOne ? one : several)).find((one) => one && allowed.includes(one));
    if (type) return parseLocator(type, text);
  }
  if (allowed.includes('quote')) return parseLocator('quote', text);
  const usual = allowed.find((type) => type !== 'whole');
  return { ok: false, message: usual ? locatorTypes[usual].mend : 'Leave the place empty for the whole of it' };
}
