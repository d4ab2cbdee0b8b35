import { Locator } from './locator.ts';

/** Longer than the address of any place. */
const longest = 8000;

/**
 * A place as the value of a query: `page=4`, `t=750,845`, `xywh=percent:10,20,30,40`, after RFC 8118 and the W3C’s media
 * fragments where they have a form for it. Only characters that need no escaping in an address, and none that escaping
 * would change: whatever is foreign to that is written ~XX, byte by byte in UTF-8.
 */
export function addressLocator(locator: Locator): string {
  switch (locator.type) {
    case 'whole':
      return 'whole';
    case 'page':
      return `page=${locator.page}`;
    case 'slide':
      return `slide=${locator.slide}`;
    case 'paragraph':
      return `paragraph=${locator.paragraph}`;
    case 'pages':
    case 'slides':
      return `${locator.type}=${locator.from},${locator.to}`;
    case 'time':
      return `t=${locator.at}`;
    case 'times':
      return `t=${locator.from},${locator.to}`;
    case 'sheet':
      return `sheet=${escape(locator.sheet)},${locator.range}`;
    case 'region':
      return `xywh=percent:${[locator.x, locator.y, locator.width, locator.height].join(',')}`;
    case 'quote': {
      const { exact, prefix, suffix } = locator;
      const parts = prefix === undefined && suffix === undefined ? [exact] : [prefix ?? '', exact, suffix ?? ''];
      return `quote=${parts.map(escape).join(',')}`;
    }
  }
}

/** Reads what `addressLocator` wrote; anything else is no place. */
export function readLocatorAddress(text: string): Locator | undefined {
  if (text.length > longest) return undefined;
  const candidate = readAddress(text);
  const read = Locator.safeParse(candidate);
  if (!read.success) return undefined;
  if ('from' in read.data && read.data.from > read.data.to) return undefined;
  return read.data;
}

function readAddress(text: string): unknown {
  if (text === 'whole') return { type: 'whole' };
  const [, name, value = ''] = /^([a-z]+)=(.+)$/u.exec(text) ?? [];
  const parts = value.split(',');
  const [first, second] = parts;
  switch (name) {
    case 'page':
      return { type: name, page: whole(value) };
    case 'slide':
      return { type: name, slide: whole(value) };
    case 'paragraph':
      return { type: name, paragraph: whole(value) };
    case 'pages':
    case 'slides':
      return parts.length === 2 ? { type: name, from: whole(first), to: whole(second) } : undefined;
    case 't':
      if (parts.length === 1) return { type: 'time', at: whole(first) };
      return parts.length === 2 ? { type: 'times', from: whole(first), to: whole(second) } : undefined;
    case 'sheet':
      return parts.length === 2 ? { type: 'sheet', sheet: unescape(first), range: second } : undefined;
    case 'xywh': {
      const [x, y, width, height, more] = value
        .replace(/^percent:/u, '')
        .split(',')
        .map(decimal);
      return value.startsWith('percent:') && more === undefined ? { type: 'region', x, y, width, height } : undefined;
    }
    case 'quote': {
      if (parts.length === 1) return { type: 'quote', exact: unescape(value) };
      const [prefix, exact, suffix] = parts.map(unescape);
      if (parts.length !== 3) return undefined;
      return { type: 'quote', exact, ...(prefix !== '' && { prefix }), ...(suffix !== '' && { suffix }) };
    }
    default:
      return undefined;
  }
}

function escape(text: string): string {
  return encodeURIComponent(text)
    .replace(/[~!'()*]/gu, byte)
    .replaceAll('%', '~');
}

function byte(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

function unescape(text: string | undefined): string | undefined {
  if (text === undefined || !/^(?:[\w.-]|~[0-9A-F]{2})*$/u.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('~', '%'));
  } catch {
    return undefined;
  }
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/u.test(text) ? Number(text) : undefined;
}

function decimal(text: string): number | undefined {
  return /^\d+(?:\.\d+)?(?:e-\d+)?$/u.test(text) ? Number(text) : undefined;
}
