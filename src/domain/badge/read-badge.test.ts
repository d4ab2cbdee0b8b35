import { describe, expect, it } from 'vitest';
import { tileSvg } from '#domain/tile/tile.ts';
import { bakePng } from './baked-png.ts';
import { bakeSvg } from './baked-svg.ts';
import { badgeLimits } from './badge-refusal.ts';
import { readBadge } from './read-badge.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl';
const credential = { name: 'A ]]> & <b> "é" \uffff \ud800 \u0000\r\n', proof: [{}] };
const json = JSON.stringify(credential);
const tile = tileSvg({ slug: 'reading', palette: 'teal', title: 'A > B & "C"' });
const bytes = (text: string) => Buffer.from(text, 'utf8');

function baked(text: string, svg = tile): string {
  const result = bakeSvg(svg, text);
  if (!result.ok) throw new Error(result.reason);
  return result.svg;
}

const attributes = 'xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"';
const svgOf = (inside: string, before = '') => `${before}<svg ${attributes}>${inside}<path/></svg>`;
const carrier = `<openbadges:credential verify="${jwt}"/>`;

describe('bakeSvg', () => {
  it('puts a JWT into the attribute of an element right after the opening tag', () => {
    expect(baked(jwt)).toMatch(
      new RegExp(
        `^<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" [^>]*aria-label="A > B &amp; &quot;C&quot;"><openbadges:credential verify="${jwt}"></openbadges:credential>`,
      ),
    );
  });

  it('puts a credential into CDATA that nothing in it can end, and gives back the same', () => {
    const svg = baked(json);
    expect(svg.split(']]>')).toHaveLength(2);
    const read = readBadge(bytes(svg));
    expect(read).toMatchObject({ ok: true, carrier: 'svg', badge: { version: '3.0', form: 'json' } });
    expect(read.ok && JSON.parse(read.badge.text)).toEqual(credential);
  });

  it('keeps what stands before the root', () => {
    expect(baked(jwt, `<?xml version="1.0"?><!-- <svg> --><svg><path/></svg>`)).toMatch(
      /^<\?xml version="1.0"\?><!-- <svg> --><svg xmlns:openbadges="[^"]+"><openbadges:credential /,
    );
  });

  it.each([
    ['no SVG', '<p/>', jwt, 'damaged-svg'],
    ['an SVG with nothing in it', '<svg/>', jwt, 'damaged-svg'],
    ['text that is no credential', tile, 'x" onload="alert(1)', 'damaged-svg'],
    ['a badge', baked(jwt), jwt, 'several-credentials'],
  ])('refuses %s', (_what, svg, text, reason) => {
    expect(bakeSvg(svg, text)).toEqual({ ok: false, reason });
  });
});

describe('readBadge', () => {
  it.each([
    ['JSON', `\ufeff \n${json}\n`, { carrier: 'json', badge: { version: '3.0', form: 'json', text: json } }],
    ['a JWT', `${jwt}\n`, { carrier: 'jwt', badge: { version: '3.0', form: 'jwt', text: jwt } }],
    ['an SVG', svgOf(carrier), { carrier: 'svg', badge: { version: '3.0', form: 'jwt', text: jwt } }],
    [
      'an SVG with a prefix of its own',
      `<svg xmlns:x="https://purl.imsglobal.org/ob/v3p0"><x:credential verify="${jwt}"/></svg>`,
      { carrier: 'svg', badge: { version: '3.0', form: 'jwt', text: jwt } },
    ],
    [
      'an older SVG with an assertion',
      '<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="https://a.example/1"><![CDATA[ {"id":"x"} ]]></openbadges:assertion></svg>',
      { carrier: 'svg', badge: { version: '2.0', form: 'json', text: '{"id":"x"}' } },
    ],
    [
      'an older SVG with an address',
      '<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="https://a.example/1"/></svg>',
      { carrier: 'svg', badge: { version: '2.0', form: 'address', text: 'https://a.example/1' } },
    ],
  ])('reads %s', (_what, text, expected) => {
    expect(readBadge(bytes(text))).toEqual({ ok: true, ...expected });
  });

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t', 'empty'],
    ['a photo', Buffer.from('ffd8ffe000104a464946', 'hex'), 'picture'],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3', 'latin1'), 'pdf'],
    ['a document', Buffer.from('PK\x03\x04\x14\0\x06\0\xff', 'latin1'), 'document'],
    ['bytes', Buffer.from('\xfe\xed\xfa\xce', 'latin1'), 'unknown-format'],
    ['JSON in another encoding', Buffer.from('{"name":"Jos\xe9"}', 'latin1'), 'not-utf-8'],
    ['prose', 'Look at my badge', 'unknown-format'],
    ['a list', '[]', 'unknown-format'],
    ['a file without end', Buffer.alloc(badgeLimits.file + 1, ' '), 'too-large'],
    ['JSON without end', `{"a":"${'x'.repeat(badgeLimits.credential)}"}`, 'credential-too-large'],
    ['an image that is cut off', baked(json).slice(0, -20), 'damaged-svg'],
    ['HTML', '<!doctype html><html></html>', 'damaged-svg'],
    ['no SVG', '<html xmlns="http://www.w3.org/1999/xhtml"></html>', 'damaged-svg'],
    ['a page in the place of an image', '<html><br></html>', 'damaged-svg'],
    ['an entity', svgOf('<openbadges:credential>&x;</openbadges:credential>'), 'damaged-svg'],
    [
      'entities that multiply',
      svgOf('&a;', '<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b "x">]>'),
      'svg-with-doctype',
    ],
    [
      'a file of this machine',
      svgOf('&f;', '<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
      'svg-with-doctype',
    ],
    ['nesting without end', svgOf('<g>'.repeat(200_000)), 'svg-too-deep'],
    ['no badge', tile, 'no-credential'],
    ['an empty badge', svgOf('<openbadges:credential/>'), 'no-credential'],
    ['a badge of another namespace', '<svg><credential verify="a.b.c"/></svg>', 'no-credential'],
    ['two badges', svgOf(carrier + carrier), 'several-credentials'],
    [
      'a badge that says two things',
      svgOf(`<openbadges:credential verify="${jwt}">{}</openbadges:credential>`),
      'several-credentials',
    ],
    ['elements in a badge', svgOf('<openbadges:credential>{}<script/></openbadges:credential>'), 'damaged-svg'],
    [
      'a badge without end',
      svgOf(`<openbadges:credential>{${' '.repeat(badgeLimits.credential)}}</openbadges:credential>`),
      'credential-too-large',
    ],
    ['a prefix that nobody declared', '<svg><y:credential verify="a.b.c"/></svg>', 'damaged-svg'],
  ])('refuses %s', (_what, file, reason) => {
    expect(readBadge(typeof file === 'string' ? bytes(file) : file)).toEqual({ ok: false, reason });
  });

  it('tells a damaged PNG from another file', () => {
    const head = Buffer.from('89504e470d0a1a0a', 'hex');
    expect(readBadge(head)).toEqual({ ok: false, reason: 'damaged-png' });
    expect(bakePng(head, jwt).ok).toBe(false);
  });
});
