// @vitest-environment jsdom
import { getSchema } from '@tiptap/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMarkdown } from '#domain/text/markdown.ts';
import { isSame, tidyBlocks } from '#domain/text/markdown-write.ts';
import { openMarkdown, saveMarkdown } from './convert.ts';
import { extensions } from './extensions.ts';

const schema = getSchema(extensions);

/** Through the editor’s own schema, which would drop what it does not know. */
function roundTrip(text: string): string | undefined {
  const opened = openMarkdown(text);
  if (!opened) return undefined;
  const node = schema.nodeFromJSON(opened);
  node.check();
  return saveMarkdown(node.toJSON());
}

const whole = [
  '# Heading',
  '',
  '### Smaller',
  '',
  'Text with **bold**, *italic*, ***both***, [a link](https://example.org/a?b=c_d), and a note.[^1]',
  'A second line with 2 * 3 * 4 and [brackets].',
  '',
  '- one',
  '  - inner',
  '- two',
  '',
  '7. seven',
  '8. eight',
  '',
  '> Quoted',
  '>',
  '> - list',
  '',
  '| a | b |',
  '| --- | --- |',
  '| 1 \\| 2 |  |',
  '',
  '---',
  '',
  '[^1]: Hattie, J. (2009). *Visible learning*. https://example.org/hattie',
].join('\n');

it('gives back every kind of form', () => {
  expect(roundTrip(whole)).toBe(whole);
});

it('gives back what any Markdown says, or does not open it', () => {
  const unit = fc.constantFrom(
    ...'ab 1\n\n *_[]()^|#>-+.:\\',
    '- ',
    '1. ',
    '> ',
    '# ',
    '|-|-|\n',
    'a|b\n',
    '[^1]',
    '\n\n',
  );
  let opened = 0;
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 50 }), (text) => {
      const back = roundTrip(text);
      if (back === undefined) return;
      opened += 1;
      expect(isSame(tidyBlocks(parseMarkdown(back)), tidyBlocks(parseMarkdown(text)))).toBe(true);
    }),
    { numRuns: 1500 },
  );
  expect(opened).toBeGreaterThan(1000);
});

it('does not open a table whose columns are aligned, which it could not give back', () => {
  expect(openMarkdown('| a |\n| :-: |\n| 1 |')).toBeUndefined();
});
