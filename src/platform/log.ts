/** The part of Fastify's logger (pino) that the rest of the program uses. */
export type Log = {
  error(details: unknown, message?: string): void;
  warn(details: unknown, message?: string): void;
  info(details: unknown, message?: string): void;
};

export const silentLog: Log = { error: () => undefined, warn: () => undefined, info: () => undefined };
