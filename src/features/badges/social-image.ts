import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import sharp from 'sharp';
import { formatDate } from '#domain/text/format-date.ts';
import { sha256 } from '#platform/hash.ts';
import { type Palette, tileSvg } from '#domain/tile/tile.ts';
import { formatHours } from '../awards/award-words.ts';
import type { PublicAward } from '../awards/awards.queries.ts';
import { socialSize } from './social-size.ts';
import { socialTemplate } from './social-template.ts';

export type SocialFacts = {
  slug: string;
  palette: string;
  issuer: string;
  name: string;
  joint: string;
  title: string;
  facts: string;
  host: string;
};

/** Changes with the layout, so that nobody keeps an older picture. */
export const socialVersion = sha256(socialTemplate);

export function socialFacts(award: PublicAward, baseUrl: string): SocialFacts {
  const { slug, issuer, recipientName, title, awardedAt, pdHours, subject } = award;
  return {
    slug,
    palette: issuer.palette,
    issuer: fitting(issuer.name, 90),
    name: fitting(recipientName, 80),
    joint: subject.kind === 'stack' ? 'has earned the series award' : 'has earned the micro-credential',
    title: fitting(title, 140),
    facts: [formatDate(awardedAt, issuer.timeZone), ...(pdHours > 0 ? [formatHours(pdHours)] : [])].join(' · '),
    host: new URL(baseUrl).host,
  };
}

/** Cut to so many letters; words longer than a line may break (U+200B). */
export function fitting(text: string, most: number): string {
  const letters = [...text.replace(/\s+/gu, ' ').trim()];
  const short = letters.length <= most ? letters : [...letters.slice(0, most - 1), '…'];
  return short.join('').replace(/\S{18}(?=\S{4})/gu, '$&\u200b');
}

let compiler: NodeCompiler | undefined;

/**
 * Typst sets the text, with the fonts that it brings along, as outlines: what draws the picture needs no font, so that a machine
 * without any makes the same.
 */
export async function drawSocialImage(facts: SocialFacts): Promise<Buffer> {
  const tile = tileSvg({ slug: facts.slug, palette: facts.palette as Palette });
  compiler ??= NodeCompiler.create();
  const { result, takeError } = compile(compiler, JSON.stringify({ ...facts, tile }));
  if (!result) throw new Error(`The picture of an award can’t be set: ${JSON.stringify(takeError())}`);
  const svg = compiler.plainSvg(result);
  compiler.evictCache(10);
  return sharp(Buffer.from(svg))
    .resize(socialSize.width, socialSize.height, { fit: 'fill' })
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();
}

function compile(typst: NodeCompiler, award: string) {
  const compiled = typst.compile({ mainFileContent: socialTemplate, inputs: { award } });
  return { result: compiled.result, takeError: () => compiled.takeError()?.shortDiagnostics };
}
