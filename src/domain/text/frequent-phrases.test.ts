import { expect, it } from 'vitest';
import { frequentPhrases } from './frequent-phrases.ts';

const comments = (...texts: string[]) => texts.map((text, index) => ({ attemptId: String(index), text }));

it('finds what several comments have in common, whole', () => {
  const found = frequentPhrases(
    comments(
      'Say which students spoke. Name the data source.',
      'Please say which students spoke in the lesson.',
      'You could say which students spoke.',
      'The data source is missing.',
    ),
  );
  expect(found).toEqual([{ phrase: 'say which students spoke', attempts: 3 }]);
});

it('counts attempts, not times, and keeps a shorter phrase that is more frequent', () => {
  const same = [1, 2, 3].map(() => ({ attemptId: 'one', text: 'data source' }));
  expect(frequentPhrases(same)).toEqual([]);
  const found = frequentPhrases(comments('new data source', 'new data source', 'new data source', 'old data source'));
  expect(found).toEqual([
    { phrase: 'data source', attempts: 4 },
    { phrase: 'new data source', attempts: 3 },
  ]);
});

it('never shows a name: neither a known one nor a word that is written large within a sentence', () => {
  const known = comments('ask maya’s class', 'ask Maya’s class', 'ask maya’s class');
  expect(frequentPhrases(known, { names: ['Maya Okafor'] })).toEqual([]);
  expect(
    frequentPhrases(comments('Thank Noor Haddad again', 'thank noor haddad again', 'Thank Noor Haddad again')),
  ).toEqual([]);
});

it('does not run on over a sentence, nor begin or end with a stop word', () => {
  const found = frequentPhrases(
    comments('for the plan. Goals the', 'for the plan. Goals the', 'for the plan. Goals the'),
  );
  expect(found).toEqual([]);
});
