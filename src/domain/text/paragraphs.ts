/** Paragraphs as their writer set them: parted by an empty line. */
export function splitParagraphs(text: string): string[] {
  return text
    .split(/\r?\n\s*\n/u)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
