import type { KeyboardEvent } from 'react';
import type { Locator } from '#domain/evidence/locator.ts';

/** A part of an image, in per cent of its width and height. */
export type Region = Omit<Extract<Locator, { type: 'region' }>, 'type'>;

/** Smaller than this, a drag was a click. In per cent. */
export const smallest = 0.5;

/** One step of the arrow keys in per cent; finer with Alt. */
export function moved(region: Region, { key, shiftKey, altKey }: KeyboardEvent): Region | undefined {
  const step = altKey ? 0.2 : 2;
  const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[key];
  if (!by) return undefined;
  const [dx = 0, dy = 0] = by;
  const { x, y, width, height } = region;
  if (!shiftKey) return tidy({ ...region, x: clamp(x + dx, 100 - width), y: clamp(y + dy, 100 - height) });
  return tidy({
    ...region,
    width: Math.max(smallest, clamp(width + dx, 100 - x)),
    height: Math.max(smallest, clamp(height + dy, 100 - y)),
  });
}

export function clamp(value: number, most = 100): number {
  return Math.min(most, Math.max(0, value));
}

/** A tenth of a per cent is finer than anybody points; never past the edge. */
export function tidy({ x, y, width, height }: Region): Region {
  const round = (value: number) => Math.round(value * 10) / 10;
  const [left, top] = [Math.min(99.5, round(x)), Math.min(99.5, round(y))];
  return {
    x: left,
    y: top,
    width: Math.min(round(width), round(100 - left)),
    height: Math.min(round(height), round(100 - top)),
  };
}
