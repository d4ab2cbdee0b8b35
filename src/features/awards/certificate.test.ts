import type { PDFNumber } from '@cantoo/pdf-lib';
import { PDFArray, PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { tileSvg } from '#domain/tile/tile.ts';
import { baseDefinition } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { type CertificateOptions, type Certified, certificatePdf, splitGuides } from './certificate.ts';

const award: Certified = {
  publicId: 'kz6nwvcnf3r253jpe3jh',
  recipientName: 'Ana Rivera',
  awardedAt: new Date('2026-11-22T12:00:00Z'),
  validUntil: new Date('2031-11-22T12:00:00Z'),
  title: 'Understanding Improvement',
  statement: 'The teacher runs two complete tests of an idea.',
  pdHours: 12.25,
  subject: { kind: 'micro-credential', definition: baseDefinition(), version: { number: 1, sha256: 'a'.repeat(64) } },
  issuer: { name: 'Schools That Learn', palette: 'ochre', timeZone: 'America/Chicago' },
};
const signer = (name: string) => ({
  name,
  title: 'Professor of Educational Leadership and Policy Studies',
  signature: null,
});
const full: CertificateOptions = {
  baseUrl: 'https://learn.example.org',
  tileSvg: tileSvg({ slug: 'understanding-improvement', palette: 'ochre' }),
  paper: 'a4',
  signers: ['Ruth Okafor', 'Dr. James Alexander Whitfield-Montgomery III', 'Q. Li'].map(signer),
  providerNumbers: ['Illinois State Board of Education: 1234567', 'New York State Education Department: 22334'],
};

async function read(change: Partial<Certified> = {}, options: Partial<CertificateOptions> = {}) {
  const bytes = certificatePdf({ ...award, ...change }, { ...full, ...options });
  const pdf = await PDFDocument.load(bytes);
  const [first] = pdf.getPages();
  const links = first!.node
    .Annots()!
    .asArray()
    .map((one) => pdf.context.lookup(one, PDFDict));
  const heights = links.map((link) => {
    const [, low, , high] = link
      .lookup(PDFName.of('Rect'), PDFArray)
      .asArray()
      .map((at) => (at as PDFNumber).asNumber());
    return high! - low!;
  });
  return { text: pageText(pdf, 0), pages: pdf.getPageCount(), heights, isUa: bytes.includes('pdfuaid:part') };
}

describe('a certificate', () => {
  it.each(['a4', 'us-letter'] as const)(
    'of every fact and three who sign has its address on one line, on %s',
    async (paper) => {
      const { text, heights, pages, isUa } = await read({}, { paper });
      for (const words of ['AnaRivera', '12.25hours', 'November22,2031', '1234567;NewYork', 'Whitfield', 'Q.Li'])
        expect(text).toContain(words);
      expect(heights).toHaveLength(1);
      expect(heights[0]).toBeLessThan(14);
      expect([pages, isUa]).toEqual([2, true]);
    },
  );

  it.each<[string, Partial<Certified>, Partial<CertificateOptions>]>([
    ['a name of a hundred letters without a space', { recipientName: 'X'.repeat(100) }, {}],
    ['a long title, statement and issuer', { title: 'Professional Knowledge '.repeat(8).trim(), statement: 'Long words. '.repeat(70), issuer: { name: 'Center for the Study of Education '.repeat(4).trim(), palette: 'teal', timeZone: 'UTC' } }, {}], // prettier-ignore
    ['a long host', {}, { baseUrl: `https://${'micro-credentials.'.repeat(5)}example.org` }],
    ['nobody who signs, and no end', { validUntil: null }, { signers: [], providerNumbers: [] }],
  ])('keeps to its two pages with %s', async (_, change, options) => {
    for (const paper of ['a4', 'us-letter'] as const) {
      const { pages, isUa } = await read(change, { paper, ...options });
      expect([paper, pages, isUa]).toEqual([paper, 2, true]);
    }
  });
});

describe('the columns of what was demonstrated', () => {
  const guide = (lookFors: number, text = 'They speak.') => ({
    lookFors: Array.from({ length: lookFors }, () => ({ text })),
  });

  it('are about as long', () => {
    expect(splitGuides([guide(6), guide(2), guide(2)])).toBe(1);
    expect(splitGuides([guide(2), guide(2), guide(6)])).toBe(2);
  });

  it('are one where there is one guide, and flow over pages where they don’t fit on one', () => {
    expect(splitGuides([guide(4)])).toBe(0);
    expect(splitGuides([guide(40)])).toBeNull();
    expect(splitGuides([guide(12, 'word '.repeat(40)), guide(12, 'word '.repeat(40))])).toBeNull();
  });
});
