/** Puts a text where the caret stands, or last stood, apart from the words around it; the field hears of it as if it were typed. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  const { value, selectionStart, selectionEnd } = field;
  // Nobody has been in it yet: then at its end.
  const isUntouched = selectionStart === 0 && selectionEnd === 0 && document.activeElement !== field;
  const start = isUntouched ? value.length : selectionStart;
  const end = isUntouched ? value.length : selectionEnd;
  const before = start > 0 && !/\s$/u.test(value.slice(0, start)) ? ' ' : '';
  const after = end < value.length && !/^\s/u.test(value.slice(end)) ? ' ' : '';
  field.setRangeText(`${before}${text}${after}`, start, end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}
