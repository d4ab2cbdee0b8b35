import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '#domain/text/markdown.ts';
import { splitParagraphs } from '#domain/text/paragraphs.ts';
import { findQuote } from '#domain/evidence/quote.ts';
import { type KnownNames, blindText, withoutNames } from './blind-text.ts';

const names: KnownNames = {
  earner: ['Maya Okafor'],
  peers: ['Noor Haddad'],
  schools: ['Hill School'],
  emails: ['mo.k@hill.example'],
};

describe('what is named is named no more', () => {
  it.each([
    ['Maya Okafor led it.', '\\[earner\\] led it.'],
    ['It was Okafor’s idea, MAYA said.', 'It was \\[earner\\]’s idea, \\[earner\\] said.'],
    ['Write to mo.k@hill.example.', 'Write to earner.'],
    ['Noor joined; so did Ms. Haddad.', '\\[peer\\] joined; so did Ms. \\[peer\\].'],
    ['At Hill School, on a hill by the school.', 'At \\[school\\], on a hill by the school.'],
    ['Nobody is named here.', 'Nobody is named here.'],
  ])('%s', (text, shown) => {
    expect(blindText(text, names)).toBe(shown);
  });

  it('in what is no Markdown, too', () => {
    expect(blindText('Maya led it.', names, 'plain')).toBe('[earner] led it.');
  });
});

describe('Markdown still reads', () => {
  const inline = (text: string) => JSON.stringify(parseMarkdown(blindText(text, names)));

  it('a link whose words name somebody stays a link', () => {
    expect(inline('See [what Maya wrote](https://example.org/plan).')).toMatch(
      /"text":"what \[earner\] wrote","href":"https:\/\/example.org\/plan"/,
    );
  });

  it('a link whose address names somebody leads nowhere, and says nobody', () => {
    const shown = inline('See [the plan](https://example.org/maya-okafor/plan) or https://okafor.example/x.');
    expect(shown).not.toMatch(/maya|okafor/i);
    expect(shown).toMatch(/"href":"https:\/\/example.org\/earner\/plan"/);
  });

  it.each(['It was **Maya** Okafor.', 'It was Maya **Okafor**.', 'It was *Maya Okafor*.'])(
    'a name that is set apart in part leaves no loose marks: %s',
    (text) => {
      expect(inline(text)).not.toMatch(/\*|Maya|Okafor/);
    },
  );

  it('paragraphs keep their number', () => {
    const text = 'One, by Maya.\n\nTwo, by Maya\nOkafor.\n\nThree.';
    expect(splitParagraphs(blindText(text, names))).toHaveLength(splitParagraphs(text).length);
  });
});

describe('a quote is cut to words that are still found in the file', () => {
  const file = 'In May Maya Okafor’s team agreed on two changes at Hill School.';
  it.each([
    ['the team agreed', 'the team agreed'],
    ['Maya Okafor’s team agreed on two changes', 'team agreed on two changes'],
    ['team agreed on two changes at Hill School', 'team agreed on two changes at'],
  ])('%s', (quote, kept) => {
    expect(withoutNames(quote, names)).toBe(kept);
    if (quote !== kept) expect(findQuote(file, { exact: kept })).toBeDefined();
  });

  it('unless nothing of it is left', () => {
    expect(withoutNames('Maya Okafor said so', names)).toBeUndefined();
  });
});
