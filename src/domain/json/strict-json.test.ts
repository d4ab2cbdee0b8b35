import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonRefusal, parseStrictJson } from './strict-json.ts';

const usual = (value: unknown) => {
  const text = JSON.stringify(value);
  return [text, JSON.stringify(value, null, 2), text.replaceAll('/', '\\/')];
};

/** Values that every reader takes alike. */
const shared = fc.jsonValue({ noUnicodeString: false, stringUnit: 'grapheme' }).filter((value) => {
  const seen = JSON.stringify(value, (key, inner: unknown) => {
    if (key === '__proto__') return Number.NaN;
    return typeof inner === 'number' && Number.isInteger(inner) && !Number.isSafeInteger(inner) ? undefined : inner;
  });
  return seen === JSON.stringify(value) && !seen.includes('\\u0000');
});

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(shared, (value) => {
        for (const text of usual(value)) expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('never takes what JSON.parse refuses, and never reads it otherwise', () => {
    const characters = fc.constantFrom(
      ...'{}[]",:\\ue0123456789.-+truefalsn \n\t\u0000é\ud800'.split(''),
      '"a":',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        const ours = parseStrictJson(text);
        let theirs: unknown;
        try {
          theirs = JSON.parse(text);
        } catch {
          expect(ours.ok).toBe(false);
          return;
        }
        if (ours.ok) expect(ours.value).toEqual(theirs);
        else expect(ours.reason).not.toBe('not-json');
      }),
      { numRuns: 3000 },
    );
  });

  it('finds a key that stands twice wherever it is, however it is written', () => {
    fc.assert(
      fc.property(shared, fc.string(), fc.nat(3), (value, key, depth) => {
        fc.pre(key !== '__proto__');
        const name = JSON.stringify(key);
        const escaped = `"${[...key].map((unit) => Array.from({ length: unit.length }, (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')).join('')}"`;
        const twice = `{${name}:${JSON.stringify(value)},"other…":1,${escaped}:null}`;
        const text = `${'[{"in":'.repeat(depth)}${twice}${'}]'.repeat(depth)}`;
        expect(parseStrictJson(text)).toMatchObject({ ok: false, reason: 'duplicate-keys' });
      }),
    );
  });

  it.each<[string, string, JsonRefusal]>([
    ['nothing', '', 'not-json'],
    ['NaN', '{"a": NaN}', 'not-json'],
    ['infinity', '[-Infinity]', 'not-json'],
    ['a comment', '{"a": 1 /* one */}', 'not-json'],
    ['a trailing comma', '[1,]', 'not-json'],
    ['a number with a leading zero', '[01]', 'not-json'],
    ['two values', '{} {}', 'not-json'],
    ['single quotes', "{'a': 1}", 'not-json'],
    ['a byte-order mark within', '{"a":\ufeff1}', 'not-json'],
    ['a line break in a text', '"a\nb"', 'not-json'],
    ['a number past every double', '[1e400]', 'hostile'],
    ['an integer that loses its last digit', '[9007199254740993]', 'hostile'],
    ['the key __proto__', '{"__proto__": {"type": "x"}}', 'hostile'],
    ['the key __proto__, escaped', '{"\\u005f_proto__": 1}', 'hostile'],
    ['half a character', '"\\ud800"', 'hostile'],
    ['a NUL', '"a\\u0000b"', 'hostile'],
    ['nesting past the limit', `${'['.repeat(41)}${']'.repeat(41)}`, 'too-deep'],
    ['a hundred thousand brackets', '['.repeat(100_000), 'too-deep'],
    ['a text past the limit', `"${'a'.repeat(1_000_000)}"`, 'too-large'],
    ['more values than there are in anything', `[${'0,'.repeat(50_000)}0]`, 'too-large'],
  ])('refuses %s', (_what, text, reason) => {
    expect(parseStrictJson(text)).toMatchObject({ ok: false, reason });
  });

  it('takes as much as the limits allow', () => {
    expect(parseStrictJson(`${'['.repeat(40)}${']'.repeat(40)}`).ok).toBe(true);
    expect(parseStrictJson(`"${'a'.repeat(999_998)}"`).ok).toBe(true);
  });
});
