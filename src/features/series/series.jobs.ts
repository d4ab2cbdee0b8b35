import { fewestPieces } from '#domain/series/stack-progress.ts';
import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { issueStackAward } from './issue-stack-award.ts';
import { reviewStackAwards } from './review-stack-awards.ts';
import { findStackSource, listAlmostFinishers, listStackSeries } from './stack.queries.ts';

export function seriesJobs(deps: Deps, { peopleAtOnce = 100 } = {}) {
  return {
    'issue-stack-awards': async ({ personId, microCredentialId }: { personId: string; microCredentialId: string }) => {
      for (const seriesId of await listStackSeries(deps.db, microCredentialId))
        await issueStackAward(deps, { personId, seriesId });
    },

    'review-stack-awards': async ({ awardId }: { awardId: string }) => {
      await reviewStackAwards(deps, { awardId });
      // One that counts again may be the last piece.
      const award = await deps.db
        .selectFrom('awards')
        .select(['person_id', 'micro_credential_id', 'series_id'])
        .where('id', '=', awardId)
        .executeTakeFirst();
      if (!award) return;
      const { person_id: personId, micro_credential_id: microCredentialId, series_id: own } = award;
      // A piece may have come back while its stack award was being revoked.
      const concerned = microCredentialId ? await listStackSeries(deps.db, microCredentialId) : own ? [own] : [];
      for (const seriesId of concerned) await issueStackAward(deps, { personId, seriesId });
    },

    'sweep-stack-awards': async ({ seriesId, after }: { seriesId: string; after?: string }) => {
      const source = await findStackSource(deps.db, seriesId);
      if (!source) return;
      const fewest = fewestPieces(source.series);
      const what = 'issuing a stack award';
      const failures: unknown[] = [];
      // One job for all: a job that added the next one would add it again whenever it is tried again.
      for (let last = after, goOn = true; goOn;) {
        const people = await listAlmostFinishers(deps.db, { seriesId, fewest, after: last, limit: peopleAtOnce });
        const issue = (personId: string) => issueStackAward(deps, { personId, seriesId });
        failures.push(...(await attemptEach(people, issue, { log: deps.log, what })));
        last = people.at(-1);
        goOn = people.length === peopleAtOnce;
      }
      throwTogether(failures, what);
    },
  };
}
