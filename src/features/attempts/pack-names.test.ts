import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packPaths, safeName } from './pack-names.ts';

describe('safeName', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a:b?c*.docx', 'a_b_c_.docx'],
    ['con.txt', '_con.txt'],
    [' .hidden. ', 'hidden'],
    ['…', '…'],
    ['/', '_'],
    ['', 'file'],
    ['.pdf', 'pdf'],
    ['Übersicht – Klasse 3.pdf', 'Übersicht – Klasse 3.pdf'],
    ['exe\u202egnp.pdf', 'exe_gnp.pdf'],
  ])('makes %j into %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('gives every name a short form that stays in its folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeName(name);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(180);
        expect(safe).not.toMatch(/[/\\\0]|^\.|^\s*$/);
      }),
    );
  });
});

it('numbers the files, so that two of one name stay two', () => {
  const file = (id: string, name: string, kind: 'file' | 'link' = 'file') => ({
    ...{ id, kind, name, mediaType: null, size: null, sha256: null, url: null, pages: null },
  });
  const paths = packPaths({ artifacts: [file('a', 'plan.pdf'), file('b', 'a page', 'link'), file('c', 'plan.pdf')] });
  expect([...paths]).toEqual([
    ['a', 'files/01-plan.pdf'],
    ['c', 'files/02-plan.pdf'],
  ]);
});
