/** Letters of an award’s code: without i, l, o and u, which are read as others or typed for them. */
export const codeLetters = '0123456789abcdefghjkmnpqrstvwxyz';
export const codeLength = 20;

/** What may stand between two letters of a code that was copied from paper: spaces, ends of lines, hyphens of every kind. */
const between = '[\\s\\u00ad\\u200b\\u2010-\\u2015-]*';
const written = new RegExp(`^${between}((?:[0-9a-z]${between}){${codeLength - 1}}[0-9a-z])(?![0-9a-z])`, 'i');
const spaces = new RegExp(between, 'g');

/** Read or typed for another letter: as in Crockford’s Base32, and `u` for the `v` that it looks like. */
const lookAlikes: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1', u: 'v' };

/** The code that a text begins with, however somebody typed it, and what follows it; `undefined` where there is none. */
export function readAwardCode(text: string): { code: string; rest: string } | undefined {
  const found = written.exec(text);
  if (!found) return undefined;
  const typed = found[1]!.replace(spaces, '').toLowerCase();
  return { code: typed.replace(/[oilu]/g, (letter) => lookAlikes[letter]!), rest: text.slice(found[0].length) };
}
