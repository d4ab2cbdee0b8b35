import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRegions, regionField, regionPixels } from './regions.ts';

const row = (index: number, ...[x = '', y = '', width = '', height = '']: string[]) => ({
  [regionField(index, 'x')]: x,
  [regionField(index, 'y')]: y,
  [regionField(index, 'width')]: width,
  [regionField(index, 'height')]: height,
});

describe('readRegions', () => {
  it('reads boxes as people type them, leaves empty rows out and cuts at the edge', () => {
    const read = readRegions({ ...row(0, '10', '20', '30', '40'), ...row(1), ...row(3, '90,5', '0 %', '50', '100') });
    expect(read).toEqual({
      ok: true,
      regions: [
        { x: 10, y: 20, width: 30, height: 40 },
        { x: 90.5, y: 0, width: 9.5, height: 100 },
      ],
    });
  });

  it.each([
    [{}, 'region.0.x'],
    [row(0, '10', '20', '', '40'), 'region.0.width'],
    [row(0, '10', '20', '0', '40'), 'region.0.width'],
    [row(0, '-1', '20', '10', '40'), 'region.0.x'],
    [row(0, '1e1', '20', '10', '40'), 'region.0.x'],
    [row(0, '100', '20', '10', '40'), 'region.0.x'],
    [row(0, '10', '101', '10', '40'), 'region.0.y'],
  ])('says what is wrong with %j', (fields, field) => {
    const read = readRegions(fields);
    expect(!read.ok && read.errors.map((error) => error.field)).toEqual([field]);
  });
});

it('covers every pixel that a box touches, and none outside the image', () => {
  const per = fc.double({ min: 0, max: 100, noNaN: true });
  const side = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(per, per, per, per, side, side, (x, y, width, height, imageWidth, imageHeight) => {
      const box = { x, y, width: Math.min(width, 100 - x), height: Math.min(height, 100 - y) };
      const pixels = regionPixels(box, { width: imageWidth, height: imageHeight });
      expect(pixels.width).toBeGreaterThanOrEqual(1);
      expect(pixels.left + pixels.width).toBeLessThanOrEqual(imageWidth);
      expect(pixels.top + pixels.height).toBeLessThanOrEqual(imageHeight);
      expect(pixels.left).toBeLessThanOrEqual((x / 100) * imageWidth);
      expect(pixels.left + pixels.width).toBeGreaterThanOrEqual(((x + box.width) / 100) * imageWidth - 1e-6);
    }),
  );
});
