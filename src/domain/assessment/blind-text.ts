import { type NameHit, replaceHits, scanNames } from '../privacy/scan-names.ts';

/** Who must not be known by name where an attempt is judged blind. */
export type KnownNames = {
  earner: readonly string[];
  peers: readonly string[];
  /** Schools and districts; these count by their whole name alone: “Hill” is a word too. */
  schools: readonly string[];
  /** E-mail addresses of the earner. */
  emails: readonly string[];
};

export type NamedOne = 'earner' | 'peer' | 'school';
export type NamedHit = NameHit & { who: NamedOne };

/** What stands in the place of a name; with brackets that Markdown leaves alone. */
export const blindWords: Record<NamedOne, string> = { earner: '[earner]', peer: '[peer]', school: '[school]' };

const address = /(?:https?:\/\/|mailto:|www\.)[^\s<>\\|]+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/giu;
const marks = /[*_]/u;

/** Where a text names the earner, a peer or the school, in order and apart from each other. */
export function findNamesInText(text: string, names: KnownNames): NamedHit[] {
  const lists = [
    ...findEmails(text, names.emails),
    ...scanNames(text, names.earner).map((hit) => ({ ...hit, who: 'earner' as const })),
    ...names.schools.flatMap((school) => {
      const words = wordCount(school);
      const whole = scanNames(text, [school]).filter(({ found }) => wordCount(found) === words);
      return whole.map((hit) => ({ ...hit, who: 'school' as const }));
    }),
    ...scanNames(text, names.peers).map((hit) => ({ ...hit, who: 'peer' as const })),
  ];
  // Of two that overlap the earlier list wins; its place in the list is lost by sorting, so it is marked first.
  const ranked = lists.map((hit, rank) => ({ hit, rank })).sort((a, b) => a.hit.from - b.hit.from || a.rank - b.rank);
  const apart: NamedHit[] = [];
  for (const { hit } of ranked) if (hit.from >= (apart.at(-1)?.to ?? 0)) apart.push(hit);
  return apart;
}

/**
 * A text without these names, in Markdown that still reads: links stay links (one whose address names somebody leads
 * nowhere), bold and italic stay closed, paragraphs keep their number. `plain` is for what is no Markdown.
 */
export function blindText(text: string, names: KnownNames, format: 'markdown' | 'plain' = 'markdown'): string {
  const hits = findNamesInText(text, names);
  if (hits.length === 0) return text;
  const addresses = [...text.matchAll(address)].map(({ index, 0: found }) => [index, index + found.length] as const);
  const who = new Map(hits.map((hit) => [hit.from, hit.who]));
  return replaceHits(text, hits, (hit) => {
    const one = who.get(hit.from) ?? 'earner';
    if (addresses.some(([from, to]) => hit.from >= from && hit.to <= to)) return one;
    const word = format === 'plain' ? blindWords[one] : `\\[${one}\\]`;
    // A name that is bold in part keeps its marks, each with what it marked.
    return marks.test(hit.found) ? hit.found.replace(/[^*_\s]+/gu, () => word) : word;
  });
}

/** Words and phrases by which a long text is looked through quickly: whole names, and the earner’s last name alone. */
export function phrasesOf({ earner, peers, schools, emails }: KnownNames): string[] {
  const last = earner.flatMap((name) => /(?:^|\s)([\p{L}\p{M}'’-]{3,})\s*$/u.exec(name)?.[1] ?? []);
  return [...new Set([...earner, ...last, ...peers, ...schools, ...emails])].filter((one) => /\p{L}{3}/u.test(one));
}

/**
 * The longest stretch of some words without these names: what was quoted is still found in the file by it, in whose own text
 * the names stand. `undefined` where too little would be left to find a place by.
 */
export function withoutNames(words: string, names: KnownNames): string | undefined {
  const hits = findNamesInText(words, names);
  if (hits.length === 0) return words;
  const cuts = [...hits, { from: words.length, to: words.length }];
  let from = 0;
  let longest = '';
  for (const cut of cuts) {
    const stretch = words
      .slice(from, cut.from)
      .replace(/^['’ʼ]s\b|^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
      .trim();
    if (stretch.length > longest.length) longest = stretch;
    from = cut.to;
  }
  return longest.length >= shortestStretch ? longest : undefined;
}

/** Letters of a quote, at least: fewer stand anywhere. */
const shortestStretch = 12;

function findEmails(text: string, emails: readonly string[]): NamedHit[] {
  const folded = text.toLowerCase();
  return emails.flatMap((email) => {
    const wanted = email.toLowerCase();
    const hits: NamedHit[] = [];
    for (let at = folded.indexOf(wanted); wanted !== '' && at >= 0; at = folded.indexOf(wanted, at + 1)) {
      const to = at + wanted.length;
      hits.push({ from: at, to, found: text.slice(at, to), initials: '', who: 'earner' });
    }
    return hits;
  });
}

function wordCount(text: string): number {
  return text.split(/[^\p{L}\p{M}'’ʼ]+/u).filter((word) => /\p{L}/u.test(word)).length;
}
