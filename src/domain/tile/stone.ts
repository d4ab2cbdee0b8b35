/** A point; the field of a tile reaches from -50 to 50 both ways, y downwards. */
export type Point = readonly [x: number, y: number];

/** What a stone is in its pattern; the palette says which colour that is. */
export type Tone = 'deep' | 'main' | 'light' | 'pale' | 'accent';

export type Stone = { points: readonly Point[]; tone: Tone };

/** Stones in layers, later ones above; within a layer none lies over another. The ground is not drawn in a sketch. */
export type Pattern = { ground?: Stone[]; layers: Stone[][] };

/** Polar coordinates, the angle in turns from the top, clockwise. */
export function polar(radius: number, turns: number): Point {
  const angle = (turns - 0.25) * 2 * Math.PI;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Points along an arc about the origin, both ends included. */
export function arc(radius: number, from: number, to: number): Point[] {
  const steps = Math.max(1, Math.ceil((Math.abs(to - from) * 2 * Math.PI * radius) / 5));
  return Array.from({ length: steps + 1 }, (_, i) => polar(radius, from + ((to - from) * i) / steps));
}

/** A stone of a ring: between two radii, from one angle to another. */
export function wedge(inner: number, outer: number, from: number, to: number, tone: Tone): Stone {
  const back = inner === 0 ? ([[0, 0]] as Point[]) : arc(inner, to, from);
  return { points: [...arc(outer, from, to), ...back], tone };
}

/** A ring of `count` stones, the tones in turn. */
export function ring(inner: number, outer: number, count: number, tones: readonly Tone[], offset = 0): Stone[] {
  return Array.from({ length: count }, (_, i) =>
    wedge(inner, outer, (i + offset) / count, (i + 1 + offset) / count, tones[i % tones.length] ?? 'main'),
  );
}

export function move({ points, tone }: Stone, dx: number, dy: number): Stone {
  return { points: points.map(([x, y]): Point => [x + dx, y + dy]), tone };
}

export function turn({ points, tone }: Stone, turns: number): Stone {
  const cos = Math.cos(turns * 2 * Math.PI);
  const sin = Math.sin(turns * 2 * Math.PI);
  return { points: points.map(([x, y]): Point => [x * cos - y * sin, x * sin + y * cos]), tone };
}

export function rectangle(x: number, y: number, width: number, height: number, tone: Tone): Stone {
  return {
    points: [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
    tone,
  };
}
