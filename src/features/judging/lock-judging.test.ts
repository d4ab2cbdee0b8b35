import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createTestApp, hold } from '../../../test/support/app.ts';
import { insertJudged } from '../../../test/support/judged.ts';
import { lockJudging } from './judging.queries.ts';

it('holds the enrolment and the judging until its transaction ends, and nothing of another attempt', async () => {
  const site = await createTestApp();
  try {
    const { attempt } = await insertJudged(site);
    const { attempt: other } = await insertJudged(site);
    const free = async (of: typeof attempt) => {
      const { rows: enrolments } = await sql`
        select 1 from enrolments where id = ${of.enrolment.id} for update skip locked`.execute(site.db);
      const { rows: judgings } = await sql`
        select 1 from judgings where attempt_id = ${of.id} for update skip locked`.execute(site.db);
      return { enrolment: enrolments.length === 1, judging: judgings.length === 1 };
    };
    expect(await free(attempt)).toEqual({ enrolment: true, judging: true });
    const holder = await hold(site);
    expect(await lockJudging(holder, attempt.id)).toMatchObject({ attemptId: attempt.id });
    expect(await free(attempt)).toEqual({ enrolment: false, judging: false });
    expect(await free(other)).toEqual({ enrolment: true, judging: true });
    await holder.commit().execute();
    expect(await free(attempt)).toEqual({ enrolment: true, judging: true });
    expect(
      await site.db.transaction().execute((trx) => lockJudging(trx, '0190a000-0000-7000-8000-000000000000')),
    ).toBeUndefined();
  } finally {
    await site.close();
  }
});
