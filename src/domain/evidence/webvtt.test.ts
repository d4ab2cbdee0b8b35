import fc from 'fast-check';
import { expect, it } from 'vitest';
import { captionText, formatCaptions, parseCaptions } from './webvtt.ts';

const cue = '00:01.000 --> 00:02.000\nHello.\n';

it('reads cues with and without names, hours and settings, and leaves notes and styles out', () => {
  const file = `\ufeffWEBVTT - a lesson\nKind: captions\n\nNOTE said by a machine\n\nSTYLE\n::cue {}\n\nintro\n${cue}\n01:00:00.500 --> 01:00:03.000 align:start\nTwo\nlines.\n`;
  expect(parseCaptions(file.replaceAll('\n', '\r\n'))).toEqual({
    ok: true,
    cues: [
      { from: 1, to: 2, text: 'Hello.' },
      { from: 3600.5, to: 3603, text: 'Two\nlines.' },
    ],
  });
});

it.each([
  ['', 'does not begin with the word WEBVTT'],
  ['WEBVTTx\n\n' + cue, 'does not begin with the word WEBVTT'],
  ['WEBVTT\n\nHello.\n', 'Line 3 is no cue'],
  ['WEBVTT\n\n00:01,000 --> 00:02,000\nHello.\n', 'Line 3 has a time'],
  ['WEBVTT\n\n00:61.000 --> 00:62.000\nHello.\n', 'Line 3 has a time'],
  ['WEBVTT\n\none\n00:02.000 --> 00:01.000\nHello.\n', 'Line 4 ends before it begins'],
  ['WEBVTT\n\nNOTE nothing\n', 'no cues'],
])('says what is wrong with %j', (file, message) => {
  expect(parseCaptions(file)).toEqual({ ok: false, message: expect.stringContaining(message) as string });
});

it('takes the tags out of what is said', () => {
  expect(captionText('<v Maya>Hello, <i>all</i>.')).toBe('Hello, all.');
});

it('reads times to the thousandth', () => {
  const cues = [{ from: 434.392, to: 434.393, text: 'a' }];
  expect(parseCaptions(formatCaptions(cues))).toEqual({ ok: true, cues });
});

it('writes what it reads', () => {
  const time = fc.integer({ min: 0, max: 80_000_000 });
  const text = fc.stringMatching(/^[A-Za-z0-9 ,.]+$/).filter((one) => one.trim() !== '');
  fc.assert(
    fc.property(fc.array(fc.tuple(time, time, text), { minLength: 1, maxLength: 5 }), (drawn) => {
      const cues = drawn.map(([at, more, said]) => ({ from: at / 1000, to: (at + more + 1) / 1000, text: said }));
      expect(parseCaptions(formatCaptions(cues))).toEqual({ ok: true, cues });
    }),
  );
});
