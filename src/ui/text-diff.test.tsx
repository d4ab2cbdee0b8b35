import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { MarkedText, TextDiff } from './text-diff.tsx';

const long = (word: string) => Array.from({ length: 200 }, () => word).join(' ');

it('says by elements and words what was taken out and put in', () => {
  const html = renderToStaticMarkup(<TextDiff before="We met twice." after="We met <b>often</b>." />);
  expect(html).toMatch(/<del [^>]*><span class="sr-only"> \[taken out: <\/span>twice/u);
  expect(html).toMatch(/<ins [^>]*><span class="sr-only"> \[added: <\/span>&lt;b&gt;often/u);
});

it('leaves out what is far from every change, unless it is to be whole', () => {
  const texts = { before: `${long('same')} old ${long('like')}`, after: `${long('same')} new ${long('like')}` };
  const html = renderToStaticMarkup(<TextDiff {...texts} />);
  expect(html.match(/same/gu)?.length).toBeLessThan(40);
  expect(html.match(/unchanged text left out/gu)).toHaveLength(2);
  expect(renderToStaticMarkup(<TextDiff {...texts} isWhole />).match(/same/gu)).toHaveLength(200);
});

it('marks in one side the words that the other has not', () => {
  const html = renderToStaticMarkup(<MarkedText text="We met thrice" other="We met once" />);
  expect(html).toContain('We met <mark');
  expect(html).not.toContain('once');
});
