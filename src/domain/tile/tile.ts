import * as lattices from './lattice-motifs.ts';
import * as medallions from './medallion-motifs.ts';
import { type Random, between, pick, randomFrom } from './random.ts';
import { type Pattern, type Point, type Stone, type Tone, rectangle } from './stone.ts';

export type Palette = 'teal' | 'ochre' | 'terracotta' | 'lapis' | 'olive';

type Colours = Record<Tone, string>;

/** Fixed colours, not tokens: the tile is also the badge image, which other programs show. */
const families: Record<Palette, Omit<Colours, 'accent' | 'pale'> & { accents: [string, ...string[]] }> = {
  teal: { deep: '#123f49', main: '#2b7480', light: '#85b3b2', accents: ['#c98f2e', '#b5573a'] },
  ochre: { deep: '#70450f', main: '#c4862a', light: '#e5c384', accents: ['#2f4f8f', '#a34a2d', '#2b7480'] },
  terracotta: { deep: '#6b2a18', main: '#b75b3d', light: '#dea488', accents: ['#2b7480', '#2f4f8f'] },
  lapis: { deep: '#1b2e60', main: '#38579f', light: '#97a9d3', accents: ['#c98f2e', '#b75b3d'] },
  olive: { deep: '#3a4220', main: '#747d3c', light: '#b5b985', accents: ['#a9522f', '#38579f'] },
};
const pale = '#f6eeda';
const grout = '#e6dac1';
/** Chosen so that the tiles of the first programmes differ in pattern. Another word would cut every tile anew: awards show them. */
const cut = 'cut-17590';
/** Three to one against paper and against the dark ground. */
const pencil = '#898173';

type Motif = (random: Random) => Pattern;
const motifs: [Motif, ...Motif[]] = [
  medallions.rings,
  lattices.cubes,
  medallions.rosette,
  lattices.waves,
  medallions.star,
  lattices.scales,
  medallions.sun,
  lattices.leaves,
  medallions.spiral,
  lattices.pinwheels,
  medallions.shield,
  lattices.lozenges,
  lattices.basket,
  lattices.steps,
];

export type TileOptions = {
  slug: string;
  palette: Palette;
  /** `sketched`: the drawing under a mosaic that is not laid yet; told apart from `laid` without colour. */
  state?: 'laid' | 'sketched';
  /** Named where the image stands alone. */
  title?: string;
};

/** The artwork of a micro-credential: a mosaic cut from its slug in its issuer's colours, the same wherever it is drawn. */
export function tileSvg({ slug, palette, state = 'laid', title }: TileOptions): string {
  const random = randomFrom(`${cut} ${slug}`);
  const motif = pick(random, motifs);
  const { accents, ...family } = families[palette];
  const colours: Colours = { ...family, pale, accent: pick(random, accents) };
  const { ground = [], layers } = motif(random);
  const border = borderOf(random);
  const label = title === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escapeAttribute(title)}"`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" ${label}>`;
  const frame = `<svg x="10" y="10" width="100" height="100" viewBox="-50 -50 100 100" overflow="hidden">`;
  if (state === 'sketched') {
    return `${open}<rect x="1" y="1" width="118" height="118" rx="5" fill="none" stroke="${pencil}" stroke-width="1.5" stroke-dasharray="5 4"/>${frame}<path d="${layers
      .flat()
      .map(({ points }) => outline(points))
      .join('')}" fill="none" stroke="${pencil}" stroke-width=".7"/></svg></svg>`;
  }
  return `${open}<rect width="120" height="120" rx="6" fill="${grout}"/>${lay([border], colours, random)}${frame}<path d="M-50-50h100v100h-100z" fill="${grout}"/>${lay([ground, ...layers], colours, random)}</svg></svg>`;
}

/** A course of small stones around the field, in a rhythm of its own. */
function borderOf(random: Random): Stone[] {
  const count = pick(random, [14, 18, 22]);
  const rhythm = pick<[Tone, ...Tone[]]>(random, [
    ['deep', 'main'],
    ['deep', 'deep', 'pale'],
    ['main', 'main', 'main', 'accent'],
    ['deep'],
    ['main', 'pale'],
  ]);
  const size = 116 / count;
  const phase = between(random, 0, 1);
  const stones: Stone[] = [];
  for (let i = 0; i < count; i += 1) {
    const tone = rhythm[(Math.min(i, count - 1 - i) + phase) % rhythm.length]!;
    const along = 2 + i * size;
    stones.push(rectangle(along, 2, size, 7, tone), rectangle(along, 111, size, 7, tone));
    if (along > 8 && along + size < 112)
      stones.push(rectangle(2, along, 7, size, tone), rectangle(111, along, 7, size, tone));
  }
  return stones;
}

/** Each layer in one path a colour, a line of grout around every stone. No two stones are cut quite alike. */
function lay(layers: readonly Stone[][], colours: Colours, random: Random): string {
  const paths = layers.flatMap((stones) => {
    const byTone = new Map<Tone, string>();
    for (const { points, tone } of stones) {
      const cut = points.map(([x, y]): Point => [x + (random() - 0.5) * 0.5, y + (random() - 0.5) * 0.5]);
      byTone.set(tone, (byTone.get(tone) ?? '') + outline(cut));
    }
    return [...byTone].map(([tone, path]) => `<path d="${path}" fill="${colours[tone]}"/>`);
  });
  return `<g stroke="${grout}" stroke-width="1" stroke-linejoin="round">${paths.join('')}</g>`;
}

/** Points after the first are lines without saying so. */
function outline(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join(' ')}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10 || 0;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
