import { z } from 'zod';
import { formatRange, readRange } from './cell-range.ts';
import { Locator } from './locator.ts';

const rfc8118 = 'http://tools.ietf.org/rfc/rfc8118';
const mediaFragments = 'http://www.w3.org/TR/media-frags/';
const rfc7111 = 'http://tools.ietf.org/rfc/rfc7111';

const Fragment = z.object({
  type: z.literal('FragmentSelector'),
  conformsTo: z.enum([rfc8118, mediaFragments, rfc7111]),
  value: z.string().max(200),
});
const TextQuote = z.object({
  type: z.literal('TextQuoteSelector'),
  exact: z.string(),
  prefix: z.string().optional(),
  suffix: z.string().optional(),
});
const Range = z.object({ type: z.literal('RangeSelector'), startSelector: Fragment, endSelector: Fragment });

/** A selector of the W3C’s Web Annotation Data Model (4.2), of the kinds that a locator can be. */
const Selector = z.discriminatedUnion('type', [Fragment, TextQuote, Range]);
export type Selector = z.output<typeof Selector>;

/** What a table without sheets is called. */
export const onlySheet = 'Table';

/** A locator as a Web Annotation selector, for a file of that media type; `undefined` where none fits. */
export function toSelector(locator: Locator, mediaType: string | null): Selector | undefined {
  const pageAt = (page: number) => fragment(rfc8118, `page=${page}`);
  switch (locator.type) {
    case 'page':
    case 'slide':
      if (mediaType !== 'application/pdf') return undefined;
      return pageAt(locator.type === 'page' ? locator.page : locator.slide);
    case 'pages':
    case 'slides':
      if (mediaType !== 'application/pdf') return undefined;
      return { type: 'RangeSelector', startSelector: pageAt(locator.from), endSelector: pageAt(locator.to) };
    case 'time':
      return fragment(mediaFragments, `t=${locator.at}`);
    case 'times':
      return fragment(mediaFragments, `t=${locator.from},${locator.to}`);
    case 'region':
      return fragment(mediaFragments, `xywh=percent:${locator.x},${locator.y},${locator.width},${locator.height}`);
    case 'sheet': {
      const range = mediaType === 'text/csv' && readRange(locator.range);
      if (!range) return undefined;
      const { top, left, bottom, right } = range;
      const isCell = top === bottom && left === right;
      return fragment(rfc7111, `cell=${top},${left}${isCell ? '' : `-${bottom},${right}`}`);
    }
    case 'quote': {
      const { exact, prefix, suffix } = locator;
      return { type: 'TextQuoteSelector', exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
    }
    default:
      return undefined;
  }
}

/** The locator that a selector stands for; pages of a PDF come back as pages, slides among them too. */
export function fromSelector(selector: unknown): Locator | undefined {
  const read = Selector.safeParse(selector);
  const candidate = read.success ? readSelector(read.data) : undefined;
  const locator = Locator.safeParse(candidate);
  return locator.success ? locator.data : undefined;
}

function readSelector(selector: Selector): unknown {
  if (selector.type === 'TextQuoteSelector') return { ...selector, type: 'quote' };
  if (selector.type === 'RangeSelector') {
    const [from, to] = [pageOf(selector.startSelector.value), pageOf(selector.endSelector.value)];
    return from !== undefined && to !== undefined && from <= to ? { type: 'pages', from, to } : undefined;
  }
  const { conformsTo, value } = selector;
  if (conformsTo === rfc8118) return { type: 'page', page: pageOf(value) };
  if (conformsTo === rfc7111) {
    const cells = /^cell=([1-9]\d{0,6}),([1-9]\d{0,3})(?:-([1-9]\d{0,6}),([1-9]\d{0,3}))?$/u.exec(value);
    if (!cells) return undefined;
    const numbers = cells.slice(1).flatMap((text) => (text ? [Number(text)] : []));
    const [top = 0, left = 0, bottom = top, right = left] = numbers;
    return { type: 'sheet', sheet: onlySheet, range: formatRange({ top, left, bottom, right }) };
  }
  const times = /^t=(\d+)(?:,(\d+))?$/u.exec(value);
  if (times?.[2] !== undefined) return { type: 'times', from: Number(times[1]), to: Number(times[2]) };
  if (times) return { type: 'time', at: Number(times[1]) };
  const region = /^xywh=percent:([\d.]+),([\d.]+),([\d.]+),([\d.]+)$/u.exec(value)?.slice(1).map(Number);
  return region && { type: 'region', x: region[0], y: region[1], width: region[2], height: region[3] };
}

function pageOf(value: string): number | undefined {
  const match = /^page=(\d{1,6})$/u.exec(value);
  return match ? Number(match[1]) : undefined;
}

function fragment(
  conformsTo: z.output<typeof Fragment>['conformsTo'],
  value: string,
): Selector & { type: 'FragmentSelector' } {
  return { type: 'FragmentSelector', conformsTo, value };
}
