import type { Inline, TextRun } from '#domain/text/markdown-inline.ts';

/*
 * What one element of pasted HTML says of its text.
 */

export type Style = Omit<TextRun, 'type' | 'text'>;

const left = new Set([
  'STYLE',
  'SCRIPT',
  'META',
  'LINK',
  'TITLE',
  'HEAD',
  'XML',
  'TEMPLATE',
  'NOSCRIPT',
  'OBJECT',
  'SELECT',
]);
export const blockTags =
  /^(?:P|DIV|H[1-6]|UL|OL|LI|DL|DT|DD|TABLE|TBODY|THEAD|TFOOT|TR|TD|TH|BLOCKQUOTE|PRE|HR|SECTION|ARTICLE|MAIN|HEADER|FOOTER|FIGURE|FIGCAPTION|ASIDE|BODY|CENTER|ADDRESS|FORM|FIELDSET)$/u;

export function headingLevel(element: Element): 1 | 2 | 3 | undefined {
  const tag = /^H([1-6])$/u.exec(element.tagName);
  if (tag) return Math.min(3, Number(tag[1])) as 1 | 2 | 3;
  const word = /^Mso(?:Title|Heading([1-6]))$/iu.exec(element.className);
  return word ? (Math.min(3, Number(word[1] ?? '1')) as 1 | 2 | 3) : undefined;
}

export function styleOf(element: Element, inherited: Style): Style {
  const { tagName } = element;
  const css = (element.getAttribute('data-style') ?? '').toLowerCase();
  const weight = /(?<![\w-])font-weight:\s*(\w+)/u.exec(css)?.[1];
  const slant = /(?<![\w-])font-style:\s*(\w+)/u.exec(css)?.[1];
  const { strong: wasStrong, emphasis: wasEmphasis, ...rest } = inherited;
  const isStrong =
    weight === undefined
      ? tagName === 'B' || tagName === 'STRONG' || wasStrong === true
      : weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
  const isEmphasis =
    slant === undefined
      ? tagName === 'I' || tagName === 'EM' || wasEmphasis === true
      : slant === 'italic' || slant === 'oblique';
  return { ...rest, ...(isStrong && { strong: true as const }), ...(isEmphasis && { emphasis: true as const }) };
}

/** Headings and heads of columns are bold by themselves. */
export function unbold(run: Inline): Inline {
  if (run.type !== 'text') return run;
  const { strong: _strong, ...rest } = run;
  return rest;
}

export function isHidden(element: Element): boolean {
  const css = element.getAttribute('data-style') ?? '';
  return left.has(element.tagName) || /display:\s*none|mso-hide:\s*all|mso-list:\s*ignore/iu.test(css);
}

export const isElement = (node: Node): node is Element => node.nodeType === 1;

export function holdsBlocks(element: Element): boolean {
  if (blockTags.test(element.tagName)) return true;
  return [...element.children].some(holdsBlocks);
}
