import { type Inline, safeHref } from '#domain/text/markdown-inline.ts';
import type { Block } from '#domain/text/markdown.ts';
import { tidyBlocks } from '#domain/text/markdown-write.ts';
import {
  type Style,
  blockTags,
  headingLevel,
  holdsBlocks,
  isElement,
  isHidden,
  styleOf,
  unbold,
} from './pasted-element.ts';
import { nestWordLists, readWordItem, type WordItem } from './word-lists.ts';

/** What was on the clipboard: its text with the form that we keep, and how many pictures it had. */
export type Pasted = { blocks: Block[]; pictures: number };

type Reading = { pictures: number; renamed: Map<string, string>; taken: Set<string> };
type Found = Block | WordItem;

const pictures = new Set(['IMG', 'SVG', 'VIDEO', 'CANVAS', 'V:IMAGEDATA']);
/** Links to a footnote, and back from it: Word’s `#_ftn1` and `#_ftnref1`, Google’s `#ftnt1` and `#ftnt_ref1`. */
const noteLink = /#_?(?:ftnt?|edn)(\d+)$/u;
const backLink = /#_?(?:ftnt?|edn)_?ref(\d+)$/u;

/**
 * Reads what Word, Google Docs or a page put on the clipboard. The HTML is parsed without being shown, so nothing in it
 * runs or loads. `taken` are the labels of footnotes that the text has already: those that come get others.
 */
export function readHtml(html: string, taken: Iterable<string> = []): Pasted {
  const page = new DOMParser().parseFromString(withoutStyles(html), 'text/html');
  const reading: Reading = { pictures: 0, renamed: new Map(), taken: new Set(taken) };
  const blocks = readBlocks(page.body, {}, reading);
  return { blocks: tidyBlocks(blocks), pictures: reading.pictures };
}

/** Pages forbid styles in elements, in a document that nobody sees too: they are read under another name. */
function withoutStyles(html: string): string {
  return html
    .replace(/<style\b[\s\S]*?<\/style>/giu, '')
    .replace(/<[a-z][^>]*>/giu, (tag) => tag.replace(/(?<=[\s"'])style\s*=/giu, 'data-style='));
}

/** Whether there is more to it than paragraphs of plain words. */
export function hasForm(blocks: readonly Block[]): boolean {
  return blocks.some(
    (block) =>
      block.type !== 'paragraph' ||
      block.children.some((run) => run.type === 'note' || (run.type === 'text' && Object.keys(run).length > 2)),
  );
}

function readBlocks(parent: Node, style: Style, reading: Reading): Block[] {
  const found: Found[] = [];
  let inline: Inline[] = [];
  const flush = () => {
    const isBlank = inline.every((run) => run.type === 'break' || (run.type === 'text' && run.text.trim() === ''));
    if (!isBlank) found.push({ type: 'paragraph', children: inline });
    inline = [];
  };
  const visit = (node: Node, inherited: Style) => {
    if (!isElement(node) || !holdsBlocks(node)) {
      inline.push(...readInline(node, inherited, reading));
      return;
    }
    if (isHidden(node)) return;
    const own = styleOf(node, inherited);
    if (!blockTags.test(node.tagName)) {
      // A wrapper such as Google’s <b> around everything.
      for (const child of node.childNodes) visit(child, own);
      return;
    }
    flush();
    found.push(...readBlock(node, own, reading));
  };
  for (const child of parent.childNodes) visit(child, style);
  flush();
  return nestWordLists(found);
}

function readBlock(element: Element, style: Style, reading: Reading): Found[] {
  const { tagName } = element;
  const note = noteOf(element, reading);
  if (note !== undefined) {
    const blocks = readBlocks(element, style, reading);
    return [{ type: 'note', label: note, children: joinLines(blocks) }];
  }
  const heading = headingLevel(element);
  if (heading !== undefined)
    return [{ type: 'heading', level: heading, children: joinLines(readBlocks(element, style, reading)).map(unbold) }];
  const item = readWordItem(element);
  if (item)
    return [{ ...item, children: [...element.childNodes].flatMap((child) => readInline(child, style, reading)) }];
  switch (tagName) {
    case 'UL':
    case 'OL':
      return readList(element, style, reading);
    case 'TABLE':
      return [readTable(element, style, reading)];
    case 'BLOCKQUOTE':
      return [{ type: 'quote', children: readBlocks(element, style, reading) }];
    case 'HR':
      return [{ type: 'rule' }];
    case 'PRE':
      return [
        {
          type: 'paragraph',
          children: (element.textContent ?? '')
            .split('\n')
            .flatMap((text): Inline[] => [{ type: 'text', text }, { type: 'break' }]),
        },
      ];
    default:
      return readBlocks(element, style, reading);
  }
}

/** Google puts a list within a list beside the item that it belongs to. */
function readList(element: Element, style: Style, reading: Reading): Block[] {
  const items: Block[][] = [];
  for (const child of element.children) {
    if (isHidden(child)) continue;
    if (child.tagName === 'UL' || child.tagName === 'OL') {
      const inner = readList(child, style, reading);
      if (items.length > 0) items.at(-1)!.push(...inner);
      else items.push(inner);
    } else items.push(readBlocks(child, styleOf(child, style), reading));
  }
  if (items.length === 0) return [];
  const start = Number(element.getAttribute('start') ?? '1');
  return [
    { type: 'list', start: element.tagName === 'UL' ? null : Number.isInteger(start) && start >= 0 ? start : 1, items },
  ];
}

function readTable(table: Element, style: Style, reading: Reading): Block {
  const rows = [...table.querySelectorAll('tr')]
    .filter((row) => row.closest('table') === table)
    .map((row) =>
      [...row.children].flatMap((cell): Inline[][] => {
        const spanned = Math.min(20, Number(cell.getAttribute('colspan') ?? '1') || 1);
        const runs = joinLines(readBlocks(cell, styleOf(cell, style), reading));
        return [cell.tagName === 'TH' ? runs.map(unbold) : runs, ...Array.from({ length: spanned - 1 }, () => [])];
      }),
    );
  const width = Math.max(1, ...rows.map((row) => row.length));
  return { type: 'table', align: Array.from({ length: width }, () => null), rows };
}

/** Blocks as one line, for where there is room for no more. */
function joinLines(blocks: readonly Block[]): Inline[] {
  const lines = blocks.flatMap((block): Inline[][] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
      case 'note':
        return [block.children];
      case 'quote':
        return [joinLines(block.children)];
      case 'list':
        return block.items.map(joinLines);
      case 'table':
        return block.rows.flat();
      case 'rule':
        return [];
    }
  });
  return lines.flatMap((line, index) => (index > 0 ? [{ type: 'text' as const, text: ' ' }, ...line] : line));
}

function readInline(node: Node, style: Style, reading: Reading): Inline[] {
  if (node.nodeType === 3) {
    const text = (node.textContent ?? '')
      .replace(/[ \t\r\n\f]+/gu, ' ')
      .replaceAll('\u00a0', ' ')
      .replaceAll('\u00ad', '');
    return text === '' ? [] : [{ type: 'text', text, ...style }];
  }
  if (!isElement(node) || isHidden(node)) return [];
  if (node.tagName === 'BR') return [{ type: 'break' }];
  if (pictures.has(node.tagName.toUpperCase())) {
    reading.pictures += 1;
    return [];
  }
  const named = node.getAttribute('data-note');
  if (named !== null) return [{ type: 'note', label: labelOf(named, reading) }];
  const own = styleOf(node, style);
  if (node.tagName === 'A') {
    const address = node.getAttribute('href') ?? '';
    if (backLink.test(address)) return [];
    const noted = noteLink.exec(address);
    if (noted) return [{ type: 'note', label: labelOf(noted[1]!, reading) }];
    const href = safeHref(address);
    if (href !== undefined) own.href = href;
  }
  return [...node.childNodes].flatMap((child) => readInline(child, own, reading));
}

/** The label of the footnote whose text this is. */
function noteOf(element: Element, reading: Reading): string | undefined {
  const own = element.getAttribute('data-note-text');
  if (own !== null) return labelOf(own, reading);
  const id = /^_?(?:ftnt?|edn)(\d+)$/u.exec(element.id);
  if (id) return labelOf(id[1]!, reading);
  if (element.tagName !== 'P') return undefined;
  const first = element.querySelector('a[href]');
  const back = backLink.exec(first?.getAttribute('href') ?? '');
  return back && first?.textContent && element.textContent?.trim().startsWith(first.textContent.trim())
    ? labelOf(back[1]!, reading)
    : undefined;
}

function labelOf(name: string, { renamed, taken }: Reading): string {
  const known = renamed.get(name);
  if (known !== undefined) return known;
  let label = name;
  for (let number = 1; taken.has(label); number += 1) label = String(number);
  taken.add(label);
  renamed.set(name, label);
  return label;
}
