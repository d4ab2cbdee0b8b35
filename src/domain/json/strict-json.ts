/** Why a text is refused. */
export type JsonRefusal = 'not-json' | 'too-large' | 'too-deep' | 'duplicate-keys' | 'hostile';

export type StrictJson = { ok: true; value: unknown } | { ok: false; reason: JsonRefusal; problem: string };

export type JsonLimits = {
  /** UTF-16 units that the text may have. */
  length: number;
  /** Lists and objects within each other. */
  depth: number;
  /** Values in it, each list and object one more. */
  values: number;
};

const usualLimits: JsonLimits = { length: 1_000_000, depth: 40, values: 50_000 };

class Refused extends Error {
  readonly reason: JsonRefusal;
  constructor(reason: JsonRefusal, problem: string) {
    super(problem);
    this.reason = reason;
  }
}

/**
 * Reads JSON (RFC 8259) from a stranger, and only what every reader takes alike: an object that names a key twice, a number
 * that a double can't hold, half a character, a NUL, or a key that changes objects themselves is refused. What it accepts,
 * `JSON.parse` reads to the same value.
 */
export function parseStrictJson(text: string, limits: Partial<JsonLimits> = {}): StrictJson {
  const { length, depth, values } = { ...usualLimits, ...limits };
  if (text.length > length)
    return { ok: false, reason: 'too-large', problem: `It has more than ${length} characters.` };
  try {
    return { ok: true, value: readAll(text, depth, values) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.reason, problem: error.message };
    throw error;
  }
}

const escapes = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);
const space = /[ \t\n\r]*/y;
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const fourDigits = /[0-9a-fA-F]{4}/y;

/** Reads one value from the text's beginning to its end; throws `Refused`. */
function readAll(text: string, deepest: number, mostValues: number): unknown {
  let at = 0;
  let left = mostValues;

  function value(depth: number): unknown {
    left -= 1;
    if (left < 0) throw new Refused('too-large', 'It has more values than any credential.');
    skipSpace();
    switch (text[at]) {
      case '{':
        return object(deeper(depth));
      case '[':
        return list(deeper(depth));
      case '"':
        return string();
      case 't':
        return word('true', true);
      case 'f':
        return word('false', false);
      case 'n':
        return word('null', null);
      default:
        return number();
    }
  }

  function deeper(depth: number): number {
    if (depth > deepest) throw new Refused('too-deep', `It is nested deeper than ${deepest} levels.`);
    at += 1;
    return depth + 1;
  }

  function object(depth: number): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    if (taken('}')) return found;
    for (;;) {
      skipSpace();
      if (text[at] !== '"') unexpected();
      const key = string();
      if (key === '__proto__') throw new Refused('hostile', 'A key of it is “__proto__”, which is no property’s name.');
      if (Object.hasOwn(found, key))
        throw new Refused('duplicate-keys', `It says “${shortened(key)}” twice in one object.`);
      if (!taken(':')) unexpected();
      found[key] = value(depth);
      if (taken('}')) return found;
      if (!taken(',')) unexpected();
    }
  }

  function list(depth: number): unknown[] {
    const found: unknown[] = [];
    if (taken(']')) return found;
    for (;;) {
      found.push(value(depth));
      if (taken(']')) return found;
      if (!taken(',')) unexpected();
    }
  }

  function string(): string {
    at += 1;
    let found = '';
    for (;;) {
      const from = at;
      while (isPlain(text.charCodeAt(at))) at += 1;
      found += text.slice(from, at);
      const next = text[at];
      if (next === '"') break;
      if (next !== '\\') unexpected();
      at += 1;
      found += escaped();
    }
    at += 1;
    // Written as UTF-8 it would turn into another text, under the same signature.
    if (!found.isWellFormed()) throw new Refused('hostile', 'A text of it holds half a character.');
    if (found.includes('\0'))
      throw new Refused('hostile', 'A text of it holds a NUL, at which many programs stop reading.');
    return found;
  }

  function escaped(): string {
    const letter = text[at] ?? '';
    at += 1;
    if (letter === 'u') {
      const digits = match(fourDigits);
      if (digits === '') unexpected();
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    return escapes.get(letter) ?? unexpected();
  }

  function number(): number {
    const written = match(numeral);
    if (written === '') unexpected();
    const read = Number(written);
    if (!Number.isFinite(read) || (Number.isInteger(read) && !Number.isSafeInteger(read)))
      throw new Refused('hostile', `The number ${shortened(written)} is larger than programs agree on.`);
    return read;
  }

  function word<T>(name: string, meaning: T): T {
    if (!text.startsWith(name, at)) unexpected();
    at += name.length;
    return meaning;
  }

  /** Whether this character comes next; if so, it is passed. */
  function taken(character: string): boolean {
    skipSpace();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }

  function skipSpace(): void {
    match(space);
  }

  function match(pattern: RegExp): string {
    pattern.lastIndex = at;
    const [found = ''] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  }

  function unexpected(): never {
    const where = at < text.length ? `at character ${at + 1}` : 'at its end';
    throw new Refused('not-json', `It is not JSON: it goes wrong ${where}.`);
  }

  const read = value(1);
  skipSpace();
  if (at < text.length) unexpected();
  return read;
}

/** Whether a text holds this as it is: no quote, no backslash, no control character, and not the end (NaN). */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
