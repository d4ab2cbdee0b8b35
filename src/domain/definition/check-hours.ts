import type { PathProblem } from './problem.ts';
import type { ReadableDefinition } from './readable.ts';

/** The credit ledger counts whole quarters: hours in between would stand on the award and not in it. */
export function checkHours({ worth, companions }: ReadableDefinition): PathProblem[] {
  const hours = [
    { value: worth?.pdHours, path: ['worth', 'pdHours'] },
    ...(companions ?? []).map((one, index) => ({ value: one?.pdHours, path: ['companions', index, 'pdHours'] })),
  ];
  return hours.flatMap(({ value, path }) => {
    if (value === undefined || !Number.isFinite(value) || Number.isInteger(value * 4)) return [];
    const [down, up] = [Math.floor(value * 4) / 4, Math.ceil(value * 4) / 4];
    return [{ path, message: `PD hours go in quarters of an hour: write ${down} or ${up} in place of ${value}` }];
  });
}
