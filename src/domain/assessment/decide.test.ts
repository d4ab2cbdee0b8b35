import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DraftRating, decide } from './decide.ts';

const open = ['told', 'asked'];
const rate = (lookFor: string, value: DraftRating['value'], comment = ''): DraftRating => ({ lookFor, value, comment });

describe('decide', () => {
  it('earns when every open look-for is a Yes', () => {
    expect(decide(open, [rate('told', 'yes'), rate('asked', 'yes')])).toEqual({ ok: true, outcome: 'earned' });
  });

  it.each(['almost', 'no'] as const)('is not yet with one %s', (value) => {
    expect(decide(open, [rate('told', 'yes'), rate('asked', value, 'Ask everyone.')])).toEqual({
      ok: true,
      outcome: 'not_yet',
    });
  });

  it('refuses while look-fors are unrated, and names them', () => {
    expect(decide(open, [])).toEqual({ ok: false, reason: 'unrated', lookFors: ['told', 'asked'] });
    expect(decide(open, [rate('told', 'yes'), rate('asked', null, 'Thinking.')])).toEqual({
      ok: false,
      reason: 'unrated',
      lookFors: ['asked'],
    });
  });

  it('refuses an Almost or a No that says nothing', () => {
    expect(decide(open, [rate('told', 'no', ' \n'), rate('asked', 'almost')])).toEqual({
      ok: false,
      reason: 'comment-missing',
      lookFors: ['told', 'asked'],
    });
  });

  it('is incomplete where nothing is missing but what could not be judged', () => {
    const illegible = { ...rate('asked', null, 'Page 2 is blurred.'), condition: 'illegible' as const };
    expect(decide(open, [rate('told', 'yes'), illegible])).toEqual({ ok: true, outcome: 'incomplete' });
    expect(decide(open, [rate('told', 'no', 'Say who.'), illegible])).toEqual({ ok: true, outcome: 'not_yet' });
    expect(decide(open, [rate('told', 'yes'), { ...illegible, comment: ' ' }])).toEqual({
      ok: false,
      reason: 'comment-missing',
      lookFors: ['asked'],
    });
  });

  it('refuses a rating of what is not open here', () => {
    expect(decide(open, [rate('told', 'yes'), rate('asked', 'yes'), rate('drawn', 'yes')])).toEqual({
      ok: false,
      reason: 'foreign-look-for',
      lookFors: ['drawn'],
    });
  });

  it('earns only and always when all are Yes, whatever else', () => {
    const value = fc.constantFrom('yes' as const, 'almost' as const, 'no' as const, null);
    fc.assert(
      fc.property(
        fc.array(fc.record({ value, comment: fc.constantFrom('', 'Do this.') }), { minLength: 1 }),
        (drafts) => {
          const ratings = drafts.map((draft, index) => ({ lookFor: `look-for-${index}`, ...draft }));
          const result = decide(
            ratings.map((rating) => rating.lookFor),
            ratings,
          );
          expect(result.ok && result.outcome === 'earned').toBe(drafts.every((draft) => draft.value === 'yes'));
          if (drafts.some((draft) => draft.value === null)) expect(result.ok).toBe(false);
        },
      ),
    );
  });
});
