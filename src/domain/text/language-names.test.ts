import { expect, it } from 'vitest';
import { languageName, listLanguages } from './language-names.ts';

it('names languages, and leaves alone what is none', () => {
  expect(['es', 'pt-BR', 'q9', ''].map(languageName)).toEqual(['Spanish', 'Brazilian Portuguese', 'q9', '']);
});

it('offers each once, by a name of its own, in the order of the names', () => {
  const names = listLanguages(['es', 'zu']).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort((a, b) => a.localeCompare(b, 'en')));
  expect(names).toContain('Zulu');
  for (const { code, name } of listLanguages()) expect(name, code).not.toBe(code);
});
