/** A part of an image, in per cent of its width and height. */
export type RegionBox = { x: number; y: number; width: number; height: number };

/** Most boxes at once. */
export const mostRegions = 40;

/** Whether parts of it can be blacked out here. */
export function isRedactable(mediaType: string | null): boolean {
  return /^image\/(jpeg|png|gif|webp|avif)$/.test(mediaType ?? '');
}

export const regionSides = ['x', 'y', 'width', 'height'] as const;
export type RegionSide = (typeof regionSides)[number];
/** A row of the form, as it was typed. */
export type TypedRegion = Record<RegionSide, string>;

/** Name and id of a field; the reader of the form and its editor share it. */
export const regionField = (index: number, side: RegionSide) => `region.${index}.${side}`;

export const emptyRegion: TypedRegion = { x: '', y: '', width: '', height: '' };

export const isEmptyRegion = (row: TypedRegion) => regionSides.every((side) => row[side].trim() === '');

const sideWords: Record<RegionSide, string> = {
  x: 'how far it is from the left',
  y: 'how far it is from the top',
  width: 'how wide it is',
  height: 'how high it is',
};

export type RegionsRead =
  { ok: true; regions: RegionBox[] } | { ok: false; rows: TypedRegion[]; errors: { field: string; message: string }[] };

/** The boxes of a posted form, cut at the edges of the image; rows left empty are none. */
export function readRegions(fields: Readonly<Record<string, string>>): RegionsRead {
  const rows: TypedRegion[] = [];
  for (let index = 0; index < mostRegions; index += 1) {
    const row = Object.fromEntries(
      regionSides.map((side) => [side, (fields[regionField(index, side)] ?? '').slice(0, 20)]),
    ) as TypedRegion;
    if (!isEmptyRegion(row)) rows.push(row);
  }
  const errors: { field: string; message: string }[] = [];
  const regions = rows.map((row, index) => {
    const box = { x: 0, y: 0, width: 0, height: 0 };
    for (const side of regionSides) {
      box[side] = readPerCent(row[side]);
      const isSize = side === 'width' || side === 'height';
      if (Number.isFinite(box[side]) && box[side] >= 0 && box[side] <= 100 && !(isSize && box[side] === 0)) continue;
      const message = `Box ${index + 1}: say ${sideWords[side]}, in per cent from ${isSize ? '0.1' : '0'} to 100`;
      errors.push({ field: regionField(index, side), message });
    }
    return { ...box, width: Math.min(box.width, 100 - box.x), height: Math.min(box.height, 100 - box.y) };
  });
  regions.forEach(({ width, height }, index) => {
    if (errors.length === 0 && (width <= 0 || height <= 0))
      errors.push({ field: regionField(index, 'x'), message: `Box ${index + 1} lies outside the image: move it in` });
  });
  if (rows.length === 0)
    errors.push({
      field: regionField(0, 'x'),
      message: 'Draw a box over what should not be seen, or type where it is',
    });
  return errors.length > 0 ? { ok: false, rows, errors } : { ok: true, regions };
}

/** “12.5”, “12,5”, “12 %”; anything else is no number. */
function readPerCent(text: string): number {
  const trimmed = text.trim().replace(/\s*%$/u, '').replace(',', '.');
  return /^\d{1,3}(\.\d{1,6})?$/u.test(trimmed) ? Number(trimmed) : NaN;
}

/** The pixels that a box covers: those that it touches at all, at least one. */
export function regionPixels(box: RegionBox, image: { width: number; height: number }) {
  const left = Math.min(image.width - 1, Math.floor((box.x / 100) * image.width));
  const top = Math.min(image.height - 1, Math.floor((box.y / 100) * image.height));
  const right = Math.min(image.width, Math.max(left + 1, Math.ceil(((box.x + box.width) / 100) * image.width)));
  const bottom = Math.min(image.height, Math.max(top + 1, Math.ceil(((box.y + box.height) / 100) * image.height)));
  return { left, top, width: right - left, height: bottom - top };
}
