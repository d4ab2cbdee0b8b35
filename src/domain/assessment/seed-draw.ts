import { randomFrom } from '#domain/tile/random.ts';

/**
 * Whether the next attempt that an assessor is given is an anchor: a draw of its own for each, the same whenever it is
 * asked for, at the issuer’s rate in the long run. `secret` is known to nobody, and `given` counts what they were given.
 */
export function isSeedDue(draw: { secret: string; assessorId: string; given: number; rate: number }): boolean {
  const { secret, assessorId, given, rate } = draw;
  return randomFrom(`${secret}:${assessorId}:${given}`)() < rate;
}
