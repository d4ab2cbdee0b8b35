/**
 * Whether a text is no more than initials, with a number to tell two apart: “J. D.”, “JD”, “A.-L. M. 2”. A word of three
 * letters or more could be a name; three capitals can’t.
 */
export function isInitials(text: string): boolean {
  if (!/^[\p{L}\p{M}.\s\-’']+\d{0,3}$/u.test(text.trim())) return false;
  const runs = text.normalize('NFC').match(/\p{L}+/gu) ?? [];
  return (
    runs.length > 0 &&
    runs.length <= 5 &&
    runs.every((run) => run.length === 1 || (run.length <= 3 && run === run.toUpperCase()))
  );
}
