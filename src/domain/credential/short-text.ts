/** On one line, and no longer than `most` characters: cut after a whole word, with an ellipsis. */
export function shortText(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  const word = cut.lastIndexOf(' ');
  // Never half of a letter that takes two places.
  return `${(word > most / 2 ? cut.slice(0, word) : cut.replace(/[\uD800-\uDBFF]$/u, '')).trimEnd()}…`;
}
