import { expect, it } from 'vitest';
import { titleOf } from './link-snapshot.ts';

const titled = (html: string) => titleOf({ contentType: 'text/html; charset=utf-8', body: Buffer.from(html) });

it.each([
  ['<html><head><title data-a="1">Reading &amp; talk</title>', 'Reading & talk'],
  ['<meta property="og:title" content="Reading">', 'Reading'],
  ['<meta content="Reading" property="og:title">', 'Reading'],
  ['<meta name="a" content="b"><meta property="og:title">', null],
  ['<p>No title', null],
])('of %s is %s', (html, title) => {
  expect(titled(html)).toBe(title);
});

it.each(['<title ', '<meta property="og:title" ', '<meta ', '<', '<title><'])(
  'is found in no time in a page that was made of %s to take hours',
  (piece) => {
    expect(titled(piece.repeat(1_000_000 / piece.length))).toBe(null);
  },
);
