import { between, pick, type Random } from './random.ts';
import { type Pattern, type Point, type Stone, type Tone, polar, rectangle, ring, turn } from './stone.ts';

/** Patterns that turn about the middle, on a ground of small stones. */

const reach = 46;

/** The ground that the corners show: small stones, a few of them darker. */
function ground(random: Random): Stone[] {
  const cells = 10;
  const size = 100 / cells;
  return Array.from({ length: cells * cells }, (_, i) =>
    rectangle(
      -50 + (i % cells) * size,
      -50 + Math.floor(i / cells) * size,
      size,
      size,
      random() < 0.22 ? 'light' : 'pale',
    ),
  );
}

/** Courses of stones about a centre, each course with its own rhythm. */
export function rings(random: Random): Pattern {
  const fold = pick(random, [6, 8, 10]);
  const courses = pick<Tone[][]>(random, [
    [['accent'], ['pale', 'deep'], ['main'], ['light', 'deep'], ['pale', 'main', 'main']],
    [['deep'], ['main', 'light'], ['pale', 'accent'], ['main'], ['deep', 'pale']],
    [['main'], ['pale', 'accent'], ['deep'], ['main', 'pale']],
  ]);
  const width = reach / courses.length;
  const stones = courses.flatMap((tones, i) =>
    ring(i * width, (i + 1) * width, i === 0 ? fold : fold * (i + 1), tones, i % 2 === 0 ? 0 : 0.5),
  );
  return { ground: ground(random), layers: [stones] };
}

/** A flower of pointed petals, each of two halves. */
export function rosette(random: Random): Pattern {
  const petals = between(random, 6, 9);
  const courses: { far: number; wide: number; tones: [Tone, Tone]; offset: number }[] = [
    { far: reach, wide: 0.5, tones: ['deep', 'main'], offset: 0.5 },
    { far: reach * 0.82, wide: 0.42, tones: ['light', 'pale'], offset: 0 },
    { far: reach * 0.5, wide: 0.46, tones: ['accent', 'main'], offset: 0.5 },
  ];
  return {
    ground: ground(random),
    layers: [
      ring(0, reach, petals * 2, ['pale']),
      ...courses.map(({ far, wide, tones, offset }) =>
        Array.from({ length: petals }, (_, i) =>
          petal(far, wide / petals, tones).map((stone) => turn(stone, (i + offset) / petals)),
        ).flat(),
      ),
      ring(0, reach * 0.14, 6, ['deep']),
    ],
  };
}

function petal(far: number, wide: number, [right, left]: [Tone, Tone]): Stone[] {
  const edge = (side: number): Point[] =>
    Array.from({ length: 9 }, (_, i) => polar((far * i) / 8, side * wide * 0.9 * Math.sin(Math.PI * (i / 8) ** 0.8)));
  const spine: Point[] = [
    [0, -far],
    [0, 0],
  ];
  return [
    { points: [...edge(1), ...spine], tone: right },
    { points: [...edge(-1), ...spine], tone: left },
  ];
}

/** A star of lozenges, course upon course, as quilts and floors have it. */
export function star(random: Random): Pattern {
  const points = pick(random, [6, 8]);
  const courses = between(random, 2, 3);
  const tones: Tone[] = pick(random, [
    ['accent', 'main', 'pale', 'deep', 'main'],
    ['deep', 'light', 'main', 'accent', 'deep'],
  ]);
  const side = 50 / courses / (2 * Math.cos(Math.PI / points));
  const [u, v] = [polar(side, -0.5 / points), polar(side, 0.5 / points)];
  const at = (i: number, j: number): Point => [u[0] * i + v[0] * j, u[1] * i + v[1] * j];
  const diamond = Array.from({ length: courses * courses }, (_, n): Stone => {
    const [i, j] = [n % courses, Math.floor(n / courses)];
    return { points: [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)], tone: tones[(i + j) % tones.length]! };
  });
  const stones = Array.from({ length: points }, (_, i) => diamond.map((stone) => turn(stone, i / points))).flat();
  return { ground: ground(random), layers: [stones] };
}

/** Rays, long and short, about a disc. */
export function sun(random: Random): Pattern {
  const rays = between(random, 8, 12);
  const spike = (far: number, near: number, middle: number, from: number, to: number, tone: Tone): Stone => ({
    points: [polar(far, middle), polar(near, middle + from / rays), polar(near, middle + to / rays)],
    tone,
  });
  const every = (make: (middle: number) => Stone[]) => Array.from({ length: rays }, (_, i) => make(i / rays)).flat();
  return {
    ground: ground(random),
    layers: [
      ring(reach * 0.42, reach, rays * 2, ['light', 'pale'], 0.5),
      every((middle) => [
        spike(reach * 1.04, reach * 0.42, middle, 0.42, 0, 'deep'),
        spike(reach * 1.04, reach * 0.42, middle, -0.42, 0, 'main'),
      ]),
      every((middle) => [spike(reach * 0.8, reach * 0.46, middle + 0.5 / rays, 0.18, -0.18, 'accent')]),
      [...ring(reach * 0.22, reach * 0.42, rays, ['main', 'light']), ...ring(0, reach * 0.22, 5, ['accent'])],
    ],
  };
}

/** Courses that turn a little further each time, so that the arms wind. */
export function spiral(random: Random): Pattern {
  const arms = between(random, 5, 7);
  const courses = 7;
  const twist = pick(random, [0.32, -0.32, 0.5]);
  const tones: Tone[] = pick(random, [
    ['deep', 'pale', 'main', 'light'],
    ['main', 'pale', 'accent', 'pale'],
  ]);
  const count = arms * tones.length;
  const stones = Array.from({ length: courses }, (_, course) => {
    const edge = (n: number) => 6 + (n * (reach - 6)) / courses;
    return ring(edge(course), edge(course + 1), count, tones, course * twist * 2);
  }).flat();
  return { ground: ground(random), layers: [[...stones, ...ring(0, 6, 4, ['deep'])]] };
}

/** A shield of triangles: courses that point outwards, the eye drawn in. */
export function shield(random: Random): Pattern {
  const count = between(random, 14, 20);
  const courses: [Tone, Tone][] = [
    ['deep', 'pale'],
    ['main', 'light'],
    ['deep', 'pale'],
    ['accent', 'light'],
    ['main', 'pale'],
  ];
  const stones = courses.flatMap(([dark, bright], course) => {
    const edge = (n: number) => 9 + (n * (reach - 9)) / courses.length;
    const [inner, outer] = [edge(course), edge(course + 1)];
    return Array.from({ length: count }, (_, i): Stone[] => {
      const at = (part: number) => (i + course / 2 + part) / count;
      return [
        { points: [polar(inner, at(0)), polar(outer, at(0.5)), polar(inner, at(1))], tone: dark },
        { points: [polar(outer, at(-0.5)), polar(inner, at(0)), polar(outer, at(0.5))], tone: bright },
      ];
    }).flat();
  });
  return { ground: ground(random), layers: [[...stones, ...ring(0, 9, 6, ['accent', 'pale'])]] };
}
