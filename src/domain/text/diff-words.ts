import { type TextChange, changesBetween, hasWord, tokensOf } from './text-changes.ts';

export type DiffPart = { kind: 'same' | 'added' | 'removed'; text: string };

/**
 * What changed from one text to another, word by word: `same` and `removed` parts together are the text before, `same`
 * and `added` parts the text after. What was replaced is removed first and then added.
 */
export function diffWords(before: string, after: string): DiffPart[] {
  const old = tokensOf(before);
  const parts: DiffPart[] = [];
  const push = (kind: DiffPart['kind'], tokens: readonly string[]) => {
    if (tokens.length > 0) parts.push({ kind, text: tokens.join('') });
  };
  let at = 0;
  for (const { start, end, tokens } of phrases(old, changesBetween(old, tokensOf(after)))) {
    push('same', old.slice(at, start));
    push('removed', old.slice(start, end));
    push('added', tokens);
    at = end;
  }
  push('same', old.slice(at));
  return parts;
}

/** Changes with no word between them are one: a phrase that was replaced reads as a phrase. */
function phrases(old: readonly string[], changes: readonly TextChange[]): TextChange[] {
  const joined: TextChange[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    const between = last && old.slice(last.end, change.start);
    if (!last || !between || between.some(hasWord) || between.includes('\n')) joined.push(change);
    else {
      const tokens = [...last.tokens, ...between, ...change.tokens];
      joined[joined.length - 1] = { start: last.start, end: change.end, tokens };
    }
  }
  return joined;
}
