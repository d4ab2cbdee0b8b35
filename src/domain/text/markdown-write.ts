import { type Inline, type TextRun, parseInline, safeHref, tidyRuns } from './markdown-inline.ts';
import { type Block, noteStart, tidyRow } from './markdown.ts';

/** The one form of blocks that say the same: nothing empty, runs joined, every note at the top, and last. */
export function tidyBlocks(blocks: readonly Block[]): Block[] {
  const notes: Block[] = [];
  const tidy = (list: readonly Block[]): Block[] =>
    list.flatMap((block): Block[] => {
      switch (block.type) {
        case 'note':
          notes.push({
            ...block,
            children: paragraphsOf(block.children).flatMap((part, at) => (at > 0 ? [lineBreak, ...part] : part)),
          });
          return [];
        case 'paragraph':
          return paragraphsOf(block.children).map((children) => ({ ...block, children }));
        case 'heading': {
          const children = tidyRuns(withoutBreaks(block.children));
          return children.length > 0 ? [{ ...block, children }] : [];
        }
        case 'quote': {
          const children = tidy(block.children);
          return children.length > 0 ? [{ ...block, children }] : [];
        }
        case 'list': {
          // An empty bullet says nothing; an empty number still counts.
          const items = block.items.map(tidy).filter((item) => block.start !== null || item.length > 0);
          return items.length > 0 ? [{ ...block, items }] : [];
        }
        case 'table':
          return [
            { ...block, rows: block.rows.map((row) => tidyRow(row.map((cell) => tidyRuns(withoutBreaks(cell))))) },
          ];
        case 'rule':
          return [block];
      }
    });
  return [...tidy(blocks), ...notes];
}

const lineBreak: Inline = { type: 'break' };

/** An empty line ends a paragraph, whoever made it. */
function paragraphsOf(children: readonly Inline[]): Inline[][] {
  const parts: Inline[][] = [[]];
  tidyRuns(children).forEach((run, index, all) => {
    const isEmptyLine = run.type === 'break' && (all[index + 1]?.type === 'break' || all[index - 1]?.type === 'break');
    if (!isEmptyLine) parts.at(-1)!.push(run);
    else if (parts.at(-1)!.length > 0) parts.push([]);
  });
  return parts.filter((part) => part.length > 0);
}

const withoutBreaks = (children: readonly Inline[]): Inline[] =>
  children.map((run) => (run.type === 'break' ? { type: 'text', text: ' ' } : run));

/** Writes blocks as Markdown that `parseMarkdown` reads as the very same blocks, once tidy. */
export function writeMarkdown(blocks: readonly Block[]): string {
  return writeBlocks(tidyBlocks(blocks)).join('\n');
}

function writeBlocks(blocks: readonly Block[], isTight = false): string[] {
  const lines: string[] = [];
  let other = false;
  blocks.forEach((block, index) => {
    const before = blocks[index - 1];
    // Two lists in a row are told apart by another marker.
    const isSame =
      block.type === 'list' && before?.type === 'list' && (before.start === null) === (block.start === null);
    other = isSame ? !other : false;
    if (before && !isTight && !(block.type === 'note' && before.type === 'note')) lines.push('');
    lines.push(...writeBlock(block, other));
  });
  return lines;
}

function writeBlock(block: Block, other: boolean): string[] {
  switch (block.type) {
    case 'paragraph':
      return writeInline(block.children).split('\n').map(guardLine);
    case 'heading':
      return [`${'#'.repeat(block.level)} ${writeInline(block.children)}`];
    case 'note':
      return [`[^${block.label}]: ${writeInline(block.children).split('\n').map(guardLine).join('\n')}`.trimEnd()];
    case 'quote':
      return writeBlocks(block.children).map((line) => (line === '' ? '>' : `> ${line}`));
    case 'rule':
      return ['---'];
    case 'list':
      return writeList(block, other);
    case 'table':
      return writeTable(block);
  }
}

function writeList({ start, items }: Extract<Block, { type: 'list' }>, other: boolean): string[] {
  const isTight = items.every((item) => item.slice(1).every(interrupts));
  const indent = start === null ? '  ' : '   ';
  return items.flatMap((item, index) => {
    const sign = start === null ? (other ? '*' : '-') : `${start + index}${other ? ')' : '.'}`;
    const lines = writeBlocks(item, isTight);
    const [head = '', ...rest] = lines;
    // "- ---" would be one rule.
    const first = head === '---' ? '___' : head;
    const written = [`${sign} ${first}`.trimEnd(), ...rest.map((line) => (line === '' ? '' : indent + line))];
    return index > 0 && !isTight ? ['', ...written] : written;
  });
}

/** Whether it can follow a paragraph without an empty line between them. */
function interrupts(block: Block): boolean {
  return block.type === 'list' && (block.start ?? 1) === 1 && (block.items[0]?.length ?? 0) > 0;
}

function writeTable({ align, rows }: Extract<Block, { type: 'table' }>): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const written = rows.map((cells) =>
    row(align.map((_, column) => writeInline(cells[column] ?? []).replace(/\\.|\|/gsu, escapePipe))),
  );
  const delimiters = align.map(
    (side) =>
      (side === 'left' || side === 'center' ? ':' : '') + '---' + (side === 'right' || side === 'center' ? ':' : ''),
  );
  return [written[0] ?? row(align.map(() => '')), row(delimiters), ...written.slice(1)];
}

const escapePipe = (found: string) => (found === '|' ? '\\|' : found);

/** As it is typed where that reads back as the same, and with every sign escaped where it does not. */
function writeInline(children: readonly Inline[]): string {
  const light = writeRuns(children, false);
  if (isSame(parseInline(light), children)) return light;
  return writeRuns(children, true);
}

function writeRuns(children: readonly Inline[], isGuarded: boolean): string {
  const escape = (text: string) => (isGuarded ? text.replace(/[\\*_[\]^]|(?<=https?)(?=:)/giu, '\\$&') : text);
  let written = '';
  let strong = false;
  let emphasis = false;
  const turn = (run: TextRun | undefined) => {
    const size = ((run?.strong ?? false) !== strong ? 2 : 0) + ((run?.emphasis ?? false) !== emphasis ? 1 : 0);
    strong = run?.strong ?? false;
    emphasis = run?.emphasis ?? false;
    return '*'.repeat(size);
  };
  children.forEach((run, index) => {
    if (run.type === 'break') {
      const next = children[index + 1];
      // What is bold on both sides of a line break is bold through it.
      if (next?.type !== 'text' || (strong && !next.strong) || (emphasis && !next.emphasis)) written += turn(undefined);
      written += '\n';
    } else if (run.type === 'note') {
      written += `${turn(undefined)}[^${run.label}]`;
    } else {
      const { href, text } = run;
      const before = children[index - 1];
      const after = children[index + 1];
      const isFirst = !(before?.type === 'text' && before.href === href);
      const isLast = !(after?.type === 'text' && after.href === href);
      written += turn(run);
      if (href === undefined) written += escape(text);
      else if (!isGuarded && isFirst && isLast && safeHref(text) === href) written += text;
      else written += `${isFirst ? '[' : ''}${escape(text)}${isLast ? `](${href})` : ''}`;
    }
  });
  return written + turn(undefined);
}

/** Keeps a line of a paragraph from beginning a heading, a list, a quote, a table, a rule or a note. */
function guardLine(line: string): string {
  if (/^(?:#{1,6}[ \t]|>|[-+*](?:[ \t]|$))|^(?:-[ \t]*){3,}$/u.test(line)) return `\\${line}`;
  if (/^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/u.test(line)) return `\\${line}`;
  if (/^\d{1,9}[.)](?:[ \t]|$)/u.test(line)) return line.replace(/[.)]/u, '\\$&');
  if (noteStart.test(line)) return line.replace(']:', ']\\:');
  return /^[|:\-\s]+$/u.test(line) ? line.replace('|', '\\|') : line;
}

/** Whether two texts, or the parts of two, say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(canonical);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}
