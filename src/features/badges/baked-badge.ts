import sharp from 'sharp';
import { bakePng } from '#domain/badge/baked-png.ts';
import { bakeSvg } from '#domain/badge/baked-svg.ts';
import { type Palette, tileSvg } from '#domain/tile/tile.ts';
import type { PublicAward } from '../awards/awards.queries.ts';

/** Backpacks show badges at up to so many pixels. */
const side = 400;
const mostTiles = 300;

const tiles = new Map<string, Promise<Buffer>>();

/** The tile as PNG, drawn once in this process: few colours, so few bytes. */
function tilePng(slug: string, palette: string): Promise<Buffer> {
  const name = `${palette} ${slug}`;
  const drawn =
    tiles.get(name) ??
    sharp(Buffer.from(tileSvg({ slug, palette: palette as Palette })), { density: (72 * side) / 120 })
      .resize(side, side)
      .png({ palette: true, colours: 16, dither: 0, compressionLevel: 9, effort: 10 })
      .toBuffer();
  tiles.delete(name);
  tiles.set(name, drawn);
  drawn.catch(() => tiles.delete(name));
  if (tiles.size > mostTiles) tiles.delete(tiles.keys().next().value ?? '');
  return drawn;
}

/** The picture of an award with a text in it: a credential, its JWT, or an assertion of Open Badges 2.0. */
export async function bakedPng(award: PublicAward, text: string, version: '3.0' | '2.0'): Promise<Buffer> {
  const baked = bakePng(await tilePng(award.slug, award.issuer.palette), text, version);
  if (!baked.ok) throw new Error('The tile was not drawn as a PNG');
  return baked.png;
}

export function bakedSvg(award: PublicAward, text: string): string {
  const { slug, title, issuer } = award;
  const baked = bakeSvg(tileSvg({ slug, palette: issuer.palette as Palette, title }), text);
  if (!baked.ok) throw new Error(`The tile can’t carry a credential: ${baked.reason}`);
  return baked.svg;
}
