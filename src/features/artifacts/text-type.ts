/** What makes a browser or a desktop run a text instead of showing it. */
const active =
  /^\s*(?:<\?xml|<\?php|<%|<!doctype|<!--|<(?:html|head|body|script|svg|iframe|meta|link|style)\b|#!|MIME-Version:|From: <Saved by)/iu;
/** A page that begins further down, behind a few lines of text; an example within a block of code is none. */
const pageBelow = /^[ \t]*<(?:!doctype\s+html|html|script|iframe)\b/imu;
const codeBlock = /^(```|~~~)[^]*?^\1/gmu;

/** Plain text or a table of comma-separated values; `undefined` for a page, a script, or what is not text at all. */
export function textTypeOf(start: Buffer): 'text/plain' | 'text/csv' | undefined {
  const text = decode(start);
  if (text === undefined || active.test(text)) return undefined;
  if (pageBelow.test(text.replace(codeBlock, ''))) return undefined;
  return isTable(text) ? 'text/csv' : 'text/plain';
}

/** UTF-8 (a character may be cut off at the end), or UTF-16 with its mark; text has no control characters. */
function decode(start: Buffer): string | undefined {
  const utf16 = start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : undefined;
  try {
    const text = new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(start, { stream: true });
    // eslint-disable-next-line no-control-regex -- control characters are what tells a program from a text
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Every line of the first twenty has the same number of separators, and at least one. */
function isTable(text: string): boolean {
  const lines = text
    .split(/\r?\n/u)
    .slice(0, 20)
    .filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  return [',', ';', '\t'].some((separator) => {
    const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/gu, '').split(separator).length);
    return (counts[0] ?? 1) > 1 && counts.every((count) => count === counts[0]);
  });
}
