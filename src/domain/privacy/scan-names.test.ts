import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInitials } from '../consent/initials.ts';
import { initialsOf, isCited, readNames, replaceHits, scanNames } from './scan-names.ts';

const found = (text: string, ...names: string[]) => scanNames(text, names).map((hit) => hit.found);

describe('scanNames', () => {
  it.each<[string, string[], string[]]>([
    ['Maya Okafor spoke; then maya, then OKAFOR.', ['Maya Okafor'], ['Maya Okafor', 'maya', 'OKAFOR']],
    ["Maya’s group and Maya's plan", ['Maya'], ['Maya', 'Maya']],
    ['José and JOSE and Jose\u0301', ['Jose'], ['José', 'JOSE', 'Jose\u0301']],
    ['Łukasz Müller', ['Lukasz Muller'], ['Łukasz Müller']],
    ['Anne-Marie, Anne Marie, Marie', ['Anne-Marie'], ['Anne-Marie', 'Anne Marie', 'Marie']],
    ['Maya-Lynn came', ['Maya'], ['Maya']],
    ["O’Brien, O'Brien’s and OBrien", ['O’Brien'], ['O’Brien', "O'Brien", 'OBrien']],
    ['**Maya** Okafor and Maya\nOkafor', ['Maya Okafor'], ['Maya** Okafor', 'Maya\nOkafor']],
    ['Ana de la Cruz; de la salle', ['Ana de la Cruz'], ['Ana de la Cruz']],
    ['James’ table', ['James'], ['James']],
    ['刘洋 said', ['刘洋'], ['刘洋']],
  ])('finds in %j the names %j', (text, names, expected) => {
    expect(found(text, ...names)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Annabel and banana', 'Anna'],
    ['Mayan history', 'Maya'],
    ['students will grow. Will they? They hope.', 'Will Hope'],
    ['- Mark the answers\n2. Grace periods\n> Will you?', 'Mark, Grace, Will'],
    ['in May, by April, 5 June, August 2026', 'May, April, June, August'],
    ['M. O. and J. D.', 'M. O.'],
    ['WILL POWER', 'Will'],
  ])('leaves %j alone for %j', (text, names) => {
    expect(scanNames(text, readNames(names))).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['We asked Will and Grace to read.', ['Will', 'Grace']],
    ['Will’s turn came.', ['Will']],
    ['Then May read in May.', ['May']],
    ['will smith and Will Smith', ['will smith', 'Will Smith']],
  ])('finds names that are words in %j', (text, expected) => {
    expect(found(text, 'Will', 'Grace', 'May', 'Will Smith')).toEqual(expected);
  });

  const name = fc.stringMatching(/^[B-DF-HJ-NP-TV-Z][bcdfghjklmnp]{3,7}$/u);
  const filler = fc.array(fc.constantFrom('a', 'lesson', 'group,', 'read.', 'and', 'spoke;', '(then)', '**so**'), {
    maxLength: 8,
  });

  it('finds every name that stands among other words, whatever its case and accents', () => {
    const shape = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.toLowerCase(),
      (text: string) => text.replace(/c/u, 'ç'),
      (text: string) => `${text}’s`,
    );
    fc.assert(
      fc.property(filler, name, shape, filler, (before, one, as, after) => {
        const text = [...before, as(one), ...after].join(' ');
        expect(scanNames(text, [one])).toHaveLength(1);
      }),
    );
  });

  it('finds slices in order, and none once each gave way to initials', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(name, fc.constantFrom('.', '-', '’s', '\n', 'and', 'É')), { maxLength: 20 }),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(' ', ''),
        (words, names, glue) => {
          const list = [...names, `${names[0] ?? ''} ${words.find((word) => word.length > 3) ?? 'Zwxq'}`];
          const text = [...words, names[0]].join(glue);
          const hits = scanNames(text, list);
          let end = 0;
          for (const hit of hits) {
            expect(hit.from).toBeGreaterThanOrEqual(end);
            expect(text.slice(hit.from, hit.to)).toBe(hit.found);
            end = hit.to;
          }
          expect(scanNames(replaceHits(text, hits), list)).toEqual([]);
        },
      ),
    );
  });

  it('takes time in proportion to the text', () => {
    const text = `${'We read with Maya and wrote. '.repeat(20_000)}`;
    expect(
      scanNames(
        text,
        Array.from({ length: 500 }, (_, index) => `Maya Number${index}`),
      ),
    ).toHaveLength(20_000);
  });
});

describe('initials', () => {
  it.each([
    ['Maya Okafor', 'M. O.'],
    ['maya', 'M.'],
    ['Anne-Marie Lund', 'A.-M. L.'],
    ['Élodie O’Brien', 'É. O.'],
    ['Maya** Okafor', 'M. O.'],
  ])('%j gives way to %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
    expect(isInitials(initials)).toBe(true);
  });

  it('stand in the text where the names stood, with one full stop at its end', () => {
    const text = 'Maya’s plan, by Maya Okafor.';
    const hits = scanNames(text, ['Maya Okafor']);
    expect(replaceHits(text, hits)).toBe('M.’s plan, by M. O.');
    expect(replaceHits(text, hits, () => '[removed]')).toBe('[removed]’s plan, by [removed].');
  });
});

describe('readNames', () => {
  it('takes a list as people paste it', () => {
    expect(readNames('1. Maya Okafor\n2) Lee, Ana\r\n\n - José;Li\tMaya Okafor\n7\nB')).toEqual([
      'Maya Okafor',
      'Lee',
      'Ana',
      'José',
      'Li',
    ]);
  });
});

describe('isCited', () => {
  const cited = (text: string) => {
    const from = text.indexOf('Smith');
    return isCited(text, { from, to: from + 5 });
  };

  it.each(['as Smith (2020) says', 'Smith, 2020, page 4', 'Smith’s 2020 study', 'Text.\n[^1]: Jordan Smith. A title'])(
    'is so in “%s”',
    (text) => {
      expect(cited(text)).toBe(true);
    },
  );

  it.each(['Smith read aloud', 'Smith. 2020 was a year', 'In 2020 Smith', 'Smith had 2020 points', '[^1] Smith said'])(
    'is not so in “%s”',
    (text) => {
      expect(cited(text)).toBe(false);
    },
  );
});
