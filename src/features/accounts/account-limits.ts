import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequestsError } from '#platform/errors.ts';

const minute = 60_000;

/** Per network: generous, since a whole school signs in from one address. */
export const networkLimits = {
  signIn: { max: 120, timeWindow: 10 * minute },
  signUp: { max: 60, timeWindow: 60 * minute },
  mail: { max: 40, timeWindow: 15 * minute },
};

/** Per e-mail address: tight, since nobody mistypes a password twenty times. */
const addressLimits = {
  signIn: { max: 20, timeWindow: 15 * minute },
  signUp: { max: 10, timeWindow: 60 * minute },
  mail: { max: 5, timeWindow: 15 * minute },
};

export type AddressLimits = Record<
  keyof typeof addressLimits,
  (request: FastifyRequest, email: string) => Promise<void>
>;

/** Counts what is tried for one e-mail address, whoever tries it; refuses past the limit. */
export function createAddressLimits(app: FastifyInstance): AddressLimits {
  const limit = (options: { max: number; timeWindow: number }) => {
    const emails = new WeakMap<FastifyRequest, string>();
    const check = app.createRateLimit({ ...options, keyGenerator: (request) => emails.get(request) ?? request.ip });
    return async (request: FastifyRequest, email: string) => {
      emails.set(request, email);
      const result = await check(request);
      if (!result.isAllowed && result.isExceeded) throw new TooManyRequestsError(result.ttlInSeconds);
    };
  };
  return { signIn: limit(addressLimits.signIn), signUp: limit(addressLimits.signUp), mail: limit(addressLimits.mail) };
}
