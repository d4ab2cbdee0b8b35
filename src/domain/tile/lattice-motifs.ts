import { between, pick, type Random } from './random.ts';
import { type Pattern, type Point, type Stone, type Tone, arc, move, polar, rectangle, turn } from './stone.ts';

/** Patterns that fill the whole field, row by row. */

/** Tumbling blocks: three lozenges to a cube, the oldest trick of mosaic floors. */
export function cubes(random: Random): Pattern {
  const side = pick(random, [14.5, 20]);
  const half = (side * Math.sqrt(3)) / 2;
  const faces: [Tone, Tone, Tone] = pick<[Tone, Tone, Tone]>(random, [
    ['pale', 'main', 'deep'],
    ['light', 'accent', 'deep'],
    ['pale', 'light', 'main'],
  ]);
  const stones: Stone[] = [];
  for (let row = -4; row <= 4; row += 1) {
    for (let column = -4; column <= 4; column += 1) {
      const x = column * 2 * half + (row % 2 === 0 ? 0 : half);
      const y = row * 1.5 * side;
      const centre: Point = [x, y];
      const corners = Array.from({ length: 6 }, (_, i): Point => [
        x + side * Math.sin((i * Math.PI) / 3),
        y - side * Math.cos((i * Math.PI) / 3),
      ]);
      const face = (a: number, tone: Tone): Stone => ({
        points: [centre, corners[a % 6]!, corners[(a + 1) % 6]!, corners[(a + 2) % 6]!],
        tone,
      });
      stones.push(face(5, faces[0]), face(1, faces[1]), face(3, faces[2]));
    }
  }
  return { layers: [stones] };
}

/** Fish scales in rows, each with a rim and a heart; every row lies over the one above it. */
export function scales(random: Random): Pattern {
  const across = between(random, 3, 4);
  const radius = 50 / across;
  const [rim, flesh, heart]: [Tone, Tone, Tone] = pick<[Tone, Tone, Tone]>(random, [
    ['main', 'light', 'deep'],
    ['deep', 'main', 'pale'],
    ['deep', 'pale', 'accent'],
  ]);
  const layers: Stone[][] = [];
  for (let row = -across - 1; row <= across; row += 1) {
    const discs = (part: number, tone: Tone): Stone[] =>
      Array.from({ length: across * 2 + 1 }, (_, n) => {
        const x = (n - across + (row % 2 === 0 ? 0 : 0.5)) * radius * 2;
        return move({ points: arc(radius * part, 0, 1), tone }, x, -row * radius);
      });
    layers.push(discs(1, rim), discs(0.68, flesh), discs(0.34, row % 2 === 0 ? heart : rim));
  }
  return { layers };
}

/** Water: bands that swing, cut into stones. */
export function waves(random: Random): Pattern {
  const bands = between(random, 6, 8);
  const swings = pick(random, [1, 1.5, 2]);
  const depth = between(random, 6, 9);
  const thickness = 100 / bands;
  const tones: Tone[] = ['main', 'pale', 'deep', 'light', 'main', 'accent'];
  const stones: Stone[] = [];
  const pieces = 14;
  for (let band = -2; band < bands + 2; band += 1) {
    const y = (x: number, edge: number) =>
      -50 + (band + edge) * thickness + depth * Math.sin((x / 100) * swings * 2 * Math.PI);
    for (let i = 0; i <= pieces; i += 1) {
      const shift = band % 2 === 0 ? 0 : 0.5;
      const [left, right] = [-50 + ((i - shift) * 100) / pieces, -50 + ((i + 1 - shift) * 100) / pieces];
      stones.push({
        points: [
          [left, y(left, 0)],
          [right, y(right, 0)],
          [right, y(right, 1)],
          [left, y(left, 1)],
        ],
        tone: tones[(band + tones.length * 2) % tones.length]!,
      });
    }
  }
  return { layers: [stones] };
}

/** Squares halved into triangles that turn about the middle. */
export function pinwheels(random: Random): Pattern {
  const cells = pick(random, [4, 6]);
  const size = 100 / cells;
  const swap = random() < 0.5;
  const stones: Stone[] = [];
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const [x, y] = [-50 + column * size, -50 + row * size];
      const quarter = (row % 2) * 2 + (column % 2);
      const [a, b, c, d]: Point[] = [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
      ];
      const falling = (quarter === 0 || quarter === 3) !== swap;
      const ringNumber = Math.min(row, column, cells - 1 - row, cells - 1 - column);
      const first: Tone = ringNumber % 2 === 0 ? 'main' : 'accent';
      const second: Tone = ringNumber % 2 === 0 ? 'pale' : 'deep';
      const upper = quarter < 2 ? first : second;
      const lower = quarter < 2 ? second : first;
      stones.push(
        falling ? { points: [a!, b!, c!], tone: upper } : { points: [a!, b!, d!], tone: upper },
        falling ? { points: [a!, c!, d!], tone: lower } : { points: [b!, c!, d!], tone: lower },
      );
    }
  }
  return { layers: [stones] };
}

/** Circles that share their edges: four leaves about every square. */
export function leaves(random: Random): Pattern {
  const cells = pick(random, [2, 3, 4]);
  const size = 100 / cells;
  const round = random() < 0.5;
  const [across, down, heart]: [Tone, Tone, Tone] = pick<[Tone, Tone, Tone]>(random, [
    ['main', 'deep', 'pale'],
    ['accent', 'main', 'pale'],
    ['deep', 'main', 'light'],
  ]);
  const corners = Array.from({ length: (cells + 1) ** 2 }, (_, n): Point => [
    -50 + (n % (cells + 1)) * size,
    -50 + Math.floor(n / (cells + 1)) * size,
  ]);
  const quarters = corners.flatMap(([x, y]): Stone[] => {
    const square: Point[] = [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
    ];
    const middle: Point = [x + size / 2, y + size / 2];
    return square.map((corner, i) => ({ points: [middle, corner, square[(i + 1) % 4]!], tone: heart }));
  });
  const seeds = corners.map(([x, y]): Stone => {
    const points = round ? arc(size * 0.15, 0, 1) : [0, 1, 2, 3].map((quarter) => polar(size * 0.2, quarter / 4));
    return move({ points, tone: down }, x + size / 2, y + size / 2);
  });
  const lens = leaf(size);
  const lenses = corners.flatMap(([x, y]): Stone[] => [
    move({ points: lens, tone: across }, x, y),
    move(turn({ points: lens, tone: down }, 0.25), x, y),
  ]);
  return { layers: [quarters, seeds, lenses] };
}

/** A leaf from the origin to the right: two bows. */
function leaf(length: number): Point[] {
  const bow = (part: number) => length * 0.8 * part * (1 - part);
  const parts = Array.from({ length: 9 }, (_, i) => i / 8);
  return [
    ...parts.map((part): Point => [length * part, -bow(part)]),
    ...parts.map((part): Point => [length * (1 - part), bow(part)]),
  ];
}

/** Squares within squares, stood on their corner, each course laid in stones. */
export function lozenges(random: Random): Pattern {
  const courses = between(random, 5, 7);
  const width = 100 / courses;
  const tones: Tone[] = pick(random, [
    ['accent', 'pale', 'main', 'light', 'deep', 'pale', 'main'],
    ['deep', 'main', 'pale', 'accent', 'pale', 'main', 'deep'],
  ]);
  const stones: Stone[] = [];
  for (let course = 0; course < courses; course += 1) {
    const [inner, outer] = [course * width, (course + 1) * width];
    const pieces = course * 2 + 1;
    for (let quarter = 0; quarter < 4; quarter += 1) {
      for (let i = 0; i < pieces; i += 1) {
        const at = (reach: number, part: number): Point => {
          const point: Point = [reach * part, -reach * (1 - part)];
          return [
            [point[0], point[1]],
            [-point[1], point[0]],
            [-point[0], -point[1]],
            [point[1], -point[0]],
          ][quarter] as unknown as Point;
        };
        stones.push({
          points: [
            at(inner, i / pieces),
            at(outer, i / pieces),
            at(outer, (i + 1) / pieces),
            at(inner, (i + 1) / pieces),
          ],
          tone: tones[course % tones.length]!,
        });
      }
    }
  }
  return { layers: [stones] };
}

/** Long stones laid over and under, as in a basket. */
export function basket(random: Random): Pattern {
  const cells = pick(random, [4, 5]);
  const size = 100 / cells;
  const strips = pick(random, [2, 3]);
  const [along, across]: [Tone[], Tone[]] = pick(random, [
    [
      ['main', 'light', 'main'],
      ['deep', 'accent', 'deep'],
    ],
    [
      ['pale', 'main', 'pale'],
      ['deep', 'light', 'deep'],
    ],
  ]);
  const stones: Stone[] = [];
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const [x, y] = [-50 + column * size, -50 + row * size];
      for (let i = 0; i < strips; i += 1) {
        const part = (size / strips) * i;
        stones.push(
          (row + column) % 2 === 0
            ? rectangle(x, y + part, size, size / strips, along[i % along.length]!)
            : rectangle(x + part, y, size / strips, size, across[i % across.length]!),
        );
      }
    }
  }
  return { layers: [stones] };
}

/** Stones climbing in steps from both sides to the middle. */
export function steps(random: Random): Pattern {
  const cells = pick(random, [9, 11]);
  const size = 100 / cells;
  const middle = (cells - 1) / 2;
  const flip = random() < 0.5;
  const tones: Tone[] = pick(random, [
    ['accent', 'deep', 'main', 'light', 'pale'],
    ['deep', 'main', 'pale', 'main', 'accent'],
  ]);
  const stones: Stone[] = [];
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const height = flip ? row : cells - 1 - row;
      const level = Math.abs(column - middle) + height;
      stones.push(
        rectangle(-50 + column * size, -50 + row * size, size, size, tones[Math.floor(level / 2) % tones.length]!),
      );
    }
  }
  return { layers: [stones] };
}
