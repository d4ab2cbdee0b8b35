/** A text of a definition: a blank line begins a paragraph. */
export function Prose({ text }: { text: string }) {
  return text.split(/\n\s*\n/).map((paragraph, i) => <p key={i}>{paragraph}</p>);
}
