// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { writeMarkdown } from '#domain/text/markdown-write.ts';
import { hasForm, readHtml } from './html-to-blocks.ts';
import { googleDocs, webPage, word } from './clipboard-samples.ts';

const markdown = (html: string, taken: string[] = []) => writeMarkdown(readHtml(html, taken).blocks);

it('reads a page of Word: heading, fake lists, table, footnote, no styles', () => {
  expect(markdown(word)).toBe(
    [
      '# What we noticed',
      '',
      'We counted **who spoke** in *every* lesson, and asked families.[^1]',
      '',
      '- First finding',
      '  - A detail of it',
      '- Second finding',
      '',
      '1. Change one routine',
      '2. Count again',
      '',
      '| Grade | Spoke |',
      '| --- | --- |',
      '| 4 | 12 of 24 |',
      '',
      '[^1]: Letter of March 3, see [the site](https://example.org/a).',
    ].join('\n'),
  );
  expect(readHtml(word).pictures).toBe(1);
});

it('reads a page of Google Docs: its bold wrapper is not bold, its lists within lists are', () => {
  expect(markdown(googleDocs)).toBe(
    [
      '## Our plan',
      '',
      'Plain, then **bold** and *italic*.[^1]',
      '',
      '- Vision',
      '  - Shared with families',
      '- Strategy',
      '',
      '| Step | When |',
      '| --- | --- |',
      '| Read data | May |',
      '',
      '[^1]: Hattie (2009).',
    ].join('\n'),
  );
});

it('gives the footnotes that come labels which are free', () => {
  expect(markdown(googleDocs, ['1'])).toContain('[^2]: Hattie (2009).');
});

it('keeps the words of a page, and nothing that runs', () => {
  expect(markdown(webPage)).toBe('Read [this](https://example.org/x) and not that.\n\n> Quoted\n\nline one\nline two');
  expect(readHtml(webPage).pictures).toBe(2);
});

describe('hasForm', () => {
  it.each([
    ['<meta charset="utf-8"><span style="color:red">plain words</span>', false],
    ['<p>one</p><p>two</p>', false],
    ['<p>one <b>two</b></p>', true],
    ['<ul><li>one</li></ul>', true],
  ])('%j: %s', (html, expected) => {
    expect(hasForm(readHtml(html).blocks)).toBe(expected);
  });
});

it('takes markup nested as deep as browsers let it', () => {
  expect(markdown(`${'<div>'.repeat(500)}deep`)).toBe('deep');
});
