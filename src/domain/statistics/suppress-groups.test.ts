import { expect, it } from 'vitest';
import { randomFrom } from '../tile/random.ts';
import { type GroupCounts, attackGroups, countKeys, suppressBreakdowns, totalOf } from './suppress-groups.ts';
import { valuesIn } from './suppress-table.ts';

const group = (people: number, first: number, awards = people, timed = people): GroupCounts => ({
  people,
  first,
  awards,
  timed,
});
/** One breakdown alone. */
const suppressGroups = (groups: GroupCounts[], k: number) => {
  const members = groups.map((_, index) => String(index));
  const { total, breakdowns } = suppressBreakdowns([{ groups, members }], k);
  return { total, groups: breakdowns[0] ?? [] };
};
const shownOf = (groups: GroupCounts[], k = 10) => {
  const { groups: masks } = suppressGroups(groups, k);
  return masks.map((mask) => countKeys.filter((key) => !mask[key]));
};
const all = [...countKeys];

it('shows groups that are large enough whole', () => {
  expect(shownOf([group(40, 20), group(30, 12)])).toEqual([all, all]);
});

it('hides a small group and the next smallest beside it', () => {
  expect(shownOf([group(40, 20), group(4, 2), group(15, 7), group(30, 12)])).toEqual([all, [], [], all]);
});

it('hides more where what is left over would be too little', () => {
  // 1 + 2 people can be 0 to 3: too few values, so 12 go with them.
  expect(shownOf([group(40, 20), group(1, 0), group(2, 1), group(14, 9)])).toEqual([all, [], [], []]);
  // And where too few of them all earned at first, that is hidden of the others, too.
  expect(shownOf([group(40, 20), group(1, 0), group(2, 1), group(14, 3)])).toEqual([all.toSpliced(1, 1), [], [], []]);
});

it('hides a share of 0 or 100 %, and one more, so that the total doesn’t tell it', () => {
  const { groups: masks } = suppressGroups([group(20, 20), group(25, 10), group(50, 30)], 10);
  expect(masks.map(({ first }) => first)).toEqual([true, true, false]);
  expect(masks.map(({ people }) => people)).toEqual([false, false, false]);
});

it('shows totals while hiding groups is enough, and hides one everywhere where it is not', () => {
  // Nobody of the first group earned at first, all of the second: either could be anything from 0 to 20.
  const halves = suppressGroups([group(20, 0), group(20, 20)], 10);
  expect(halves.total.first).toBe(false);
  expect(halves.groups.map(({ people, first }) => [people, first])).toEqual([
    [false, true],
    [false, true],
  ]);
  // Three who earned at first are too few, however they are spread.
  const groups = [group(30, 3), group(30, 0)];
  const others = [group(20, 1), group(40, 2)];
  const { total, breakdowns } = suppressBreakdowns(
    [
      { groups, members: ['a', 'b'] },
      { groups: others, members: ['c', 'd'] },
    ],
    10,
  );
  expect(total).toMatchObject({ people: false, first: true });
  expect(breakdowns.flat().every(({ first }) => first)).toBe(true);
});

it('hides people who are a group of two breakdowns in both', () => {
  const { breakdowns } = suppressBreakdowns(
    [
      { groups: [group(12, 5), group(4, 2), group(60, 30)], members: ['unknown', 'east', 'rest'] },
      { groups: [group(12, 5), group(30, 15), group(34, 17)], members: ['unknown', 'middle', 'high'] },
    ],
    10,
  );
  expect(breakdowns.map((of) => of.map(({ people }) => people))).toEqual([
    [true, true, false],
    [true, true, false],
  ]);
});

it('shows nothing at all of too few people', () => {
  const { groups, total } = suppressGroups([group(3, 1), group(4, 2)], 10);
  expect([...groups, total].flatMap((mask) => countKeys.map((key) => mask[key]))).toEqual(Array(12).fill(true));
  expect(suppressGroups([], 10).total.people).toBe(true);
});

it('leaves no breakdown recoverable, whatever it is', () => {
  const random = randomFrom('groups');
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  for (let round = 0; round < 100; round += 1) {
    const groups = Array.from({ length: 1 + upTo(7) }, () => {
      const people = 1 + Math.floor(random() ** 2 * 70);
      const first = upTo(people);
      return group(people, first, first + upTo(people - first), upTo(people));
    });
    const k = 2 + upTo(9);
    const { groups: masks, total } = suppressGroups(groups, k);
    groups.forEach((one, index) => {
      const mask = masks[index];
      if (one.people < k) expect(mask?.people).toBe(true);
      if (one.first === 0 || one.first === one.people) expect(mask?.first).toBe(true);
      if (mask?.people) expect(countKeys.every((key) => mask[key])).toBe(true);
    });
    if (total.people) continue;
    for (const { range } of attackGroups({ groups, masks, total })) expect(valuesIn(range)).toBeGreaterThanOrEqual(k);
  }
});

it('is quick with many groups', () => {
  const many = Array.from({ length: 60 }, (_, index) =>
    group(3 + (index % 20), 1 + (index % 3), 2 + (index % 9), index % 7),
  );
  const result = suppressGroups(many, 10);
  for (const { range } of attackGroups({ groups: many, masks: result.groups, total: result.total }))
    expect(valuesIn(range)).toBeGreaterThanOrEqual(10);
});

it('adds groups up', () => {
  expect(totalOf([group(4, 2), group(6, 1)])).toMatchObject({ people: 10, first: 3 });
});
