import { flushSync } from 'react-dom';

/** Changes what fields show, and leaves the caret between the words between which it stood. */
export function keepCaret(change: () => void): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || field.selectionStart === null) {
    change();
    return;
  }
  const { value: before, selectionStart: start, selectionEnd: end } = field;
  flushSync(change);
  const { value: after } = field;
  if (after !== before) field.setSelectionRange(caretIn(before, after, start), caretIn(before, after, end ?? start));
}

/** Where a place in a text is after the text was changed somewhere. */
export function caretIn(before: string, after: string, at: number): number {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  if (at <= head) return at;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  if (at >= before.length - tail) return after.length - (before.length - at);
  return Math.min(at, after.length);
}
