import { readAwardCode } from '#domain/award/award-code.ts';

/** What somebody typed, or copied from paper. */
export type Typed =
  /** An award of this installation, by its code or an address of it; `credential`: the number of the one that was named. */
  | { kind: 'own'; publicId: string; credential: number | undefined }
  /** Another address of this installation. */
  | { kind: 'page'; path: string }
  | { kind: 'url'; url: string }
  /** Perhaps the code of an award that has none of today’s form: a code only if there is such an award. */
  | { kind: 'word'; word: string }
  /** The award itself. */
  | { kind: 'text'; text: string };

/** Nobody types more of an address, and no mail has more around it. */
const longest = 2000;

/**
 * Reads a code, an address or a pasted award. Addresses come from certificates: without `https://`, broken over lines, with what
 * stood before them and a full stop after.
 */
export function readTyped(typed: string, baseUrl: string): Typed | undefined {
  const text = typed.trim();
  // A JWT begins with a brace in Base64: a bare host has two dots, too.
  if (/^\{|^<(?!https?:)|^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text)) return { kind: 'text', text };
  if (text.length > longest) return undefined;
  return readOwnAddress(text, baseUrl) ?? readOtherAddress(text) ?? readBareCode(text);
}

/** What may stand before an address, and begin it. */
const before = String.raw`(?:^|[\s:(<\["'“”‘’])`;
const scheme = String.raw`(?:https?\s*:\s*/\s*/\s*)?`;

/** The address of an installation, however it is broken over lines. */
function readOwnAddress(text: string, baseUrl: string): Typed | undefined {
  const { host, pathname } = new URL(baseUrl);
  const base = `${host}${pathname.replace(/\/$/, '')}`;
  const found = new RegExp(`${before}${scheme}${spaced(base)}(?=\\s*(?:[/?#]|$))\\s*(.*)$`, 'is').exec(text);
  // An address of another host stays one, whatever stands in it.
  if (found && !(found.index > 0 && /^https?:/i.test(text))) return readPath(found[1] ?? '');
  return /^(?:\/(?!\/)|verify\/)/.test(text) ? readPath(text.replace(/^(?!\/)/, '/')) : undefined;
}

function readPath(path: string): Typed {
  const award = new RegExp(`^/\\s*(?:${spaced('verify')}|${spaced('ob2/assertions')})\\s*/\\s*(.*)$`, 'is').exec(path);
  const read = award ? readAwardCode(award[1] ?? '') : undefined;
  const exact = award && !read ? /^([\w-]{16,64})(.*)$/s.exec(award[1] ?? '') : null;
  const [code, rest] = read ? [read.code, read.rest] : [exact?.[1], exact?.[2] ?? ''];
  if (code === undefined) return { kind: 'page', path: path.split(/\s/)[0] ?? '' };
  const [, number] = /^\s*\/\s*credentials\s*\/\s*([1-9]\d{0,8})(?!\d)/.exec(rest) ?? [];
  return { kind: 'own', publicId: code, credential: number === undefined ? undefined : Number(number) };
}

/** Of another host, also without its `https://`, as certificates have it. */
function readOtherAddress(text: string): Typed | undefined {
  const alone = text.replace(/^[^:/]{1,60}:\s+/, '').replace(/^<(.*)>$/s, '$1');
  if (/^https?:\/\/\S+$/i.test(alone)) return { kind: 'url', url: alone };
  const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d{1,5})?\/\S+$/i.test(alone);
  return isHost ? { kind: 'url', url: `https://${alone.replace(/\.$/, '')}` } : undefined;
}

/** A code alone, or with what it is called: “Code: x088 gzff …”. */
function readBareCode(text: string): Typed | undefined {
  const alone = text.replace(/^(?:[^:/]{1,60}:\s*|code\s+)/i, '');
  const read = readAwardCode(alone);
  if (read && /^[\s.,;)]*$/.test(read.rest)) return { kind: 'own', publicId: read.code, credential: undefined };
  return /^[\w-]{16,64}$/.test(alone) ? { kind: 'word', word: alone } : undefined;
}

function spaced(text: string): string {
  return [...text].map((character) => character.replace(/[^\w]/, '\\$&')).join('\\s*');
}
