import { sql } from 'kysely';
import { takesEffect } from '#domain/award/revocation.ts';
import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { revokeUnappealed } from './decide-revocation.ts';
import { lockAward } from './lock-award.ts';

/**
 * Lets every revocation take effect whose time for an appeal is up, each in a transaction of its own: one that fails keeps no other
 * from it, and one that was appealed or withdrawn meanwhile is left alone.
 */
export async function endRevocations({ db, now, baseUrl, log }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'log'>) {
  const { rows } = await sql<{ award_id: string }>`
    select award_id from revocations where state = 'announced' and appeal_until <= ${now()}
    order by appeal_until limit 500`.execute(db);
  const failures = await attemptEach(
    rows,
    ({ award_id: awardId }) =>
      db.transaction().execute(async (trx) => {
        const award = await lockAward(trx, { awardId }, now());
        if (award.open && takesEffect(award.open, now()))
          await revokeUnappealed(trx, award, award.open, { now: now(), baseUrl });
      }),
    { log, what: 'letting a revocation take effect' },
  );
  throwTogether(failures, 'end-revocations');
}
