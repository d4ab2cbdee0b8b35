import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, claim } from '../../../test/support/acts.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { type Judged, claimAs, insertJudged, twoSeats } from '../../../test/support/judged.ts';
import { showNames } from './show-names.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const act = async ({ attempt, lead }: Judged, what: string, by = lead) =>
  post(site, `/lead/attempts/${attempt.id}/${what}`, {}, await signIn(site, by));

async function actionsOf(attemptId: string): Promise<string[]> {
  const rows = await site.db.selectFrom('audit_events').select('action').where('subject_id', '=', attemptId).execute();
  return rows.map(({ action }) => action);
}

describe('whoever asked whose work it is', () => {
  it('takes no part in judging it without names, and whoever has a part may not ask', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, { ...twoSeats, isBlind: true });
    const { attempt, ada, lead, earner } = judged;
    const page = async () => pageOf(await get(site, `/lead/attempts/${attempt.id}`, await signIn(site, lead)));
    expect(textOf(await page())).not.toContain(earner.name);
    expect(textOf((await page()).querySelector('.blind-banner'))).toContain('It is judged without knowing');
    expect((await act(judged, 'names')).statusCode).toBe(303);
    expect(textOf(await page())).toContain(earner.name);
    expect(await actionsOf(attempt.id)).toContain('attempt.names-shown');
    const claimed = await post(site, `/desk/attempts/${attempt.id}/claim`, {}, await signIn(site, lead));
    expect(claimed.statusCode).toBe(403);
    expect(textOf(pageOf(claimed))).toContain('you have seen whose work it is');
    expect(textOf(pageOf(await get(site, '/desk', await signIn(site, lead))))).not.toContain('Earner ');

    const { person: other } = await insertMember(site, 'lead_assessor', { issuer: judged.issuer, name: 'Lou' });
    await claim(site, other, attempt.id);
    expect((await act(judged, 'names', other)).statusCode).toBe(409);
    await assess(site, ada, attempt.id);
  });

  it('has the names or the seat, whichever came first', async () => {
    const both = async (first: 'names' | 'claim') => {
      const { attempt, lead, issuer } = await insertJudged(
        site,
        { policy: 'two-blind' },
        { ...twoSeats, isBlind: true },
      );
      const asked = {
        lead: { id: lead.id, name: lead.name, issuerIds: [issuer.id] },
        attemptId: attempt.id,
        now: noon,
      };
      const names = () => site.db.transaction().execute((trx) => showNames(trx, asked));
      const seat = () => claimAs(site, lead, attempt);
      const holder = await hold(site);
      await sql`select 1 from enrolments where id = ${attempt.enrolment.id} for update`.execute(holder);
      const one = first === 'names' ? names() : seat();
      await untilBlocked(site, 1);
      const other = first === 'names' ? seat() : names();
      await untilBlocked(site, 2);
      await holder.commit().execute();
      return Promise.all([one, other]);
    };
    expect(await both('names')).toMatchObject([{ ok: true }, { obstacle: { reason: 'names-seen' } }]);
    expect(await both('claim')).toMatchObject([{ ok: true }, { ok: false, reason: 'has-part' }]);
  });
});
