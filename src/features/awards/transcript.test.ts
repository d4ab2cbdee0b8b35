import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { expect, it } from 'vitest';
import { noon } from '../../../test/support/app.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import type { AwardListed } from './awards.queries.ts';
import { awardsTranscriptPdf } from './transcript.ts';

const award = (publicId: string, change: Partial<AwardListed> = {}): AwardListed => ({
  ...{ publicId, kind: 'micro-credential', slug: 'reading-the-room', title: `Title of ${publicId}`, pdHours: 12 },
  ...{
    issuerName: 'Lakeside Network',
    issuerId: 'i1',
    issuerSlug: 'lakeside',
    palette: 'teal',
    awardedAt: noon,
    timeZone: 'America/Chicago',
    validUntil: null,
  },
  ...{ status: 'in-force', series: [], ...change },
});

const other = { issuerName: 'Other School', issuerSlug: 'other', palette: 'ochre', pdHours: 3 } as const;
const awards = [award('b'), award('c', other), award('a', { awardedAt: new Date(noon.getTime() - 86_400_000) })];
const signers = new Map([['lakeside', [{ name: 'Ruth Okafor', title: 'Director', signature: null }]]]);

async function transcript(issuer?: string) {
  const period = { from: undefined, to: undefined };
  const options = {
    name: 'Mo Adams',
    period,
    issuer,
    signers,
    paper: 'a4',
    baseUrl: 'https://t.test',
    now: noon,
  } as const;
  const content = awardsTranscriptPdf(awards, options);
  const pdf = await PDFDocument.load(content);
  const isTagged = pdf.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked'))?.toString() === 'true';
  return { isTagged, text: pageText(pdf) };
}

it('goes issuer by issuer, in the order of the first award, each signed by who signs for it', async () => {
  const { isTagged, text } = await transcript();
  expect(isTagged).toBe(true);
  const order = ['LakesideNetwork', '/verify/a', '/verify/b', '2awards,24hours', 'RuthOkafor', 'Director'];
  order.push('OtherSchool', '/verify/c', 'Together3awards,27hours');
  const places = order.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('is of one issuer alone where that is chosen', async () => {
  const { text } = await transcript('lakeside');
  expect(text).toContain('RuthOkafor');
  expect(text).not.toContain('OtherSchool');
  expect(text).not.toContain('Together');
});
