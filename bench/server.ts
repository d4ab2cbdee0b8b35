import Fastify, { type FastifyInstance } from 'fastify';
import type pg from 'pg';

export type Statement = { text: string; values: unknown[] };

/** Everything that a page's answer took: its statements and its bytes. */
export type Recording = { statements: Statement[]; status: number; contentType: string; body: Buffer };

/** Notes every statement that goes through a pool while a recording runs. */
export function recordStatements(pool: pg.Pool): { start(): void; stop(): Statement[] } {
  let statements: Statement[] | undefined;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    (client as { query: unknown }).query = (...args: unknown[]) => {
      const [first, second] = args;
      const text = typeof first === 'string' ? first : (first as { text?: string }).text;
      if (statements && text !== undefined)
        statements.push({
          text,
          values: Array.isArray(second) ? second : ((first as { values?: unknown[] }).values ?? []),
        });
      return query(...args);
    };
  });
  return {
    start: () => {
      statements = [];
    },
    stop: () => {
      const recorded = statements ?? [];
      statements = undefined;
      return recorded;
    },
  };
}

/** Asks the real app once and keeps what it took. */
export async function recordPage(
  app: FastifyInstance,
  recorder: ReturnType<typeof recordStatements>,
  url: string,
  cookie: string | undefined,
): Promise<Recording> {
  const request = { url, headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) } };
  await app.inject(request); // Warm: connections open, code compiled.
  recorder.start();
  const response = await app.inject(request);
  return {
    statements: recorder.stop(),
    status: response.statusCode,
    contentType: response.headers['content-type'] as string,
    body: response.rawPayload,
  };
}

/** The bare limit: naked routes that run the same SQL on the same pool and send the same bytes. */
export async function bareServer(pool: pg.Pool, recordings: ReadonlyMap<string, Recording>): Promise<FastifyInstance> {
  const bare = Fastify();
  for (const [name, { statements, contentType, body }] of recordings) {
    bare.get(`/${name}`, async (_request, reply) => {
      for (const { text, values } of statements) await pool.query(text, values);
      return reply.type(contentType).send(body);
    });
  }
  await bare.listen({ port: 0, host: '127.0.0.1' });
  return bare;
}
