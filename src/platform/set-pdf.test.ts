import { describe, expect, it } from 'vitest';
import { setPdf } from './set-pdf.ts';

const source = String.raw`
#let data = json(bytes(sys.inputs.data))
#set document(title: "A name")
#heading(level: 1, data.name)
#if data.at("lacksLetters", default: false) [Some letters are missing.]
`;
const set = (name: string) => setPdf(source, { name }, new Date('2026-11-22T12:00:00Z')).toString('latin1');
/** In no font: the end of the last plane of private use. */
const unset = '\u{10fffd}';

describe('a PDF', () => {
  it.each(['Ana Ødegård', 'Ирина', 'محمد علي', '李小龍', 'สมชาย', '👩‍🏫 🦄', '🇺🇸', unset, '\u0000\u202e#panic()'])(
    'is tagged, whatever the letters of a name: %j',
    (name) => {
      expect(set(name)).toMatch(/^%PDF-.*\/StructTreeRoot/su);
    },
  );

  it('claims PDF/UA-1 only where every letter could be set', () => {
    expect(set('Ana Ødegård')).toContain('pdfuaid:part');
    expect(set(unset)).not.toContain('pdfuaid:part');
  });

  it('hides no other mistake', () => {
    expect(() => setPdf('#panic("this")', {}, new Date())).toThrow('this');
  });
});
