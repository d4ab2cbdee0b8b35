import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionCodes, type ConditionCode } from './conditions.ts';
import { type Voice, compareRatings, compareVoices } from './compare-ratings.ts';
import { joinComments, mergeVoices } from './merge-voices.ts';
import type { PlacedLocator } from './placed-locator.ts';

const voice = (said: Voice['value'] | ConditionCode, comment = '', locators: PlacedLocator[] = []): Voice => ({
  value: said === 'yes' || said === 'almost' || said === 'no' ? said : null,
  condition: said === 'yes' || said === 'almost' || said === 'no' ? null : said,
  comment,
  locators,
});
const page = (number: number): PlacedLocator => ({
  artifact: '0199a000-0000-7000-8000-000000000001',
  locator: { type: 'page', page: number },
});
const voices = (all: Record<string, Voice>) => new Map(Object.entries(all));

const anyVoice = fc
  .tuple(
    fc.constantFrom<'yes' | 'almost' | 'no' | ConditionCode>(
      ...(['yes', 'almost', 'no'] as const),
      ...(Object.keys(conditionCodes) as ConditionCode[]),
    ),
    fc.constantFrom('', 'Say who took part.', 'Label the axes.'),
  )
  .map(([said, comment]) => voice(said, comment));

describe('two ratings of a look-for', () => {
  it.each([
    ['yes', 'yes', 'agreed'],
    ['no', 'no', 'agreed'],
    ['illegible', 'illegible', 'agreed'],
    ['almost', 'no', 'merged'],
    ['illegible', 'inaudible', 'merged'],
    ['illegible', 'no', 'merged'],
    ['almost', 'illegible', 'merged'],
    ['yes', 'almost', 'contested'],
    ['no', 'yes', 'contested'],
    ['yes', 'illegible', 'contested'],
  ] as const)('%s and %s: %s', (a, b, expected) => {
    expect(compareVoices(voice(a), voice(b))).toBe(expected);
  });

  it('stand to each other the same way round', () => {
    fc.assert(
      fc.property(anyVoice, anyVoice, (a, b) => {
        expect(compareVoices(a, b)).toBe(compareVoices(b, a));
        expect(compareVoices(a, b) === 'contested').toBe((a.value === 'yes') !== (b.value === 'yes'));
      }),
    );
  });

  it('are compared look-for by look-for', () => {
    const first = voices({ told: voice('yes'), asked: voice('almost'), drawn: voice('no') });
    const second = voices({ told: voice('no'), asked: voice('no'), drawn: voice('no') });
    const lookFors = ['told', 'asked', 'drawn'];
    expect(compareRatings(lookFors, first, second)).toEqual({ contested: ['told'], merged: ['asked'] });
  });
});

describe('mergeVoices', () => {
  it('leaves a single voice as it is', () => {
    const said = voice('almost', 'Label it.', [page(2)]);
    expect(mergeVoices(['told'], { independent: [voices({ told: said })], adjudications: [] })).toEqual({
      ok: true,
      ratings: [{ lookFor: 'told', settledBy: 'single', ...said }],
    });
  });

  it('joins comments and unites places, each once, under the milder value', () => {
    const first = voices({ told: voice('no', 'Label  the axes.', [page(2), page(3)]) });
    const second = voices({ told: voice('almost', 'label the axes.\n', [page(3), page(4)]) });
    expect(mergeVoices(['told'], { independent: [first, second], adjudications: [] })).toEqual({
      ok: true,
      ratings: [
        {
          ...{ lookFor: 'told', settledBy: 'merged', value: 'almost', condition: null },
          ...{ comment: 'Label  the axes.', locators: [page(2), page(3), page(4)] },
        },
      ],
    });
  });

  it('hears a value before a condition', () => {
    const first = voices({ told: voice('illegible', 'Page 2 is blurred.') });
    const second = voices({ told: voice('no', 'Say who.') });
    expect(mergeVoices(['told'], { independent: [first, second], adjudications: [] })).toMatchObject({
      ratings: [{ value: 'no', condition: null, comment: 'Page 2 is blurred.\n\nSay who.' }],
    });
  });

  it('names what is apart until somebody has adjudicated it', () => {
    const first = voices({ told: voice('yes'), asked: voice('yes') });
    const second = voices({ told: voice('no', 'Say who.'), asked: voice('yes') });
    const independent = [first, second];
    expect(mergeVoices(['told', 'asked'], { independent, adjudications: [] })).toEqual({
      ok: false,
      contested: ['told'],
    });
    const adjudicated = { independent, adjudications: [voices({ told: voice('no', 'Say when.') })] };
    expect(mergeVoices(['told', 'asked'], adjudicated)).toMatchObject({
      ok: true,
      ratings: [
        { value: 'no', comment: 'Say when.\n\nSay who.', settledBy: 'adjudicated' },
        { value: 'yes', settledBy: 'agreed' },
      ],
    });
  });

  it('has the last adjudicator’s word, without what contradicts it', () => {
    const independent = [voices({ told: voice('no', 'Say who.') })];
    const adjudications = [voices({ told: voice('no', 'Say when.') }), voices({ told: voice('yes', 'It is there.') })];
    expect(mergeVoices(['told'], { independent, adjudications })).toMatchObject({
      ratings: [{ value: 'yes', comment: 'It is there.', settledBy: 'adjudicated' }],
    });
  });

  it('says Yes only where every voice that counts said Yes', () => {
    fc.assert(
      fc.property(anyVoice, anyVoice, fc.option(anyVoice, { nil: undefined }), (a, b, adjudicator) => {
        const merged = mergeVoices(['told'], {
          independent: [voices({ told: a }), voices({ told: b })],
          adjudications: adjudicator ? [voices({ told: adjudicator })] : [],
        });
        const isApart = (a.value === 'yes') !== (b.value === 'yes');
        expect(merged.ok).toBe(adjudicator !== undefined || !isApart);
        if (!merged.ok) return;
        const [rating] = merged.ratings;
        expect(rating?.value === 'yes').toBe((adjudicator ?? a).value === 'yes');
        expect((rating?.value === null) !== (rating?.condition === null)).toBe(true);
      }),
    );
  });

  it('is the same whoever sat in which seat, but for the order of what is said', () => {
    fc.assert(
      fc.property(anyVoice, anyVoice, (a, b) => {
        const of = (...both: Voice[]) =>
          mergeVoices(['told'], { independent: both.map((said) => voices({ told: said })), adjudications: [] });
        const [one, other] = [of(a, b), of(b, a)];
        expect(one.ok).toBe(other.ok);
        if (one.ok && other.ok) expect(one.ratings[0]?.value).toBe(other.ratings[0]?.value);
      }),
    );
  });
});

it('joins comments without saying a thing twice', () => {
  expect(joinComments(['Say who.', '', 'Say who. And when.', 'Draw it.', 'draw it.'])).toBe(
    'Say who. And when.\n\nDraw it.',
  );
});
