import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} idPrefix="x" headingLevel={4} />);

it('numbers paragraphs by id, headings apart, below the page’s own headings', () => {
  const page = html('# One\n\nfirst\nline\n\n- a\n\n#### Deep');
  expect(page).toContain('<h4>One</h4><div class="markdown__block" id="x-p1"><p>first<br/>line</p></div>');
  expect(page).toContain('id="x-p2"><ul><li><p>a</p></li></ul>');
  expect(page).toContain('<h6>Deep</h6>');
});

it('shows HTML and unsafe links as text', () => {
  const page = html('<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://example.org)');
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; [a](javascript:alert(1)) ');
  expect(page.match(/href="[^"]*"/gu)).toEqual(['href="https://example.org"']);
  expect(page).toContain('rel="noopener noreferrer nofollow ugc"');
});

it('numbers notes as the text names them, with links there and back', () => {
  const page = html('a[^b] c[^a] d[^none]\n\n[^a]: First\n[^b]: Second');
  expect(page).toContain('id="x-ref-1"><a href="#x-note-1" aria-label="Note 1">1</a>');
  expect(page).toMatch(/id="x-note-1">Second.*href="#x-ref-1".*id="x-note-2">First/u);
  expect(page).toContain('d[^none]');
});

it('shows 200,000 characters of table without filling it up', () => {
  const page = html(`${'a|'.repeat(40)}\n${'-|'.repeat(40)}\n${'a|\n'.repeat(60_000)}`);
  expect(page.length).toBeLessThan(3_000_000);
});
