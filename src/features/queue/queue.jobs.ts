import type { Deps } from '#platform/deps.ts';
import { assignWaiting } from './assign-waiting.ts';
import { endAllAssignments } from './clear-desk.ts';
import { listAwayWithWork } from './away.queries.ts';
import { listDigestPeople, sendDigest } from './send-digest.ts';
import { listExpired, releaseLease } from './release-lease.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'release-leases': undefined;
    'send-digests': undefined;
  }
}

export function queueJobs({ db, now, baseUrl }: Deps) {
  return {
    /** What somebody has not touched for the length of a lease waits for others again. */
    async 'release-leases'(): Promise<void> {
      for (const assessmentId of await listExpired(db, now()))
        await db.transaction().execute((trx) => releaseLease(trx, { assessmentId, now: now() }));
    },

    /** At one issuer, or at all that assign: who is away gives back what they were given, then what waits is given. */
    async 'assign-waiting'(payload: { issuerId?: string } | undefined): Promise<void> {
      for (const away of await listAwayWithWork(db, now())) {
        const command = { ...away, actorId: null, reason: 'away', now: now() } as const;
        await db.transaction().execute((trx) => endAllAssignments(trx, command));
      }
      const assigning = await db
        .selectFrom('assessing_settings')
        .select('issuer_id')
        .where('assignment', '=', 'auto')
        .$if(payload?.issuerId !== undefined, (query) => query.where('issuer_id', '=', payload?.issuerId ?? ''))
        .execute();
      for (const { issuer_id: issuerId } of assigning)
        await db.transaction().execute((trx) => assignWaiting(trx, { issuerId, now: now() }));
    },

    /** In the morning of each issuer that sends them, to those for whom something waits. */
    async 'send-digests'(): Promise<void> {
      for (const person of await listDigestPeople(db, now()))
        await db.transaction().execute((trx) => sendDigest(trx, { ...person, now: now(), baseUrl }));
    },
  };
}
