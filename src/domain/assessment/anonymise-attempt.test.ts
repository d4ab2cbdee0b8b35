import { describe, expect, it } from 'vitest';
import { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { baseDefinition } from '../../../test/support/factories.ts';
import { anonymiseAttempt, namesIn } from './anonymise-attempt.ts';
import { pseudonym } from './pseudonyms.ts';
import { randomFrom } from '#domain/tile/random.ts';
import { isSeedDue } from './seed-draw.ts';

const id = (n: number) => `019a2f00-0000-7000-8000-00000000000${n}`;
const file = (n: number, name: string) => ({
  ...{ id: id(n), kind: 'file' as const, name, mediaType: 'application/pdf', size: 10, sha256: 'a'.repeat(64) },
  ...{ url: null, pages: 3, showsPeople: true },
  captions: [{ language: 'en', label: 'Maya speaks', sha256: 'b'.repeat(64) }],
});
const sealed = SealedAttempt.parse({
  format: 'tessera/attempt/1',
  enrolment: id(9),
  number: 3,
  definition: { slug: 'reading-the-room', version: 1, sha256: 'c'.repeat(64) },
  earner: { id: id(8), name: 'Maya Okafor' },
  submittedAt: '2026-11-22T12:00:00.000Z',
  evidence: [
    {
      requirement: 'overview',
      kind: 'narrative',
      data: { texts: { text: 'I am Maya Okafor. Maya’s class met Noor.' } },
    },
    {
      requirement: 'tally',
      kind: 'artifact',
      data: {
        items: [
          { artifact: id(1), note: 'By OKAFOR' },
          { artifact: id(2), note: '' },
        ],
      },
    },
  ],
  artifacts: [file(1, 'Okafor tally.PDF'), file(2, 'room 204 with Maya.pdf')],
  carriedOver: [{ lookFor: 'tally-readable', attempt: 1 }],
  attestations: [
    {
      ...{
        id: id(7),
        requirement: 'tally',
        kind: 'visit',
        statement: 'Maya visited me.',
        asked: null,
        channel: 'mail',
      },
      ...{ peer: { name: 'Noor Haddad', role: 'Grade 4' }, typedName: 'noor haddad', requestedAt: '', at: '' },
      sha256: 'd'.repeat(64),
    },
  ],
  agreements: [
    {
      ...{ id: id(6), requirement: 'tally', agreedAt: '2026-10-01T00:00:00.000Z' },
      ...{ reason: 'Maya was ill.', proposal: 'Noor counts.', answer: 'Yes, Maya.' },
    },
  ],
});
const made = (leaveOut: string[] = []) =>
  anonymiseAttempt(baseDefinition(), sealed, {
    earner: { name: 'Maya Okafor', instead: 'Dana Vance' },
    others: [{ name: 'Noor Haddad', instead: 'Helen Boyd' }],
    leaveOut: new Set(leaveOut),
  });

describe('anonymiseAttempt', () => {
  it('leaves no name of the earner or a peer anywhere', () => {
    expect(JSON.stringify(made())).not.toMatch(/maya|okafor|noor|haddad/iu);
    expect(made().evidence[0]?.data).toEqual({ texts: { text: 'I am Dana Vance. Dana’s class met Helen.' } });
    expect(namesIn(sealed)).toEqual({ earner: 'Maya Okafor', peers: ['Noor Haddad', 'noor haddad'] });
  });

  it('calls files by their requirement, and keeps nothing that leads back', () => {
    expect(made().artifacts.map(({ name }) => name)).toEqual(['Tally sheet 1.pdf', 'Tally sheet 2.pdf']);
    expect(made().artifacts.flatMap((one) => Object.keys(one))).not.toContain('captions');
    expect(made().artifacts.flatMap((one) => Object.keys(one))).not.toContain('showsPeople');
  });

  it('keeps the name of a file that says nothing of anybody', () => {
    const files = [
      'tally.pdf',
      'IMG_4821.jpg',
      'Tally sheet (final) 2.PDF',
      '20260912-1.pdf',
      'Lincoln Elementary.pdf',
    ];
    const names = files.map((name) => {
      const [first] = sealed.artifacts;
      const one = { ...sealed, artifacts: first ? [{ ...first, name }] : [] };
      const named = { earner: { name: 'Maya Okafor', instead: 'Dana Vance' }, others: [], leaveOut: new Set<string>() };
      return anonymiseAttempt(baseDefinition(), one, named).artifacts[0]?.name;
    });
    expect(names).toEqual([...files.slice(0, 3), 'Tally sheet 1.pdf', 'Tally sheet 1.pdf']);
  });

  it('leaves a file out everywhere, and judges every look-for', () => {
    const without = made([id(1)]);
    expect(JSON.stringify(without)).not.toContain(id(1));
    expect(without.artifacts.map(({ name }) => name)).toEqual(['Tally sheet 1.pdf']);
    expect(without).toMatchObject({ number: 1, carriedOver: [] });
  });
});

it('makes up a name that shares no part with those that are taken', () => {
  const random = randomFrom('names');
  const first = pseudonym(random);
  for (let n = 0; n < 200; n += 1) expect(pseudonym(random, [first]).split(' ')).not.toContain(first.split(' ')[0]);
});

describe('isSeedDue', () => {
  it('keeps to the rate in the long run, and not to a pattern', () => {
    const draws = Array.from({ length: 20_000 }, (_, given) =>
      isSeedDue({ secret: 'a secret', assessorId: id(1), given, rate: 0.1 }),
    );
    const share = draws.filter(Boolean).length / draws.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
    const gaps = draws.flatMap((due, index) => (due ? [index] : [])).map((at, n, all) => at - (all[n - 1] ?? 0));
    expect(new Set(gaps).size).toBeGreaterThan(20);
  });

  it('is the same draw however often it is asked for, never at 0', () => {
    const draw = { secret: 's', assessorId: id(1), given: 3, rate: 0.5 };
    expect(isSeedDue(draw)).toBe(isSeedDue(draw));
    expect(isSeedDue({ ...draw, rate: 0 })).toBe(false);
  });
});
