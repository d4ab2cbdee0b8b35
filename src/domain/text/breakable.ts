/** For a line that is set on paper: words longer than one may break (U+200B), but no word that people use does. */
export function breakable(text: string): string {
  return text.replace(/[^\s-]{30}(?=[^\s-]{4})/gu, '$&\u200b');
}
