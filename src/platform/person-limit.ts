import type { RateLimitOptions } from '@fastify/rate-limit';
import { TooManyRequestsError } from './errors.ts';

/** A route's `rateLimit` that counts what one person does, wherever they are. */
export function personLimit(options: { max: number; timeWindow: number }): RateLimitOptions {
  return {
    ...options,
    keyGenerator: (request) => request.viewer?.person.id ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      new TooManyRequestsError(ttl / 1000, 'You have done this very often in a short while.'),
  };
}
