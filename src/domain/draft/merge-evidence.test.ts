import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeEvidence } from './merge-evidence.ts';

const merge = (base: string, mine: string, theirs: string) => mergeEvidence({ t: base }, { t: mine }, { t: theirs });
const two = 'We counted who spoke in each lesson.\n\nThen we changed the routine.';

describe('texts', () => {
  it('are joined where they were changed apart', () => {
    const mine = two.replace('lesson', 'lesson of the week');
    const theirs = two.replace('the routine', 'one routine');
    expect(merge(two, mine, theirs)).toEqual({
      merged: { t: mine.replace('the routine', 'one routine') },
      conflicts: [],
    });
  });

  it('are joined where one grew at its end and the other in another paragraph', () => {
    expect(merge('One.\n\nTwo.', 'One. More.\n\nTwo.', 'One.\n\nTwo. Last.').merged).toEqual({
      t: 'One. More.\n\nTwo. Last.',
    });
  });

  it('are a conflict where both changed the same words, or words of one sentence close by', () => {
    expect(merge(two, two.replace('routine', 'plan'), two.replace('routine', 'seating')).conflicts).toMatchObject([
      { key: '/t#1', base: 'routine', mine: 'plan', theirs: 'seating', around: { after: '.' } },
    ]);
    expect(merge('a b c', 'x b c', 'a b y').conflicts).toMatchObject([{ mine: 'x b c', theirs: 'a b y' }]);
  });

  it('take the same change of both once, and another beside it', () => {
    const mine = two.replace('counted', 'noted');
    const theirs = mine.replace('who spoke', 'those who spoke');
    expect(merge(two, mine, theirs)).toEqual({ merged: { t: theirs }, conflicts: [] });
  });

  it('keep a passage that one took out and the other changed', () => {
    const { conflicts } = merge(two, 'We counted who spoke in each lesson.', two.replace('routine', 'seating'));
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]?.theirs).toContain('seating');
  });

  it.each([
    ['mine', 'plan'],
    ['theirs', 'seating'],
    ['both', 'plan seating'],
  ] as const)('are settled by choosing %s', (choice, kept) => {
    const sides = [two, two.replace('routine', 'plan'), two.replace('routine', 'seating')];
    const [base, mine, theirs] = sides.map((t) => ({ t }));
    expect(mergeEvidence(base, mine, theirs, { '/t#1': choice })).toEqual({
      merged: { t: two.replace('routine', kept) },
      conflicts: [],
    });
  });
});

const source = (artifact: string, page: number) => ({ artifact, locator: { type: 'page', page } });

describe('lists', () => {
  it('are joined by what their items stand for', () => {
    const base = [{ artifact: 'a', note: 'one' }];
    const mine = [{ artifact: 'a', note: 'one, mended' }];
    const theirs = [{ artifact: 'b', note: '' }, ...base];
    expect(mergeEvidence(base, mine, theirs)).toEqual({ merged: [theirs[0], mine[0]], conflicts: [] });
  });

  it('ask about an item that one took out and the other changed', () => {
    const base = [{ artifact: 'a', note: 'one' }];
    expect(mergeEvidence(base, [], [{ artifact: 'a', note: 'two' }]).conflicts).toEqual([
      { key: '/a', base: base[0], mine: undefined, theirs: { artifact: 'a', note: 'two' }, canKeepBoth: false },
    ]);
  });

  it('keep a locator whole', () => {
    const theirs = [{ artifact: 'a', locator: { type: 'time', at: 3 } }];
    expect(mergeEvidence([source('a', 1)], [source('a', 2)], theirs).conflicts).toMatchObject([
      { key: '/a/locator', mine: { type: 'page', page: 2 }, theirs: { type: 'time', at: 3 } },
    ]);
  });

  it('with an artifact in several places are joined by the places, and asked about where both moved one', () => {
    const base = [source('a', 1), source('a', 2)];
    const added = mergeEvidence(base, [...base, source('a', 3)], [source('a', 2)]);
    expect(added).toEqual({ merged: [source('a', 2), source('a', 3)], conflicts: [] });
    const moved = mergeEvidence(base, [source('a', 5), source('a', 2)], [source('a', 7), source('a', 2)]);
    expect(moved.conflicts).toMatchObject([{ key: '', canKeepBoth: true }]);
    expect(moved.merged).toEqual([source('a', 5), source('a', 2), source('a', 7)]);
  });
});

describe('whatever the evidence is', () => {
  const word = fc.constantFrom('we', 'met', 'the', 'team', 'then', 'and', '.', '\n\n');
  const prose = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
  const items = fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), note: prose }), {
    selector: ({ id }) => id,
  });
  const locator = fc.record({ type: fc.constantFrom('page', 'time'), at: fc.nat(3) });
  const evidence = fc.record(
    { texts: fc.dictionary(fc.constantFrom('why', 'how'), prose), items, at: locator, pages: fc.array(fc.nat(4)) },
    { requiredKeys: [] },
  );
  const three = [evidence, evidence, evidence] as const;

  it('a change of one side alone is taken without a question', () => {
    fc.assert(
      fc.property(evidence, evidence, (base, changed) => {
        expect(mergeEvidence(base, changed, base)).toEqual({ merged: changed, conflicts: [] });
        expect(mergeEvidence(base, base, changed)).toEqual({ merged: changed, conflicts: [] });
        expect(mergeEvidence(base, changed, changed)).toEqual({ merged: changed, conflicts: [] });
      }),
    );
  });

  it('the two sides may change places', () => {
    fc.assert(
      fc.property(...three, (base, mine, theirs) => {
        const one = mergeEvidence(base, mine, theirs);
        const other = mergeEvidence(base, theirs, mine);
        const pairs = ({ conflicts }: typeof one) =>
          new Map(conflicts.map(({ key, mine: m, theirs: t }) => [key, [m, t]]));
        const swapped = new Map([...pairs(other)].map(([key, [m, t]]) => [key, [t, m]]));
        expect(pairs(one)).toEqual(swapped);
      }),
    );
  });

  it('what is chosen everywhere leaves nothing to ask, and a choice of one side loses nothing of it', () => {
    fc.assert(
      fc.property(...three, fc.constantFrom('mine' as const, 'theirs' as const), (base, mine, theirs, choice) => {
        const { conflicts } = mergeEvidence(base, mine, theirs);
        const choices = Object.fromEntries(conflicts.map(({ key }) => [key, choice]));
        expect(mergeEvidence(base, mine, theirs, choices).conflicts).toEqual([]);
      }),
    );
  });

  /** Puts words that occur nowhere else into a text. */
  const insertion = fc.array(fc.tuple(fc.nat(30), fc.constantFrom('', '\n\n')), { maxLength: 4 });
  const insert = (text: string, places: [number, string][], name: string) => {
    const words = text.split(' ');
    places.forEach(([at, end], index) => words.splice(Math.min(at, words.length), 0, `${name}${index}${end}`));
    return words.join(' ');
  };
  const wordsIn = (value: unknown) => JSON.stringify(value);

  it('no word that either side put in is lost: it is in the merged text or in a conflict', () => {
    fc.assert(
      fc.property(prose, insertion, insertion, fc.nat(30), fc.nat(10), (text, left, right, from, count) => {
        const cut = text.split(' ').toSpliced(from, count).join(' ');
        const mine = insert(cut, left, 'mine');
        const theirs = insert(text, right, 'theirs');
        const { merged, conflicts } = mergeEvidence({ text }, { text: mine }, { text: theirs });
        const found = wordsIn(merged) + wordsIn(conflicts);
        left.forEach((_, index) => expect(found).toContain(`mine${index}`));
        right.forEach((_, index) => expect(found).toContain(`theirs${index}`));
        if (conflicts.length === 0) {
          left.forEach((_, index) => expect(wordsIn(merged)).toContain(`mine${index}`));
          right.forEach((_, index) => expect(wordsIn(merged)).toContain(`theirs${index}`));
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('joins two versions of the longest text within the time of a keystroke or two', () => {
  const base = Array.from({ length: 2000 }, (_, index) => `Paragraph ${index} says what the team did.`).join('\n\n');
  const { conflicts } = merge(base, `Before it all. ${base}`, `${base} After it all.`);
  expect(conflicts).toEqual([]);
});
