import type { Inline } from '#domain/text/markdown-inline.ts';
import type { Block } from '#domain/text/markdown.ts';

/** A paragraph that Word shows as an item of a list; `start` is its number, `null` for a bullet. */
export type WordItem = { type: 'word-item'; level: number; start: number | null; children: Inline[] };

/** Word puts no list on the clipboard but paragraphs that say their level, each with its bullet typed before it. */
export function readWordItem(element: Element): Omit<WordItem, 'children'> | undefined {
  const css = element.getAttribute('data-style') ?? '';
  const level = /mso-list:\s*l\d+\s+level(\d+)/iu.exec(css);
  if (!level) return undefined;
  const sign = [...element.querySelectorAll('[data-style]')].find((one) =>
    /mso-list:\s*ignore/iu.test(one.getAttribute('data-style') ?? ''),
  );
  const number = /^\s*(\d+|[a-z]+)[.)]/iu.exec(sign?.textContent ?? '')?.[1];
  return {
    type: 'word-item',
    level: Math.min(8, Number(level[1])),
    start: number === undefined ? null : Number(number) || 1,
  };
}

/** Puts neighbouring items together as lists, and lists in the items above them. */
export function nestWordLists(found: readonly (Block | WordItem)[]): Block[] {
  const blocks: Block[] = [];
  let run: WordItem[] = [];
  const flush = () => {
    if (run.length > 0) blocks.push(...nest(run, Math.min(...run.map((item) => item.level))));
    run = [];
  };
  for (const one of found) {
    if (one.type === 'word-item') run.push(one);
    else {
      flush();
      blocks.push(one);
    }
  }
  flush();
  return blocks;
}

function nest(items: readonly WordItem[], level: number): Block[] {
  const lists: Extract<Block, { type: 'list' }>[] = [];
  for (let at = 0; at < items.length;) {
    const item = items[at]!;
    let end = at + 1;
    while (end < items.length && items[end]!.level > level) end += 1;
    const inner = items.slice(item.level > level ? at : at + 1, end);
    const content: Block[] = item.level > level ? [] : [{ type: 'paragraph', children: item.children }];
    if (inner.length > 0) content.push(...nest(inner, Math.min(...inner.map((one) => one.level))));
    const last = lists.at(-1);
    if (last && (last.start === null) === (item.start === null)) last.items.push(content);
    else lists.push({ type: 'list', start: item.start, items: [content] });
    at = end;
  }
  return lists;
}
