import { PDFDocument } from '@cantoo/pdf-lib';
import { JSDOM } from 'jsdom';
import { expect, it } from 'vitest';
import { Requirement } from '#domain/definition/schema.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { attemptPdf } from './attempt-pdf.ts';
import type { ReadableAttempt } from './attempts.queries.ts';
import { packIndex } from './pack-index.tsx';

const id = '0190a000-0000-7000-8000-000000000000';
const base = { title: 'Reflection', prompt: 'Any' };

const attempt = (text: string): ReadableAttempt => ({
  id,
  number: 2,
  sha256: 'a'.repeat(64),
  submittedAt: new Date('2026-11-22T12:00:00Z'),
  issuer: { name: 'Schools That Learn', palette: 'teal' },
  isOwn: true,
  definition: {
    title: 'Asking good questions',
    outcomes: [],
    parts: [
      {
        id: 'one',
        title: 'Part 1',
        requirements: [Requirement.parse({ ...base, id: 'r', kind: 'narrative', rules: {} })],
      },
    ],
  } as unknown as ReadableAttempt['definition'],
  sealed: {
    format: 'tessera/attempt/1',
    enrolment: id,
    number: 2,
    definition: { slug: 'asking', version: 3, sha256: 'b'.repeat(64) },
    earner: { id, name: 'Eve Ødegård' },
    submittedAt: '2026-11-22T12:00:00.000Z',
    evidence: [{ requirement: 'r', kind: 'narrative', data: { texts: { text } } }],
    artifacts: [],
    carriedOver: [],
    aiUse: [{ part: 'one', used: true, how: 'To find a title' }],
  },
});

/** Without its spaces. */
async function textOf(pdf: Buffer): Promise<string> {
  const read = await PDFDocument.load(pdf);
  return read
    .getPageIndices()
    .map((index) => pageText(read, index))
    .join('');
}

it('sets every form of text, and runs none of it', async () => {
  const text = [
    '# What I saw',
    'A **bold** claim, an *aside* and [a link](https://example.org).[^1]',
    '> Somebody said so',
    '1. First\n2. Second\n   - inner',
    '| Week | Visits |\n| --- | --- |\n| One | 4 |',
    '---',
    '#panic("run") $x$ `code` \\u{41} @reference <label>',
    '[^1]: The source',
  ].join('\n\n');
  const found = await textOf(attemptPdf(attempt(text)));
  for (const part of [
    'Asking good questions',
    'Eve Ødegård',
    'What I saw',
    'bold',
    'Somebody said so',
    'Second',
    'inner',
    'Visits',
    '4',
  ])
    expect(found).toContain(part.replaceAll(' ', ''));
  expect(found).toContain('#panic("run")$x$`code`');
  expect(found).toContain('AIwasused:Tofindatitle');
});

it('sets an attempt in which nothing was written', async () => {
  expect(await textOf(attemptPdf(attempt('')))).toContain('Reflection');
});

it('sets names and texts in letters that no font here has, and says that some are missing', async () => {
  const work = attempt('李老师 · صباح الخير · 🦄 \u{10fffd}');
  work.sealed.earner.name = '李小龍 محمد 👩‍🏫';
  const pdf = attemptPdf(work);
  expect(pdf.toString('latin1')).toMatch(/^%PDF-.*\/StructTreeRoot/su);
  expect(await textOf(pdf)).toContain('Someletters');
  expect(await textOf(attemptPdf(attempt('Any')))).not.toContain('Someletters');
});

it('says what other evidence was agreed on, beside what is asked, in the PDF and on the pack’s page', async () => {
  const agreed = attempt('');
  agreed.sealed.agreements = [
    {
      id,
      requirement: 'r',
      reason: 'The class has moved on.',
      proposal: 'Minutes of the <team> meeting.',
      answer: 'The minutes will do.',
      agreedAt: '2026-11-20T12:00:00.000Z',
    },
    { ...{ id, reason: 'Elsewhere', proposal: 'Elsewhere', answer: '', agreedAt: '2026-11-20T12:00:00.000Z' }, requirement: 'other' }, // prettier-ignore
  ];
  const page = new JSDOM(packIndex({ attempt: agreed, paths: new Map() })).window.document;
  const shown = page.querySelector('#r')?.textContent ?? '';
  const pdf = await textOf(attemptPdf(agreed));
  for (const part of [
    'Other evidence was agreed on, November 20, 2026',
    'Why it can’t be done again',
    'The class has moved on.',
    'Minutes of the <team> meeting.',
    'Agreed with a lead assessor',
    'The minutes will do.',
  ]) {
    expect(shown).toContain(part);
    expect(pdf).toContain(part.replaceAll(' ', ''));
  }
  expect(page.body.textContent + pdf).not.toContain('Elsewhere');
  expect(await textOf(attemptPdf(attempt('')))).not.toContain('Otherevidence');
});
