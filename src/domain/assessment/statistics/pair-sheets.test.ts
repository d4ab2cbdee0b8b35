import { expect, it } from 'vitest';
import { type PairOfSheets, countPairs, lookForId } from './pair-sheets.ts';

const lookFors = ['a', 'b', 'c'];
const base: PairOfSheets = {
  microCredentialId: 'm',
  firstAssessor: 'ruth',
  secondAssessor: 'sam',
  firstLookFors: lookFors,
  secondLookFors: lookFors,
  first: '210',
  second: '211',
};

it('counts pairs in all, by look-for, by assessor and by attempt', () => {
  const counted = countPairs([
    base,
    { ...base, firstAssessor: 'sam', secondAssessor: 'ruth', first: '222', second: '22-' },
  ]);
  expect(counted.all).toEqual([
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 3],
  ]);
  expect(counted.byLookFor.get(lookForId('m', 'c'))).toEqual([
    [0, 1, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  // Sam was the one who said Almost where Ruth said No.
  expect(counted.byAssessor.get('sam')?.[1]).toEqual([1, 1, 0]);
  expect(counted.byAssessor.get('ruth')?.[0]).toEqual([0, 1, 0]);
  expect(counted.clusters.map((cluster) => [...cluster])).toEqual([
    [0, 1, 0, 0, 1, 0, 0, 0, 1],
    [0, 0, 0, 0, 0, 0, 0, 0, 2],
  ]);
});

it('finds each look-for where the lists differ, and leaves out attempts that share none', () => {
  const apart = { ...base, secondLookFors: ['c', 'a'], second: '02' };
  expect(countPairs([apart]).all).toEqual([
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 1],
  ]);
  expect(countPairs([{ ...base, second: '---' }])).toMatchObject({ attempts: 0, clusters: [] });
});
