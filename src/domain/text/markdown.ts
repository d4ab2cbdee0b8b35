import { type Inline, noteLabel, parseInline } from './markdown-inline.ts';

export type ColumnAlign = 'left' | 'center' | 'right' | null;
export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { type: 'quote'; children: Block[] }
  /** `start` is the first number; `null` for bullets. */
  | { type: 'list'; start: number | null; items: Block[][] }
  /** The first row is the heads. */
  | { type: 'table'; align: ColumnAlign[]; rows: Inline[][][] }
  | { type: 'rule' }
  /** The text of a footnote; a source is a footnote too. */
  | { type: 'note'; label: string; children: Inline[] };

/** Deeper than this nothing is nested; what lies deeper is text. */
const deepest = 8;
const widest = 40;

const heading = /^(#{1,6})[ \t]+(?=\S)/u;
const ruleLine = /^(?:-[ \t]*){3,}$|^(?:\*[ \t]*){3,}$|^(?:_[ \t]*){3,}$/u;
const marker = /^([-*+]|(\d{1,9})([.)]))(?:[ \t]+|$)/u;
/** What begins the text of a footnote. */
export const noteStart = new RegExp(String.raw`^\[\^(${noteLabel})\]:(?:[ \t]|$)`, 'u');
const delimiterCell = /^:?-+:?$/u;

/**
 * Reads Markdown, the part of it that people write by: headings, lists, quotes, tables, links, bold, italic, footnotes.
 * A line break is a line break. Anything else, HTML and code among it, is text as it was typed. It takes time in
 * proportion to the text, whatever the text is.
 */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replaceAll('\r\n', '\n').split('\n'), 0);
}

function parseBlocks(source: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  const lines = source.map((line) => line.trim());
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line === '') {
      at += 1;
      continue;
    }
    const head = heading.exec(line);
    const noted = depth === 0 ? noteStart.exec(line) : null;
    const tableEnd = findTableEnd(lines, at, depth);
    if (head) {
      const level = Math.min(3, head[1]!.length) as 1 | 2 | 3;
      blocks.push({ type: 'heading', level, children: parseInline(line.slice(head[0].length)) });
      at += 1;
    } else if (ruleLine.test(line)) {
      blocks.push({ type: 'rule' });
      at += 1;
    } else if (noted) {
      const end = findEnd(lines, at + 1, depth);
      const words = [line.slice(noted[0].length), ...lines.slice(at + 1, end)].join('\n').trim();
      blocks.push({ type: 'note', label: noted[1]!, children: parseInline(words) });
      at = end;
    } else if (tableEnd > at) {
      blocks.push(readTable(lines.slice(at, tableEnd)));
      at = tableEnd;
    } else if (line.startsWith('>') && depth < deepest) {
      let end = at + 1;
      while (lines[end]?.startsWith('>')) end += 1;
      const inner = lines.slice(at, end).map((one) => one.slice(one[1] === ' ' ? 2 : 1));
      blocks.push({ type: 'quote', children: parseBlocks(inner, depth + 1) });
      at = end;
    } else if (marker.test(line) && depth < deepest) {
      at = readList(source, lines, at, depth, blocks);
    } else {
      const end = findEnd(lines, at + 1, depth);
      blocks.push({ type: 'paragraph', children: parseInline(lines.slice(at, end).join('\n')) });
      at = end;
    }
  }
  return blocks;
}

/** The line that ends a paragraph: an empty one, or one that begins something else. */
function findEnd(lines: readonly string[], from: number, depth: number): number {
  let at = from;
  for (; at < lines.length; at += 1) {
    if (lines[at] === '' || beginsBlock(lines[at]!, depth) || findTableEnd(lines, at, depth) > at) break;
  }
  return at;
}

/** Whether a line ends the paragraph or table above it. */
function beginsBlock(line: string, depth: number): boolean {
  if (heading.test(line) || ruleLine.test(line)) return true;
  if (depth === 0 && noteStart.test(line)) return true;
  if (depth >= deepest) return false;
  if (line.startsWith('>')) return true;
  const found = marker.exec(line);
  // A number that happens to begin a line begins no list, unless it is the first.
  return found !== null && found[0].length < line.length && (found[2] === undefined || found[2] === '1');
}

/** The items from here on that have the same sort of marker, each with the lines that are indented below it. */
function readList(
  source: readonly string[],
  lines: readonly string[],
  from: number,
  depth: number,
  blocks: Block[],
): number {
  const first = marker.exec(lines[from]!)!;
  const base = indentOf(source[from]!);
  const sort = first[3] ?? first[1];
  const items: Block[][] = [];
  let at = from;
  for (;;) {
    const found = at < lines.length && !ruleLine.test(lines[at]!) ? marker.exec(lines[at]!) : null;
    if (!found || (found[3] ?? found[1]) !== sort || indentOf(source[at]!) >= base + 2) break;
    const inner = [lines[at]!.slice(found[0].length)];
    at += 1;
    for (;;) {
      let next = at;
      while (next < lines.length && lines[next] === '') next += 1;
      if (next >= lines.length || indentOf(source[next]!) < base + 2) break;
      for (; at < next; at += 1) inner.push('');
      inner.push(unindent(source[at]!, base + Math.max(2, Math.min(found[0].length, 4))));
      at += 1;
    }
    items.push(parseBlocks(inner, depth + 1));
    let next = at;
    while (next < lines.length && lines[next] === '') next += 1;
    if (next < lines.length && marker.test(lines[next]!)) at = next;
  }
  blocks.push({ type: 'list', start: first[2] === undefined ? null : Number(first[2]), items });
  return at;
}

/** Columns of white space before the text; a tab is four. */
function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === '\t') columns += 4;
    else if (/\s/u.test(character)) columns += 1;
    else break;
    if (columns > 100) break;
  }
  return columns;
}

function unindent(line: string, columns: number): string {
  const own = indentOf(line);
  return ' '.repeat(Math.max(0, own - columns)) + line.trimStart();
}

function findTableEnd(lines: readonly string[], from: number, depth: number): number {
  const delimiters = lines[from + 1];
  if (!lines[from]!.includes('|') || delimiters === undefined || !/^[|:\-\s]+$/u.test(delimiters)) return from;
  if (!delimiters.includes('|')) return from;
  const cells = splitRow(delimiters);
  if (cells.length > widest || !cells.every((cell) => delimiterCell.test(cell))) return from;
  if (splitRow(lines[from]!).length !== cells.length) return from;
  let end = from + 2;
  for (; end < lines.length; end += 1) {
    const line = lines[end]!;
    if (!line.includes('|') || beginsBlock(line, depth) || splitRow(line).length > widest) break;
  }
  return end;
}

function readTable(lines: readonly string[]): Block {
  const [heads = '', delimiters = '', ...rest] = lines;
  const rows = [heads, ...rest].map((line) => tidyRow(splitRow(line).map(parseInline)));
  // A row that is longer than the heads makes the table wider: no cell is lost.
  const align = splitRow(delimiters).map(readAlign);
  while (rows.some((row) => row.length > align.length)) align.push(null);
  return { type: 'table', align, rows };
}

/** A row without the empty cells at its end: they are there all the same. */
export function tidyRow(row: readonly Inline[][]): Inline[][] {
  return row.slice(0, row.findLastIndex((cell) => cell.length > 0) + 1);
}

function readAlign(cell: string): ColumnAlign {
  const left = cell.startsWith(':');
  return cell.endsWith(':') ? (left ? 'center' : 'right') : left ? 'left' : null;
}

function splitRow(line: string): string[] {
  const cells: string[] = [];
  let start = line.startsWith('|') ? 1 : 0;
  for (let at = start; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '|') {
      cells.push(line.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (start < line.length) cells.push(line.slice(start).trim());
  return cells;
}

/** The words of a line of runs, without their form. */
export function inlineText(children: readonly Inline[]): string {
  return children.map((run) => (run.type === 'text' ? run.text : run.type === 'break' ? '\n' : '')).join('');
}

/** The words of blocks, a block a paragraph. Notes stand where they were written, or are left out. */
export function blocksText(blocks: readonly Block[], { notes }: { notes: boolean }): string {
  return blocks
    .map((block): string => {
      switch (block.type) {
        case 'paragraph':
        case 'heading':
          return inlineText(block.children);
        case 'note':
          return notes ? inlineText(block.children) : '';
        case 'quote':
          return blocksText(block.children, { notes });
        case 'list':
          return block.items.map((item) => blocksText(item, { notes })).join('\n');
        case 'table':
          return block.rows.map((row) => row.map(inlineText).join('\t')).join('\n');
        case 'rule':
          return '';
      }
    })
    .filter((text) => text !== '')
    .join('\n\n');
}

/** The plain text of Markdown, footnotes and all. */
export function markdownText(text: string): string {
  return blocksText(parseMarkdown(text), { notes: true });
}
