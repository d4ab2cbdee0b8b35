import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, it } from 'vitest';
import { noon } from '../../../test/support/app.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import type { LedgerEntry } from './ledger.queries.ts';
import { transcriptPdf } from './transcript-pdf.ts';

const line: LedgerEntry = {
  ...{ id: 'line', personId: 'person', issuerId: null, source: 'award', recordedAs: 'award', recordedBy: null },
  ...{ publicId: 'public', quarters: 9, title: 'Reading the Room', provider: 'Lakeside', nature: 'micro-credential' },
  ...{
    beginsOn: '2026-10-05',
    endsOn: '2026-10-06',
    heldAt: '',
    place: 'Online',
    proof: '',
    proofName: null,
    proofSha256: null,
  },
  ...{ how: 'Counted.', createdAt: noon, correctsId: null, reason: null, state: 'counts', stateReason: null },
  claimId: null,
};

it('names the file that shows the hours, in a name of any length', async () => {
  const proofName = `${'Certificate_of_attendance_'.repeat(6)}.pdf`;
  const entries = [{ ...line, proofName, proofSha256: 'a'.repeat(64) }];
  const set = transcriptPdf(entries, { name: 'Mo', filter: {}, paper: 'a4', baseUrl: 'https://t.test', now: noon });
  expect(pageText(await PDFDocument.load(set)).replaceAll(/\s/g, '')).toContain(`Prooffile:${proofName}`);
});

it('says that hours from elsewhere are left out, where they are', async () => {
  const filter = { from: '2026-10-01', source: 'award' } as const;
  const set = transcriptPdf([line], { name: 'Mo', filter, paper: 'a4', baseUrl: 'https://t.test', now: noon });
  expect(pageText(await PDFDocument.load(set))).toContain('sinceOctober1,2026,awardsonly');
});

it('says of hours that come from an award where it is verified, with a code that leads there', async () => {
  const setOf = (entries: readonly LedgerEntry[]) =>
    transcriptPdf(entries, { name: 'Mo', filter: {}, paper: 'a4', baseUrl: 'https://t.test', now: noon });
  const [award, session] = [setOf([line]), setOf([{ ...line, publicId: null, source: 'session' }])];
  expect(pageText(await PDFDocument.load(award))).toContain('https://t.test/verify/public');
  expect(pageText(await PDFDocument.load(session))).not.toContain('/verify/');
  // The alternative text of the code.
  expect(award.length).toBeGreaterThan(session.length);
});
