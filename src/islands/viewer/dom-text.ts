import { type Quoted, findQuote, quoteFrom } from '#domain/evidence/quote.ts';

type TextPiece = { node: Text; start: number };

/** The text of an element as people read it, blocks and lines apart, and where in it each text node stands. */
function readText(root: Node): { text: string; pieces: TextPiece[] } {
  const pieces: TextPiece[] = [];
  let text = '';
  let block: Element | null = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof HTMLBRElement) {
      text += '\n';
    } else if (node instanceof Text && !node.parentElement?.closest('[data-not-text]')) {
      const around =
        node.parentElement?.closest('li, p, td, th, h1, h2, h3, h4, h5, h6, blockquote, .textLayer') ?? null;
      if (around !== block && text !== '') text += '\n';
      block = around;
      pieces.push({ node, start: text.length });
      text += node.data;
    }
  }
  return { text, pieces };
}

/** Where a quote stands in an element. */
export function findInElement(root: Node, quote: Quoted): globalThis.Range | undefined {
  const { text, pieces } = readText(root);
  const found = findQuote(text, quote);
  if (!found) return undefined;
  const range = document.createRange();
  const at = (offset: number) => pieces.findLast(({ start }) => start <= offset);
  const first = at(found.start);
  const last = at(found.end - 1);
  if (!first || !last) return undefined;
  range.setStart(first.node, Math.min(first.node.length, found.start - first.start));
  range.setEnd(last.node, Math.min(last.node.length, found.end - last.start));
  return range;
}

/** The words that are selected in an element, with those around them; a sentence that says why there are none. */
export function quoteOfSelection(root: Node): { ok: true; quote: Quoted } | { ok: false; message: string } {
  const selection = document.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  if (!range || range.collapsed || !range.intersectsNode(root)) {
    return { ok: false, message: 'Select the words first, then choose this again.' };
  }
  const { text, pieces } = readText(root);
  const chosen = pieces.filter(({ node }) => range.intersectsNode(node));
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (!first || !last) return { ok: false, message: 'Select the words first, then choose this again.' };
  const start = first.start + (first.node === range.startContainer ? range.startOffset : 0);
  const end = last.start + (last.node === range.endContainer ? range.endOffset : last.node.length);
  const quote = quoteFrom(text, start, end);
  return quote ? { ok: true, quote } : { ok: false, message: 'Select fewer words: at most 500 characters.' };
}

const highlightName = 'viewer-quote';

/** Marks words without changing the page around them, and brings them into sight. */
export function markWords(range: globalThis.Range | undefined): void {
  if (!('highlights' in CSS)) {
    if (range)
      document
        .getSelection()
        ?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  } else if (range) {
    CSS.highlights.set(highlightName, new Highlight(range));
  } else {
    CSS.highlights.delete(highlightName);
  }
}
