import type { Span } from './shared-passages.ts';

/** A piece of a text: as it stands, a shared passage by its number (from 1), or something left out. */
export type MarkedPiece = { text: string; passage?: number; isGap?: true };

/**
 * A text cut at its shared passages, which must not overlap. With `around`, only so many letters before and after each are
 * kept, cut at spaces.
 */
export function markPassages(text: string, spans: readonly Span[], around = Infinity): MarkedPiece[] {
  const ordered = spans.map((span, index) => ({ ...span, passage: index + 1 })).sort((a, b) => a.start - b.start);
  const pieces: MarkedPiece[] = [];
  let at = 0;
  for (const { start, end, passage } of ordered) {
    // In the second text two passages may lie across one another: what is marked already is not marked again.
    const from = Math.max(start, at);
    if (from >= end) continue;
    pieces.push(...between(text.slice(at, from), { head: at === 0 ? 0 : around, tail: around }));
    pieces.push({ text: text.slice(from, end), passage });
    at = end;
  }
  pieces.push(...between(text.slice(at), { head: at === 0 ? Infinity : around, tail: 0 }));
  return pieces.filter((piece) => piece.text !== '' || piece.isGap);
}

function between(text: string, { head, tail }: { head: number; tail: number }): MarkedPiece[] {
  if (text.length <= head + tail) return [{ text }];
  const first = head === 0 ? '' : text.slice(0, head).replace(/\S*$/u, '');
  const last = tail === 0 ? '' : text.slice(-tail).replace(/^\S*/u, '');
  return [{ text: first }, { text: '', isGap: true }, { text: last }];
}
