import { type TextChange, changesBetween, commonEnds, hasWord, tokensOf } from '../text/text-changes.ts';

/** A stretch of a merged text: what both agree on, or what each side has in its place. */
export type TextRegion = { same: string } | { base: string; mine: string; theirs: string };

/** Changes of the two sides with fewer words between them, in the same paragraph, are too near to be joined unseen. */
const wordsApart = 3;

/** `both` made the very same change. */
type Side = 'mine' | 'theirs' | 'both';

/** Two texts that came of the same one, joined where they were changed apart from each other. */
export function mergeText(base: string, mine: string, theirs: string): TextRegion[] {
  const tokens = tokensOf(base);
  const changes = bySide(changesBetween(tokens, tokensOf(mine)), changesBetween(tokens, tokensOf(theirs)));

  const regions: TextRegion[] = [];
  const same = (text: string) => {
    const last = regions.at(-1);
    if (last && 'same' in last) last.same += text;
    else if (text !== '') regions.push({ same: text });
  };
  let at = 0;
  for (const cluster of clusters(changes, tokens)) {
    same(tokens.slice(at, cluster.start).join(''));
    const left = applied(tokens, cluster, 'mine');
    const right = applied(tokens, cluster, 'theirs');
    const base = tokens.slice(cluster.start, cluster.end);
    const sides = new Set(cluster.changes.map(({ side }) => side));
    if (left === right || !sides.has('theirs')) same(left);
    else if (!sides.has('mine')) same(right);
    else if (goesOn(right, left, base)) same(left);
    else if (goesOn(left, right, base)) same(right);
    else regions.push({ base: base.join(''), mine: left, theirs: right });
    at = cluster.end;
  }
  same(tokens.slice(at).join(''));
  return regions;
}

type Change = TextChange & { side: Side };
type Cluster = { start: number; end: number; changes: Change[] };

function bySide(mine: readonly TextChange[], theirs: readonly TextChange[]): Change[] {
  const keyOf = ({ start, end, tokens }: TextChange) => JSON.stringify([start, end, tokens]);
  const ofTheirs = new Set(theirs.map(keyOf));
  const ofMine = new Set(mine.map(keyOf));
  return [
    ...mine.map((change) => ({ ...change, side: ofTheirs.has(keyOf(change)) ? ('both' as const) : ('mine' as const) })),
    ...theirs.flatMap((change) => (ofMine.has(keyOf(change)) ? [] : [{ ...change, side: 'theirs' as const }])),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Changes that stand so near to one of the other side that they are to be judged together. */
function clusters(changes: readonly Change[], tokens: readonly string[]): Cluster[] {
  const stretches = changes.flatMap((change, index) => [
    { start: change.start, end: change.end },
    ...nearOnes(changes, index, tokens).map((near) => ({ start: change.start, end: Math.max(change.end, near.end) })),
  ]);
  const joined: Cluster[] = [];
  for (const { start, end } of stretches) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end, changes: [] });
  }
  let index = 0;
  for (const change of changes) {
    while (change.start > (joined[index]?.end ?? Infinity)) index += 1;
    joined[index]?.changes.push(change);
  }
  return joined;
}

/** The changes of the other side that come soon after one. */
function nearOnes(changes: readonly Change[], index: number, tokens: readonly string[]): Change[] {
  const { end, side } = changes[index]!;
  if (side === 'both') return [];
  const near: Change[] = [];
  for (const other of changes.slice(index + 1, index + 1 + wordsApart * 4)) {
    if (!areNear(tokens, end, other.start)) break;
    if (other.side !== side && other.side !== 'both') near.push(other);
  }
  return near;
}

function areNear(tokens: readonly string[], from: number, to: number): boolean {
  if (to - from > wordsApart * 4) return false;
  const between = tokens.slice(from, to);
  return !between.join('').includes('\n') && between.filter(hasWord).length < wordsApart;
}

/** Whether one side made the same change as the other and then wrote more, so that the longer holds both. */
function goesOn(text: string, longer: string, base: readonly string[]): boolean {
  const [short, long] = [tokensOf(text), tokensOf(longer)];
  const [head, tail] = commonEnds(short, long);
  if (text === '' || head + tail < short.length) return false;
  return !long.slice(head, long.length - tail).some((token) => hasWord(token) && base.includes(token));
}

/** What one side made of a stretch of the base. */
function applied(tokens: readonly string[], { start, end, changes }: Cluster, side: 'mine' | 'theirs'): string {
  const made: string[] = [];
  let at = start;
  for (const change of changes) {
    if (change.side !== side && change.side !== 'both') continue;
    made.push(...tokens.slice(at, change.start), ...change.tokens);
    at = change.end;
  }
  made.push(...tokens.slice(at, end));
  return made.join('');
}
