/** A run of words that several attempts’ comments share. */
export type Phrase = { phrase: string; attempts: number };

const stopWords = new Set(
  `a an and are as at be been but by can could did do does for from had has have how i if in into is it its more most my no
  not of on or our so some such than that the their them then there these they this to too up us very was we were what when
  where which who why will with would you your`.split(/\s+/u),
);

/**
 * Phrases of 2 to 5 words that comments of at least `least` attempts have in common, the most frequent first. A phrase
 * neither begins nor ends with a stop word and does not cross the end of a sentence; one that only ever stands within a
 * longer one is left out. Words that may be names are in none: those of `names`, and those that are written large within
 * a sentence.
 */
export function frequentPhrases(
  comments: readonly { attemptId: string; text: string }[],
  { least = 3, most = 25, names = [] }: { least?: number; most?: number; names?: readonly string[] } = {},
): Phrase[] {
  const sentences = comments.flatMap(({ attemptId, text }) =>
    text
      .split(/[.!?;:()"“”\n]+|,\s/u)
      .map((sentence) => ({ attemptId, words: sentence.match(/[\p{L}\p{N}’'-]+/gu) ?? [] })),
  );
  const unfit = new Set(names.flatMap((name) => name.toLowerCase().match(/\p{L}+/gu) ?? []));
  for (const { words } of sentences)
    for (const word of words.slice(1)) if (/^\p{Lu}/u.test(word) && word !== 'I') unfit.add(word.toLowerCase());

  const attemptsOf = new Map<string, Set<string>>();
  for (const { attemptId, words } of sentences) {
    const lower = words.map((word) => word.toLowerCase());
    for (let from = 0; from < lower.length; from += 1)
      for (let length = 2; length <= 5 && from + length <= lower.length; length += 1) {
        const run = lower.slice(from, from + length);
        if (run.some((word) => unfit.has(bare(word)))) break;
        if (isLoose(run[0]) || isLoose(run.at(-1))) continue;
        const phrase = run.join(' ');
        const attempts = attemptsOf.get(phrase) ?? new Set();
        attemptsOf.set(phrase, attempts.add(attemptId));
      }
  }
  const frequent = [...attemptsOf].flatMap(([phrase, { size }]) => (size >= least ? [{ phrase, attempts: size }] : []));
  return frequent
    .filter(
      ({ phrase, attempts }) =>
        !frequent.some(
          (longer) => longer.attempts >= attempts && longer.phrase !== phrase && isWithin(phrase, longer.phrase),
        ),
    )
    .sort((a, b) => b.attempts - a.attempts || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, most);
}

function isLoose(word = ''): boolean {
  return stopWords.has(word) || /^[\d'’-]+$/u.test(word);
}

/** Without the ending of a possessive. */
function bare(word: string): string {
  return word.replace(/[’']s?$/u, '');
}

function isWithin(phrase: string, longer: string): boolean {
  return ` ${longer} `.includes(` ${phrase} `);
}
