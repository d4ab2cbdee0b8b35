/**
 * A stretch of text within a block. Bold and italic are flags on it rather than nested elements: the same text then has one
 * form only, which is what lets the editor and the stored Markdown be compared.
 */
export type TextRun = { type: 'text'; text: string; strong?: true; emphasis?: true; href?: string };
export type Inline = TextRun | { type: 'break' } | { type: 'note'; label: string };

/** What a footnote can be called: `1`, `hattie-2009`. */
export const noteLabel = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}_.:-]{0,58}[\p{L}\p{N}])?`;

/** The address when it leads to the web or to a mailbox; everything else is no link. */
export function safeHref(address: string): string | undefined {
  const href = address
    .trim()
    .replace(/[\s()<>\\|]/gu, (character) => encodeURIComponent(character).replace(/[()]/gu, hex));
  return /^(?:https?:\/\/[^/]|mailto:.)/iu.test(href) && URL.canParse(href) ? href : undefined;
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}

type Delimiter = { type: 'delimiter'; sign: '*' | '_'; count: number; opens: boolean; closes: boolean };
type Token =
  { type: 'text'; text: string } | { type: 'break' } | { type: 'note'; label: string } | LinkToken | Delimiter;
type LinkToken = { type: 'link'; href: string | undefined };

const escaped = /\\[!-/:-@[-`{-~]/uy;
const stars = /\*+|_+/uy;
const note = new RegExp(String.raw`\[\^(${noteLabel})\]`, 'uy');
/** The text of a link holds no bracket, so that looking for its end never goes far. */
const link = /\[((?:\\[!-/:-@[-`{-~]|[^[\]\\\n])+)\]\(((?:[^\s()<>\\|]|\([^\s()<>\\|]*\))+)\)/uy;
const address = /https?:\/\/[^\s<>\\|]+/iuy;
const plain = /[^\\*_[\nhH]+/uy;

/** Reads the inside of a block: links, notes, bold, italic, line breaks. Whatever is none of these is text. */
export function parseInline(source: string): Inline[] {
  return resolve(tokenize(source, false));
}

function tokenize(source: string, inLink: boolean): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const character = source[at]!;
    let match: RegExpExecArray | null = null;
    let token: Token | undefined;
    if (character === '\n') token = { type: 'break' };
    else if (character === '\\') {
      match = take(escaped);
      if (match) token = { type: 'text', text: match[0].slice(1) };
    } else if (character === '*' || character === '_') {
      match = take(stars)!;
      token = delimiter(source, match);
    } else if (character === '[' && !inLink) {
      const noted = take(note);
      match = noted ?? take(link);
      if (noted) token = { type: 'note', label: noted[1]! };
      else if (match) {
        const href = safeHref(match[2]!);
        if (href === undefined) {
          token = { type: 'text', text: '[' };
          match = null;
        } else {
          tokens.push({ type: 'link', href });
          for (const inner of tokenize(match[1]!, true)) tokens.push(inner);
          tokens.push({ type: 'link', href: undefined });
        }
      }
    } else if ((character === 'h' || character === 'H') && !inLink && !isWord(source[at - 1])) {
      match = take(address);
      const found = match && trimAddress(match[0]);
      const href = found === null ? undefined : safeHref(found);
      if (found !== null && href !== undefined) {
        tokens.push({ type: 'link', href }, { type: 'text', text: found }, { type: 'link', href: undefined });
        at += found.length;
        continue;
      }
      match = null;
    } else match = take(plain);
    const text = match?.[0] ?? character;
    if (token) tokens.push(token);
    else if (!(match && character === '[')) tokens.push({ type: 'text', text });
    at += text.length;
  }
  return tokens;
}

/** An address without the punctuation of the sentence that it ends; from the end, so that no text makes it slow. */
function trimAddress(found: string): string | null {
  let end = found.length;
  let open = 0;
  for (const character of found) open += character === '(' ? 1 : character === ')' ? -1 : 0;
  for (; end > 0; end -= 1) {
    const last = found[end - 1]!;
    if (last === ')' && open < 0) open += 1;
    else if (!'.,;:!?\'"”’*_[]'.includes(last)) break;
  }
  const trimmed = found.slice(0, end);
  return trimmed === '' ? null : trimmed;
}

function delimiter(source: string, match: RegExpExecArray): Token {
  const [signs] = match;
  const sign = signs[0] as '*' | '_';
  const before = source[match.index - 1];
  const after = source[match.index + signs.length];
  const opens = !isSpace(after) && (sign === '*' || !isWord(before));
  const closes = !isSpace(before) && (sign === '*' || !isWord(after));
  if (signs.length > 3 || (!opens && !closes)) return { type: 'text', text: signs };
  return { type: 'delimiter', sign, count: signs.length, opens, closes };
}

const isSpace = (character: string | undefined) => character === undefined || /\s/u.test(character);
const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Pairs the delimiters, each kind by itself, and puts the runs together. One asterisk is italic, two bold, three both. */
function resolve(tokens: readonly Token[]): Inline[] {
  const strong = new Set<Token>();
  const emphasis = new Set<Token>();
  for (const sign of ['*', '_'] as const) {
    pair(tokens, sign, 2, strong);
    pair(tokens, sign, 1, emphasis);
  }
  const runs: Inline[] = [];
  const state: Record<'strong' | 'emphasis', boolean> = { strong: false, emphasis: false };
  let href: string | undefined;
  for (const token of tokens) {
    if (token.type === 'break' || token.type === 'note') runs.push(token);
    else if (token.type === 'link') href = token.href;
    else {
      let text = token.type === 'text' ? token.text : '';
      if (token.type === 'delimiter') {
        if (strong.has(token)) state.strong = !state.strong;
        else if (token.count >= 2) text += token.sign.repeat(2);
        if (emphasis.has(token)) state.emphasis = !state.emphasis;
        else if (token.count !== 2) text += token.sign;
      }
      runs.push({ type: 'text', text, ...flags(state.strong, state.emphasis, href) });
    }
  }
  return tidyRuns(runs);
}

function pair(tokens: readonly Token[], sign: '*' | '_', size: 1 | 2, paired: Set<Token>): void {
  let open: Delimiter | undefined;
  for (const token of tokens) {
    if (token.type !== 'delimiter' || token.sign !== sign || (token.count !== size && token.count !== 3)) continue;
    if (open && token.closes) {
      paired.add(open).add(token);
      open = undefined;
    } else if (token.opens) open = token;
  }
}

function flags(strong: boolean, emphasis: boolean, href: string | undefined): Omit<TextRun, 'type' | 'text'> {
  return { ...(strong && { strong }), ...(emphasis && { emphasis }), ...(href !== undefined && { href }) };
}

/** The one form of a line of runs: neighbours alike are one, nothing is empty, and space at the edge of bold is not bold. */
export function tidyRuns(runs: readonly Inline[]): Inline[] {
  const lines: Inline[][] = [[]];
  for (const run of runs) {
    if (run.type === 'break') lines.push([]);
    else append(lines.at(-1)!, run);
  }
  const kept = lines.map((line) => trimLine(plainEdges(plainEdges(line, 'strong'), 'emphasis')));
  while (kept[0]?.length === 0) kept.shift();
  while (kept.at(-1)?.length === 0) kept.pop();
  return kept.flatMap((line, index) => (index > 0 ? [{ type: 'break' as const }, ...line] : line));
}

/** Takes the flag from the white space at both ends of each stretch that has it. */
function plainEdges(line: readonly Inline[], flag: 'strong' | 'emphasis'): Inline[] {
  const result: Inline[] = [];
  let start = 0;
  while (start < line.length) {
    const has = isFlagged(line[start], flag);
    let end = start + 1;
    while (end < line.length && isFlagged(line[end], flag) === has) end += 1;
    const stretch = line.slice(start, end) as TextRun[];
    for (const run of has ? shrink(shrink(stretch, flag, false), flag, true) : stretch) result.push(run);
    start = end;
  }
  return result;
}

const isFlagged = (run: Inline | undefined, flag: 'strong' | 'emphasis') => run?.type === 'text' && run[flag] === true;

function shrink(stretch: readonly TextRun[], flag: 'strong' | 'emphasis', fromEnd: boolean): TextRun[] {
  const runs = [...stretch];
  const taken: TextRun[] = [];
  for (;;) {
    const run = fromEnd ? runs.pop() : runs.shift();
    if (run === undefined) return taken;
    const text = fromEnd ? run.text.trimEnd() : run.text.trimStart();
    const space = fromEnd ? run.text.slice(text.length) : run.text.slice(0, run.text.length - text.length);
    const { [flag]: _flag, ...rest } = run;
    if (!isFlagged(run, flag)) {
      // Taken from the other end already.
      if (fromEnd) taken.unshift(run);
      else taken.push(run);
      continue;
    }
    if (space !== '') {
      if (fromEnd) taken.unshift({ ...rest, text: space });
      else taken.push({ ...rest, text: space });
    }
    if (text === '') continue;
    return fromEnd ? [...runs, { ...run, text }, ...taken] : [...taken, { ...run, text }, ...runs];
  }
}

function trimLine(line: readonly Inline[]): Inline[] {
  const merged: Inline[] = [];
  for (const run of line) append(merged, run);
  for (const atEnd of [false, true]) {
    for (;;) {
      const run = atEnd ? merged.at(-1) : merged[0];
      if (run?.type !== 'text') break;
      const text = atEnd ? run.text.trimEnd() : run.text.trimStart();
      if (text !== '') {
        merged[atEnd ? merged.length - 1 : 0] = { ...run, text };
        break;
      }
      if (atEnd) merged.pop();
      else merged.shift();
    }
  }
  return merged;
}

/** Adds a run; one that is like the last becomes part of it. */
function append(line: Inline[], run: Inline): void {
  const last = line.at(-1);
  if (run.type !== 'text') line.push(run);
  else if (last?.type === 'text' && isAlike(last, run)) line[line.length - 1] = { ...last, text: last.text + run.text };
  else if (run.text !== '') line.push(run);
}

function isAlike(a: TextRun, b: TextRun): boolean {
  return a.strong === b.strong && a.emphasis === b.emphasis && a.href === b.href;
}
