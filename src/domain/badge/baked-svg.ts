import { SaxesParser } from 'saxes';
import { readAssertionText, readCredentialText } from './badge.ts';
import { type BadgeRefusal, badgeLimits } from './badge-refusal.ts';
import type { Unbaked } from './baked-png.ts';

const namespace = 'https://purl.imsglobal.org/ob/v3p0';
/** Of Open Badges 1 and 2. */
const olderNamespace = 'http://openbadges.org';
const deepest = 100;

class RefusedSvg extends Error {
  readonly reason: BadgeRefusal;
  constructor(reason: BadgeRefusal) {
    super(reason);
    this.reason = reason;
  }
}

type Carrier = { version: '3.0' | '2.0'; verify: string | undefined; body: string };
type Scanned = { carriers: Carrier[]; rootStart: number; rootEnd: number; isEmpty: boolean };

/**
 * Puts a credential into an SVG: Open Badges 3.0, “Baked Badge”. A JWT becomes the attribute `verify`; JSON goes into the body,
 * which never ends early, since `]]>` and what XML does not allow are written as JSON's own escapes.
 */
export function bakeSvg(
  svg: string,
  text: string,
): { ok: true; svg: string } | { ok: false; reason: 'damaged-svg' | 'several-credentials' } {
  const scanned = scan(svg);
  if ('reason' in scanned || scanned.isEmpty) return { ok: false, reason: 'damaged-svg' };
  if (scanned.carriers.length > 0) return { ok: false, reason: 'several-credentials' };
  const credential = readCredentialText(text);
  if (!credential) return { ok: false, reason: 'damaged-svg' };
  const element =
    credential.form === 'jwt'
      ? `<openbadges:credential verify="${credential.text}"></openbadges:credential>`
      : `<openbadges:credential><![CDATA[${insideCdata(credential.text)}]]></openbadges:credential>`;
  const { rootStart, rootEnd } = scanned;
  const afterName = rootStart + '<svg'.length;
  return {
    ok: true,
    svg: `${svg.slice(0, afterName)} xmlns:openbadges="${namespace}"${svg.slice(afterName, rootEnd)}${element}${svg.slice(rootEnd)}`,
  };
}

/** The badge in an SVG, read without a document type, without entities of its own, to a depth and a size. */
export function unbakeSvg(svg: string): Unbaked {
  const scanned = scan(svg);
  if ('reason' in scanned) return { ok: false, reason: scanned.reason };
  const newest = scanned.carriers.filter(({ version }) => version === '3.0');
  const carriers = newest.length > 0 ? newest : scanned.carriers;
  const [carrier] = carriers;
  if (!carrier) return { ok: false, reason: 'no-credential' };
  if (carriers.length > 1) return { ok: false, reason: 'several-credentials' };
  const { version, verify, body } = carrier;
  const hasBody = body.trim() !== '';
  // An older assertion has both: the address of itself, and itself.
  if (version === '3.0' && hasBody && verify !== undefined) return { ok: false, reason: 'several-credentials' };
  const text = hasBody ? body : (verify ?? '');
  if (text.length > badgeLimits.credential) return { ok: false, reason: 'credential-too-large' };
  const badge = version === '3.0' ? readCredentialText(text) : readAssertionText(text);
  return badge ? { ok: true, badge } : { ok: false, reason: 'no-credential' };
}

function scan(svg: string): Scanned | { reason: BadgeRefusal } {
  try {
    return scanOrThrow(svg);
  } catch (error) {
    return { reason: error instanceof RefusedSvg ? error.reason : 'damaged-svg' };
  }
}

function scanOrThrow(svg: string): Scanned {
  const parser = new SaxesParser({ xmlns: true });
  const scanned: Scanned = { carriers: [], rootStart: -1, rootEnd: -1, isEmpty: false };
  let depth = 0;
  let open: { carrier: Carrier; depth: number } | undefined;
  parser.on('error', () => {
    throw new RefusedSvg('damaged-svg');
  });
  parser.on('doctype', () => {
    throw new RefusedSvg('svg-with-doctype');
  });
  parser.on('opentagstart', () => {
    depth += 1;
    if (depth > deepest) throw new RefusedSvg('svg-too-deep');
    if (open) throw new RefusedSvg('damaged-svg');
  });
  parser.on('opentag', ({ name, uri, local, attributes, isSelfClosing }) => {
    if (depth === 1) {
      if (local !== 'svg') throw new RefusedSvg('damaged-svg');
      scanned.rootEnd = parser.position;
      scanned.rootStart = svg.lastIndexOf(`<${name}`, parser.position);
      scanned.isEmpty = isSelfClosing || name !== 'svg';
    }
    const version = carriedBy(uri, local);
    if (!version) return;
    const carrier = { version, verify: attributes.verify?.value, body: '' };
    scanned.carriers.push(carrier);
    open = { carrier, depth };
  });
  const keep = (text: string) => {
    if (!open) return;
    open.carrier.body += text;
    if (open.carrier.body.length > badgeLimits.credential) throw new RefusedSvg('credential-too-large');
  };
  parser.on('text', keep);
  parser.on('cdata', keep);
  parser.on('closetag', () => {
    if (open?.depth === depth) open = undefined;
    depth -= 1;
  });
  parser.write(svg).close();
  return scanned;
}

function carriedBy(uri: string, local: string): Carrier['version'] | undefined {
  if (uri === namespace && local === 'credential') return '3.0';
  return uri === olderNamespace && local === 'assertion' ? '2.0' : undefined;
}

function insideCdata(json: string): string {
  return json
    .replaceAll(']]>', String.raw`]]\u003e`)
    .replace(/[\u{fffe}\u{ffff}]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`);
}
