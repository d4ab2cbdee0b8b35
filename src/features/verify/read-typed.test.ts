import { describe, expect, it } from 'vitest';
import { readTyped } from './read-typed.ts';

const baseUrl = 'http://127.0.0.1:3471';
const code = 'x088gzff6tqfhskvee17';
const own = { kind: 'own', publicId: code, credential: undefined };

describe('readTyped', () => {
  it.each([
    ['the address of a certificate', `127.0.0.1:3471/verify/${code}`],
    ['http', `http://127.0.0.1:3471/verify/${code}`],
    ['https', `HTTPS://127.0.0.1:3471/Verify/${code}`],
    ['a full stop behind', `127.0.0.1:3471/verify/${code}.`],
    ['a slash behind', `127.0.0.1:3471/verify/${code}/`],
    ['what stands before it', `Verify this award at:\n127.0.0.1:3471/verify/${code}`],
    ['a label on the same line', `Verify at: http://127.0.0.1:3471/verify/${code}`],
    ['brackets around it', `<http://127.0.0.1:3471/verify/${code}>`],
    ['lines that break it anywhere', `http://127.0.0.1:34\n71/ver\n  ify/x088gzff6t\nqfhskvee17`],
    ['what follows it on paper', `127.0.0.1:3471/verify/${code}\nProvider number 12`],
    ['a file of it', `http://127.0.0.1:3471/verify/${code}/certificate.pdf?paper=letter`],
    ['its Open Badges 2.0 assertion', `http://127.0.0.1:3471/ob2/assertions/${code}`],
    ['the path alone', `/verify/${code}`],
    ['the code alone', code],
    ['capitals', code.toUpperCase()],
    ['letters that look alike', 'XO88GZFF6TQFHSKVEEi7'],
    ['another look-alike', 'x088gzff6tqfhskuee l7'],
    ['a code in groups', 'x088-gzff 6tqf–hskv\nee17'],
    ['a code with its label', `Code: ${code}.`],
  ])('reads %s', (_what, typed) => {
    expect(readTyped(typed, baseUrl)).toEqual(own);
  });

  it('reads the number of a credential', () => {
    expect(readTyped(`127.0.0.1:3471/verify/${code}/credentials/12.jwt`, baseUrl)).toEqual({ ...own, credential: 12 });
  });

  it.each([
    ['another host', `https://badges.example.org/verify/${code}`, `https://badges.example.org/verify/${code}`],
    ['another port', `http://127.0.0.1:34710/verify/${code}`, `http://127.0.0.1:34710/verify/${code}`],
    ['a host that begins as ours', `http://127.0.0.1:3471.example/verify/${code}`, undefined],
    ['another without a scheme', `badges.example.org/verify/${code}.`, `https://badges.example.org/verify/${code}`],
    ['another behind a label', `Verify at: https://badges.example.org/a`, 'https://badges.example.org/a'],
    ['ours within another', `https://evil.example/(127.0.0.1:3471/verify/${code}`, undefined],
  ])('leaves %s to the web', (_what, typed, url) => {
    expect(readTyped(typed, baseUrl)).toEqual({ kind: 'url', url: url ?? typed });
  });

  it('knows an installation in a folder', () => {
    const folder = 'https://example.org/badges';
    expect(readTyped(`example.org/badges/verify/${code}`, folder)).toEqual(own);
    expect(readTyped(`https://example.org/verify/${code}`, folder)).toMatchObject({ kind: 'url' });
  });

  it.each([
    ['/earners/maya', '/earners/maya'],
    [`${baseUrl}/earners/maya`, '/earners/maya'],
    [`${baseUrl}/verify/short`, '/verify/short'],
  ])('tells a page of ours from an award: %s', (typed, path) => {
    expect(readTyped(typed, baseUrl)).toEqual({ kind: 'page', path });
  });

  it.each([`{"id":"${baseUrl}/verify/${code}"}`, `<svg id="${baseUrl}/verify/${code}"/>`, 'eyJh.eyJi.c2ln'])(
    'takes %s for an award itself',
    (text) => {
      expect(readTyped(text, baseUrl)).toEqual({ kind: 'text', text });
    },
  );

  it.each(['x', 'see my award', '//evil.example/verify/', 'verify.example.org', 'eyes.example.org', 'a '.repeat(2000)])(
    'is nothing: %s',
    (typed) => {
      expect(readTyped(typed, baseUrl)).toBeUndefined();
    },
  );

  it.each(['congratulations-to-maya', `${code}x`, 'AbC_dEf-0123456789'])(
    'leaves open whether %s is a code, which only an award can tell',
    (word) => {
      expect(readTyped(word, baseUrl)).toEqual({ kind: 'word', word });
    },
  );
});
