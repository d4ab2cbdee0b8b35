import type { JSONContent } from '@tiptap/core';
import type { Inline, TextRun } from '#domain/text/markdown-inline.ts';
import { type Block, parseMarkdown } from '#domain/text/markdown.ts';
import { isSame, tidyBlocks, writeMarkdown } from '#domain/text/markdown-write.ts';

/** The editor’s document for a text; `undefined` where the editor could not give every part of the text back. */
export function openMarkdown(text: string): JSONContent | undefined {
  const blocks = tidyBlocks(parseMarkdown(text));
  const document = toDocument(blocks);
  if (!isSame(fromDocument(document), blocks)) return undefined;
  return isSame(tidyBlocks(parseMarkdown(writeMarkdown(blocks))), blocks) ? document : undefined;
}

export function saveMarkdown(document: JSONContent): string {
  return writeMarkdown(fromDocument(document));
}

export function toDocument(blocks: readonly Block[]): JSONContent {
  return { type: 'doc', content: blocks.length > 0 ? blocks.map(toNode) : [{ type: 'paragraph' }] };
}

function toNode(block: Block): JSONContent {
  switch (block.type) {
    case 'paragraph':
      return { type: 'paragraph', content: block.children.map(toInline) };
    case 'heading':
      return { type: 'heading', attrs: { level: block.level }, content: block.children.map(toInline) };
    case 'quote':
      return { type: 'blockquote', content: block.children.map(toNode) };
    case 'rule':
      return { type: 'horizontalRule' };
    case 'note':
      return { type: 'noteText', attrs: { label: block.label }, content: block.children.map(toInline) };
    case 'list': {
      const content = block.items.map((item) => ({ type: 'listItem', content: toItem(item) }));
      if (block.start === null) return { type: 'bulletList', content };
      return { type: 'orderedList', attrs: { start: block.start }, content };
    }
    case 'table': {
      const width = Math.max(1, block.align.length);
      const rows = block.rows.length > 0 ? block.rows : [[]];
      const content = rows.map((row, index) => ({
        type: 'tableRow',
        content: Array.from({ length: width }, (_, column) => ({
          type: index === 0 ? 'tableHeader' : 'tableCell',
          content: [{ type: 'paragraph', content: (row[column] ?? []).map(toInline) }],
        })),
      }));
      return { type: 'table', content };
    }
  }
}

/** An item begins with a paragraph; it is empty where something else comes first, which then does not come back. */
function toItem(item: readonly Block[]): JSONContent[] {
  const nodes = item.map(toNode);
  return nodes[0]?.type === 'paragraph' ? nodes : [{ type: 'paragraph' }, ...nodes];
}

function toInline(run: Inline): JSONContent {
  if (run.type === 'break') return { type: 'hardBreak' };
  if (run.type === 'note') return { type: 'noteMark', attrs: { label: run.label } };
  const marks = [
    ...(run.href === undefined ? [] : [{ type: 'link', attrs: { href: run.href } }]),
    ...(run.strong ? [{ type: 'bold' }] : []),
    ...(run.emphasis ? [{ type: 'italic' }] : []),
  ];
  return { type: 'text', text: run.text, ...(marks.length > 0 && { marks }) };
}

export function fromDocument(document: JSONContent): Block[] {
  return tidyBlocks((document.content ?? []).flatMap(fromNode));
}

function fromNode(node: JSONContent): Block[] {
  const content = node.content ?? [];
  const attrs = (node.attrs ?? {}) as { level?: number; start?: number; label?: string };
  switch (node.type) {
    case 'paragraph':
      return [{ type: 'paragraph', children: content.flatMap(fromInline) }];
    case 'heading': {
      const level = Math.min(3, Math.max(1, attrs.level ?? 1)) as 1 | 2 | 3;
      return [{ type: 'heading', level, children: content.flatMap(fromInline) }];
    }
    case 'blockquote':
      return [{ type: 'quote', children: content.flatMap(fromNode) }];
    case 'horizontalRule':
      return [{ type: 'rule' }];
    case 'noteText':
      return [{ type: 'note', label: attrs.label ?? '1', children: content.flatMap(fromInline) }];
    case 'bulletList':
    case 'orderedList': {
      const items = content.map((item) => (item.content ?? []).flatMap(fromNode));
      return [{ type: 'list', start: node.type === 'bulletList' ? null : (attrs.start ?? 1), items }];
    }
    case 'table': {
      const rows = content.map((row) => (row.content ?? []).map(fromCell));
      return [{ type: 'table', align: (rows[0] ?? []).map(() => null), rows }];
    }
    default:
      return content.flatMap(fromNode);
  }
}

function fromCell(cell: JSONContent): Inline[] {
  const paragraphs = (cell.content ?? []).map((paragraph) => (paragraph.content ?? []).flatMap(fromInline));
  return paragraphs.flatMap((runs, index) => (index > 0 ? [{ type: 'text' as const, text: ' ' }, ...runs] : runs));
}

function fromInline(node: JSONContent): Inline[] {
  if (node.type === 'hardBreak') return [{ type: 'break' }];
  if (node.type === 'noteMark') return [{ type: 'note', label: String(node.attrs?.label) }];
  if (node.type !== 'text' || !node.text) return [];
  const run: TextRun = { type: 'text', text: node.text };
  for (const mark of node.marks ?? []) {
    if (mark.type === 'bold') run.strong = true;
    if (mark.type === 'italic') run.emphasis = true;
    if (mark.type === 'link') run.href = String(mark.attrs?.href);
  }
  return [run];
}
