import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inline, safeHref } from './markdown-inline.ts';
import { type Block, markdownText, parseMarkdown } from './markdown.ts';
import { isSame, tidyBlocks, writeMarkdown } from './markdown-write.ts';

const text = (words: string, flags = {}): Inline => ({ type: 'text', text: words, ...flags });
const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children });

describe('what is read', () => {
  it.each([
    ['one\ntwo', [paragraph(text('one'), { type: 'break' }, text('two'))]],
    ['one\n \n  two ', [paragraph(text('one')), paragraph(text('two'))]],
    [
      '**a** *b* ***c***',
      [
        paragraph(
          text('a', { strong: true }),
          text(' '),
          text('b', { emphasis: true }),
          text(' '),
          text('c', { strong: true, emphasis: true }),
        ),
      ],
    ],
    ['2 * 3 * 4, snake_case_name, ** and **', [paragraph(text('2 * 3 * 4, snake_case_name, ** and **'))]],
    [
      '# One\ntext\n##### Five',
      [
        { type: 'heading', level: 1, children: [text('One')] },
        paragraph(text('text')),
        { type: 'heading', level: 3, children: [text('Five')] },
      ],
    ],
    ['#1 of 3', [paragraph(text('#1 of 3'))]],
    [
      '> a\n>\n> b\nc',
      [{ type: 'quote', children: [paragraph(text('a')), paragraph(text('b'))] }, paragraph(text('c'))],
    ],
    [
      '- a\n  - b\n- c',
      [
        {
          type: 'list',
          start: null,
          items: [
            [paragraph(text('a')), { type: 'list', start: null, items: [[paragraph(text('b'))]] }],
            [paragraph(text('c'))],
          ],
        },
      ],
    ],
    ['3. a\n\n4. b', [{ type: 'list', start: 3, items: [[paragraph(text('a'))], [paragraph(text('b'))]] }]],
    ['In\n2019. it began', [paragraph(text('In'), { type: 'break' }, text('2019. it began'))]],
    [
      'a | b\n--|:-:\n1 | 2 | 3',
      [
        {
          type: 'table',
          align: [null, 'center', null],
          rows: [
            [[text('a')], [text('b')]],
            [[text('1')], [text('2')], [text('3')]],
          ],
        },
      ],
    ],
    [
      'Said[^1].\n\n[^1]: Ann (2020). *Title*.',
      [
        paragraph(text('Said'), { type: 'note', label: '1' }, text('.')),
        { type: 'note', label: '1', children: [text('Ann (2020). '), text('Title', { emphasis: true }), text('.')] },
      ],
    ],
    [
      '[a *b*](https://x.org/y_(z)) see https://x.org/a_b_c.',
      [
        paragraph(
          text('a ', { href: 'https://x.org/y_%28z%29' }),
          text('b', { emphasis: true, href: 'https://x.org/y_%28z%29' }),
          text(' see '),
          text('https://x.org/a_b_c', { href: 'https://x.org/a_b_c' }),
          text('.'),
        ),
      ],
    ],
    [
      String.raw`\*not\* \[a](https://x.org)`,
      [paragraph(text('*not* [a]('), text('https://x.org', { href: 'https://x.org' }), text(')'))],
    ],
  ] as [string, Block[]][])('%j', (source, blocks) => {
    expect(parseMarkdown(source)).toEqual(blocks);
  });

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert)',
    '[a](data:text/html,x)',
    '<script>alert(1)</script>',
    '<img src=x onerror=a>',
    '![a](x.png)',
    '`code`',
    '&amp; &lt;',
    '[a](//x.org)',
  ])('is %j as it was typed, and no link', (source) => {
    expect(parseMarkdown(source)).toEqual([paragraph(text(source))]);
  });

  it('reads what was written as plain text as it was: its words, its lines, its paragraphs', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdeé’,.;!?()“”12%$&@<>/='), minLength: 1, maxLength: 9 });
    const line = fc
      .array(
        word.filter((one) => !/^\d+[.)]$|^>/u.test(one)),
        { minLength: 1, maxLength: 8 },
      )
      .map((words) => words.join(' '));
    const paragraphs = fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(paragraphs, (written) => {
        const source = written.map((lines) => lines.join('\n')).join('\n\n');
        expect(markdownText(source)).toBe(source);
        expect(parseMarkdown(source)).toHaveLength(written.length);
      }),
    );
  });
});

it.each([
  ['https://x.org/a b(c)', 'https://x.org/a%20b%28c%29'],
  ['mailto:ann@x.org', 'mailto:ann@x.org'],
  ['javascript:alert(1)', undefined],
  ['java\nscript:alert(1)', undefined],
  ['https://', undefined],
])('takes %j as the address %j', (address, href) => {
  expect(safeHref(address)).toBe(href);
});

const words = fc.string({ unit: fc.constantFrom(...'ab1 é\\*_[]()^|#>-+.:`~<h'), minLength: 1, maxLength: 8 });
const textRun = fc.record(
  {
    type: fc.constant('text' as const),
    text: fc.oneof(words, fc.constantFrom('https://x.org/', '1. ', '- ', '[^1]', '---', '**')),
    strong: fc.constant(true as const),
    emphasis: fc.constant(true as const),
    href: fc.constantFrom('https://x.org/', 'https://x.org/a_b*c', 'mailto:a@x.org'),
  },
  { requiredKeys: ['type', 'text'] },
);
const inline = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: textRun },
    fc.constant<Inline>({ type: 'break' }),
    fc.constantFrom<Inline>({ type: 'note', label: '1' }, { type: 'note', label: 'hattie-2009' }),
  ),
  { maxLength: 5 },
);
const { blocks } = fc.letrec<{ block: Block; blocks: Block[] }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('paragraph' as const), children: inline }),
    fc.record({
      type: fc.constant('heading' as const),
      level: fc.constantFrom(1 as const, 2 as const, 3 as const),
      children: inline,
    }),
    fc.record({ type: fc.constant('note' as const), label: fc.constantFrom('1', 'b'), children: inline }),
    fc.constant<Block>({ type: 'rule' }),
    fc
      .record({
        columns: fc.integer({ min: 1, max: 3 }),
        cells: fc.array(inline, { minLength: 9, maxLength: 9 }),
        sides: fc.array(fc.constantFrom('left' as const, 'center' as const, 'right' as const, null), {
          minLength: 3,
          maxLength: 3,
        }),
      })
      .map(({ columns, cells, sides }): Block => ({
        type: 'table',
        align: sides.slice(0, columns),
        rows: [0, 1, 2].map((row) => cells.slice(row * columns, (row + 1) * columns)),
      })),
    fc.record({ type: fc.constant('quote' as const), children: tie('blocks') }),
    fc.record({
      type: fc.constant('list' as const),
      start: fc.constantFrom(null, 1, 7),
      items: fc.array(tie('blocks'), { minLength: 1, maxLength: 3 }),
    }),
  ),
  blocks: fc.array(tie('block'), { maxLength: 3 }),
}));

it('ends a table where something else begins, though there is a bar in it', () => {
  const blocks = parseMarkdown('| a |\n| --- |\n| b |\n- |c');
  expect(blocks.map(({ type }) => type)).toEqual(['table', 'list']);
});

describe('what is written', () => {
  it('reads back as the same', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const tidy = tidyBlocks(given);
        const written = writeMarkdown(given);
        expect({ written, blocks: tidyBlocks(parseMarkdown(written)) }).toEqual({ written, blocks: tidy });
      }),
      { numRuns: 1000 },
    );
  });

  it('says the same as any text that it was read from', () => {
    const unit = fc.constantFrom(
      ...'ab 1\n\n *_[]()^|#>-+.:\\',
      '  ',
      '- ',
      '1. ',
      '[^1]: ',
      '> ',
      '|-|-|\n',
      'https://a.b/',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (source) => {
        const read = tidyBlocks(parseMarkdown(source));
        expect([source, tidyBlocks(parseMarkdown(writeMarkdown(read)))]).toEqual([source, read]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is as plain as what was typed', () => {
    const plain = 'We asked 5 * 3 students [sic] about “it”; snake_case (see https://x.org/a_b).\nSo - what?';
    expect(writeMarkdown(parseMarkdown(plain))).toBe(plain);
  });
});

/** As long as a narrative can be. */
const most = 200_000;
const fill = (unit: string) => unit.repeat(Math.ceil(most / unit.length)).slice(0, most);

it.each([
  ...[
    '*',
    '*a ',
    '*a_ ',
    '_a*b',
    '**a *b ',
    '[',
    '[a](',
    '![[',
    '[^1]',
    'www.a',
    'https://a',
    'https://(',
    'a@',
    '\\',
    'h',
    '<a',
    ' ',
    '\n',
    'a\n-\n',
    'a|b\n',
    '> a\n',
    '- a\n',
    '- ',
    '> ',
    '>',
    '1. ',
    '#',
    '# ',
    '.',
  ].map((unit): [string, string] => [unit, fill(unit)]),
  ['pipes', `${fill('a|')}\n${fill('-|')}`],
  ['a wide table', `${'a|'.repeat(40)}\n${'-|'.repeat(40)}\n${fill('|')}\n${fill('a|\n')}`],
  ['a long link', `[${fill('h*')}](https://x.org)`],
  ['lists in lists', Array.from({ length: 440 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n')],
  ['a nest of 10,000', `${'> '.repeat(10_000)}${'- '.repeat(10_000)}a`],
] as [string, string][])('takes the text of %j in its stride', (_name, source) => {
  // The work that it takes must not grow with the square of the text: then this would not end within the test’s time.
  const blocks = tidyBlocks(parseMarkdown(source));
  expect(isSame(tidyBlocks(parseMarkdown(writeMarkdown(blocks))), blocks)).toBe(true);
});
