import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Quoted, findQuote, longestQuote, quoteFrom } from './quote.ts';

const text = 'In May the team agreed on two changes. In June the team agreed on two changes to the morning.';
const found = (quote: Quoted, within = text) => {
  const place = findQuote(within, quote);
  return place && within.slice(place.start, place.end);
};

describe('a quote', () => {
  it('is found by what stands around it, the first place where nothing tells them apart', () => {
    expect(findQuote(text, { exact: 'agreed on two changes' })?.start).toBe(text.indexOf('agreed'));
    expect(findQuote(text, { exact: 'agreed on two changes', prefix: 'In June the team' })?.start).toBe(
      text.lastIndexOf('agreed'),
    );
    expect(findQuote(text, { exact: 'agreed on two changes', suffix: 'to the morning' })?.start).toBe(
      text.lastIndexOf('agreed'),
    );
  });

  it.each([
    ['lines and hyphens', 'the rou-\ntine  of grade', 'routine of grade', 'rou-\ntine  of grade'],
    ['ligatures', 'the ﬁrst oﬃce', 'first office', 'ﬁrst oﬃce'],
    ['quotes', 'they said “it’s fine”', `"it's fine"`, '“it’s fine”'],
    ['capitals', 'We AGREED on it', 'agreed', 'AGREED'],
    ['marks of Markdown', 'we **agreed** on `two`', 'we agreed on two', 'we **agreed** on `two'],
    ['letters beyond the first plane', 'so 𝒜bc 😀 it is', 'abc 😀', '𝒜bc 😀'],
  ])('is found whatever the %s', (_, within, exact, expected) => {
    expect(found({ exact }, within)).toBe(expected);
  });

  it('is not found where its words are not', () => {
    expect(found({ exact: 'three changes' })).toBeUndefined();
    expect(found({ exact: '***' })).toBeUndefined();
  });

  it('made from a selection leads back to it', () => {
    const prose = fc.array(fc.constantFrom('we', 'agreed', 'on', 'two', 'changes.', 'Then,', 'é', '😀', '\n\n'), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(prose, fc.nat(), fc.nat(), (words, a, b) => {
        const whole = words.join(' ');
        const [start, end] = [a % whole.length, b % whole.length].sort((x, y) => x - y) as [number, number];
        const quote = quoteFrom(whole, start, end);
        if (!quote) return;
        const place = findQuote(whole, quote);
        expect(place).toBeDefined();
      }),
    );
  });

  it('is made of no more words than can be kept, and of none at all', () => {
    expect(quoteFrom(text, 0, 0)).toBeUndefined();
    expect(quoteFrom('a '.repeat(longestQuote), 0, 2 * longestQuote)).toBeUndefined();
    const at = text.lastIndexOf('agreed');
    expect(quoteFrom(text, at, at + 6)).toEqual({
      exact: 'agreed',
      prefix: 'agreed on two changes. In June the team',
      suffix: 'on two changes to the morning.',
    });
  });
});
