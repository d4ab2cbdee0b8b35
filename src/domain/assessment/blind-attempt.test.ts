import { describe, expect, it } from 'vitest';
import type { SealedArtifact, SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { Requirement } from '#domain/definition/schema.ts';
import { type BlindOptions, blindAttempt, countNames } from './blind-attempt.ts';
import { blindName } from './blind-name.ts';

const uuid = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const base = { title: 'Any', prompt: 'Any' };
const definition = {
  outcomes: [{ id: 'vision', title: 'A vision', details: [{ id: 'shared', text: 'It is shared' }] }],
  parts: [
    {
      id: 'part',
      title: 'Part',
      requirements: [
        Requirement.parse({ ...base, id: 'story', kind: 'narrative', rules: { testimonials: 'allowed' } }),
        Requirement.parse({ ...base, id: 'files', kind: 'artifact', rules: {} }),
        Requirement.parse({ ...base, id: 'portfolio', kind: 'portfolio', rules: {} }),
      ],
    },
  ],
};
const file: SealedArtifact = {
  ...{ id: uuid(10), kind: 'file', name: 'Okafor plan.PDF', mediaType: 'application/pdf', size: 3 },
  ...{ sha256: 'b'.repeat(64), url: null, pages: 9 },
  captions: [{ language: 'en', label: 'by Maya', sha256: 'c'.repeat(64) }],
  releases: [
    { id: uuid(4), kind: 'site', subject: 'Hill School', covers: ['use'], givenOn: '2026-01-01', expiresOn: null },
  ],
};
const link: SealedArtifact = {
  ...{ id: uuid(11), kind: 'link', name: 'Maya’s site', mediaType: null, size: null, sha256: null, pages: null },
  url: 'https://okafor.example/',
  link: { title: 'Maya Okafor', seenAt: '2026-01-01T00:00:00Z' },
};
const quote = { type: 'quote', exact: 'Maya Okafor’s team agreed on two changes', suffix: 'says Maya' } as const;
const evidence = [
  {
    ...{ requirement: 'story', kind: 'narrative' },
    data: {
      texts: { text: 'I am Maya. Noor helped me at Hill School.' },
      testimonials: [{ id: 'a', quote: 'Maya did well.', by: 'Lena Fischer', role: 'Head of Hill', permission: null }],
    },
  },
  {
    requirement: 'files',
    kind: 'artifact',
    data: { items: [file, link].map(({ id }) => ({ artifact: id, note: 'By Okafor' })) },
  },
  {
    ...{ requirement: 'portfolio', kind: 'portfolio' },
    data: { entries: { shared: { sources: [{ artifact: file.id, locator: quote }], explanation: 'Any.' } } },
  },
];
const sealed: SealedAttempt = {
  ...{ format: 'tessera/attempt/1', enrolment: uuid(1), number: 1, submittedAt: '2026-01-01T00:00:00Z' },
  definition: { slug: 'any', version: 1, sha256: 'a'.repeat(64) },
  earner: { id: uuid(2), name: 'Maya Okafor' },
  evidence,
  artifacts: [file, link],
  carriedOver: [],
  attestations: [
    {
      ...{ id: uuid(3), requirement: 'story', kind: 'role', statement: 'Maya Okafor led this.', asked: null },
      ...{ peer: { name: 'Noor Haddad', role: 'Teacher at Hill' }, channel: 'mail', typedName: 'Noor H. Haddad' },
      ...{ requestedAt: '2026-01-01T00:00:00Z', at: '2026-01-01T00:00:00Z', sha256: 'd'.repeat(64) },
    },
  ],
  aiUse: [{ part: 'part', used: true, how: 'Maya asked it for a title.' }],
};
const attemptId = '0190a000-0000-7000-8000-000000007f3a';
const options: BlindOptions = {
  attemptId,
  names: { earner: [], schools: ['Hill School'], emails: [] },
  numbers: new Map([
    [file.id, 3],
    [link.id, 4],
  ]),
  copies: new Map([[file.id, { sha256: 'e'.repeat(64), size: 2 }]]),
  linkHref: (id) => `/artifacts/${id}/link`,
};
const blind = blindAttempt(definition, sealed, options);

it('an earner is called by their attempt, not by who they are', () => {
  expect(blindName(attemptId)).toBe('Earner 7F3A');
  expect(blind.earner.name).toBe('Earner 7F3A');
  expect(blind.earner.id).not.toBe(sealed.earner.id);
});

it('no name of earner, peer or school is anywhere in it', () => {
  expect(JSON.stringify(sealed)).toMatch(/maya|okafor|noor|haddad|lena|fischer|hill/i);
  expect(JSON.stringify(blind)).not.toMatch(/maya|okafor|noor|haddad|lena|fischer|hill/i);
});

it('files and links go by number, and a file is the copy without its maker', () => {
  const [shownFile, shownLink] = blind.artifacts;
  expect(shownFile).toMatchObject({ id: file.id, name: 'File 3.pdf', sha256: 'e'.repeat(64), size: 2 });
  expect(shownLink).toMatchObject({ id: link.id, name: 'Link 4', url: `/artifacts/${link.id}/link` });
  expect(shownLink).not.toHaveProperty('link');
});

it('a file that has no such copy yet says so in place of its content', () => {
  const copies = new Map([[file.id, { hidden: 'A copy is being made.' }]]);
  expect(blindAttempt(definition, sealed, { ...options, copies }).artifacts[0]).toMatchObject({
    sha256: null,
    hidden: 'A copy is being made.',
  });
});

it('a peer is the same one wherever they are named', () => {
  expect(blind.attestations?.[0]).toMatchObject({
    peer: { name: 'Peer 1', role: 'role not shown' },
    typedName: 'Peer 1',
  });
  expect(JSON.stringify(blind.evidence[0])).toMatch(/"by":"Peer 3","role":"role not shown"/);
});

it('a place leads to the words that it led to', () => {
  const { entries } = blind.evidence[2]?.data as { entries: Record<string, { sources: { locator: unknown }[] }> };
  expect(entries.shared?.sources[0]?.locator).toEqual({ type: 'quote', exact: 'team agreed on two changes' });
});

describe('the assessor is told', () => {
  const counted = countNames(definition, sealed, options.names, new Set([file.id]));
  it('how often a text names somebody', () => {
    expect(counted.get('story')).toMatchObject({ earner: 2, peer: 1, school: 1, files: [] });
  });
  it('which file does so in its own text', () => {
    expect(counted.get('files')).toMatchObject({ earner: 2, files: [file.id] });
  });
});
