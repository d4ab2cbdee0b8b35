import type { Lock, Locker } from '@tus/server';
import type pg from 'pg';
import { HttpError } from '#platform/errors.ts';

/** How long a request waits for another of the same upload to let go, in milliseconds. */
const patience = 30_000;
const channel = 'tessera_upload_wanted';

class UploadBusyError extends HttpError {
  readonly statusCode = 423;

  constructor() {
    super(
      'This file is being sent in another tab or window, or is just being looked at. Wait a moment, then try again.',
    );
  }
}

type Held = { release(): void; gone: Promise<void> };

/**
 * One request at a time writes to an upload, over all processes of the installation: within this one by a map, between them by
 * locks of the database on one connection that is held while there is any upload. Whoever wants an upload asks the holder
 * to let go, since a lost connection may look alive for minutes.
 */
export function createUploadLocks(pool: pg.Pool): Locker {
  const holders = new Map<string, Held>();
  const shared = shareConnection(pool, (id) => holders.get(id)?.release());

  const takeWithin = async (id: string, release: () => void, signal: AbortSignal): Promise<() => void> => {
    const deadline = Date.now() + patience;
    for (let holder = holders.get(id); holder; holder = holders.get(id)) {
      holder.release();
      if (!(await within(holder.gone, deadline - Date.now())) || signal.aborted) throw new UploadBusyError();
    }
    const { promise, resolve } = Promise.withResolvers<undefined>();
    holders.set(id, { release, gone: promise });
    return () => {
      holders.delete(id);
      resolve(undefined);
    };
  };

  return {
    newLock(id): Lock {
      let leave: (() => void) | undefined;
      let ask: Ask | undefined;
      return {
        async lock(signal, requestRelease) {
          leave = await takeWithin(id, () => void requestRelease(), signal);
          try {
            ask = await shared.enter();
            const deadline = Date.now() + patience;
            while (!(await tryLock(ask, id))) {
              await ask('select pg_notify($1, $2)', [channel, id]);
              if (signal.aborted || Date.now() > deadline) throw new UploadBusyError();
              await new Promise((resolve) => setTimeout(resolve, 100));
            }
          } catch (error) {
            if (ask) shared.leave();
            ask = undefined;
            leave();
            throw error;
          }
        },
        async unlock() {
          await ask?.('select pg_advisory_unlock(hashtextextended($1, 1))', [id]).catch(() => undefined);
          if (ask) shared.leave();
          leave?.();
        },
      };
    },
  };
}

/** One query of a connection that several share, each in its turn. */
type Ask = (text: string, values: unknown[]) => Promise<pg.QueryResult>;

async function tryLock(ask: Ask, id: string): Promise<boolean> {
  const { rows } = await ask('select pg_try_advisory_lock(hashtextextended($1, 1)) as taken', [id]);
  return (rows as { taken: boolean }[])[0]?.taken ?? false;
}

/** One connection for all who enter; it is given back when the last has left. */
function shareConnection(pool: pg.Pool, onWanted: (id: string) => void) {
  let inside = 0;
  let connecting: Promise<{ client: pg.PoolClient; ask: Ask }> | undefined;
  const onNotification = ({ payload }: pg.Notification) => {
    onWanted(payload ?? '');
  };
  const connect = async () => {
    const client = await pool.connect();
    client.on('notification', onNotification);
    let turn: Promise<unknown> = client.query(`listen ${channel}`);
    await turn;
    const ask: Ask = (text, values) => {
      const answer = turn.then(() => client.query(text, values));
      turn = answer.catch(() => undefined);
      return answer;
    };
    return { client, ask };
  };
  return {
    async enter(): Promise<Ask> {
      inside += 1;
      connecting ??= connect();
      try {
        return (await connecting).ask;
      } catch (error) {
        inside -= 1;
        connecting = undefined;
        throw error;
      }
    },
    leave(): void {
      inside -= 1;
      if (inside > 0) return;
      const ending = connecting;
      connecting = undefined;
      void ending?.then(async ({ client, ask }) => {
        client.off('notification', onNotification);
        const failed = await ask(`unlisten ${channel}`, []).then(
          () => false,
          () => true,
        );
        client.release(failed);
      });
    },
  };
}

/** Whether a promise settles in so many milliseconds. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
