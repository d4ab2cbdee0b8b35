import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { assignWaiting } from './assign-waiting.ts';
import { listAwayWithWork, listIssuersWithAbsences } from './away.queries.ts';
import { endAllAssignments } from './clear-desk.ts';
import { listDigestIssuers, listDigestPeople, sendDigest } from './send-digest.ts';
import { listExpired, releaseLease } from './release-lease.ts';
import { listDoubtful, listHolders, reviewSeats } from './review-seats.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'release-leases': undefined;
    'send-digests': undefined;
  }
}

/** How often an issuer is gone through in one run while there is more to give. */
const mostRounds = 20;

/** What the queue does by itself. One row or issuer that fails keeps no other from its turn; the run fails after all. */
export function queueJobs({ db, now, baseUrl, log }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'log'>) {
  const each = <Item>(what: string, items: readonly Item[], act: (item: Item) => Promise<unknown>) =>
    attemptEach(items, act, { log, what });

  return {
    /** What somebody has not touched for the length of a lease waits for others again. */
    async 'release-leases'(): Promise<void> {
      const expired = await listExpired(db, now());
      const failures = await each('releasing a lease', expired, (assessmentId) =>
        db.transaction().execute((trx) => releaseLease(trx, { assessmentId, now: now() })),
      );
      throwTogether(failures, 'release-leases');
    },

    /** Who must not keep what they were given or have begun, gives it up: of one person, or of all. */
    async 'review-seats'(payload: { personId?: string } | undefined): Promise<void> {
      const failures: unknown[] = [];
      const holders = await listHolders(db, payload?.personId);
      failures.push(
        ...(await each('looking through somebody’s seats', holders, async ({ issuerId, personId }) => {
          const attempts = await listDoubtful(db, { issuerId, personId, now: now() });
          failures.push(
            ...(await each('reviewing a seat', attempts, (attemptId) =>
              db.transaction().execute((trx) => reviewSeats(trx, { attemptId, personId, now: now(), baseUrl })),
            )),
          );
        })),
      );
      throwTogether(failures, 'review-seats');
    },

    /** At one issuer, or at all that assign: who is away gives back what they were given, then what waits is given. */
    async 'assign-waiting'(payload: { issuerId?: string } | undefined): Promise<void> {
      const failures = await each('giving back what the absent have', await listIssuersWithAbsences(db), async (id) => {
        for (const away of await listAwayWithWork(db, id, now())) {
          const command = { ...away, actorId: null, reason: 'away', now: now() } as const;
          await db.transaction().execute((trx) => endAllAssignments(trx, command));
        }
      });
      const assigning = await db
        .selectFrom('assessing_settings')
        .select('issuer_id')
        .where('assignment', '=', 'auto')
        .$if(payload?.issuerId !== undefined, (query) => query.where('issuer_id', '=', payload?.issuerId ?? ''))
        .orderBy('issuer_id')
        .execute();
      failures.push(
        ...(await each('assigning at an issuer', assigning, async ({ issuer_id: issuerId }) => {
          for (let round = 0; round < mostRounds; round += 1) {
            const { goOn } = await db.transaction().execute((trx) => assignWaiting(trx, { issuerId, now: now() }));
            if (!goOn) break;
          }
        })),
      );
      throwTogether(failures, 'assign-waiting');
    },

    /** In the morning of each issuer that sends them, to those for whom something waits. */
    async 'send-digests'(): Promise<void> {
      const failures = await each('sending the digests of an issuer', await listDigestIssuers(db), async (issuerId) => {
        const people = await listDigestPeople(db, issuerId, now());
        const unsent = await each('sending a digest', people, (person) =>
          db.transaction().execute((trx) => sendDigest(trx, { ...person, now: now(), baseUrl })),
        );
        throwTogether(unsent, 'send-digests');
      });
      throwTogether(failures, 'send-digests');
    },
  };
}
