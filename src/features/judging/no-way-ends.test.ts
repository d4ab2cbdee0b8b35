import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import {
  type Judged,
  actAsLead,
  heardOf,
  insertConflict,
  insertJudged,
  loseRole,
  stageOf,
  trailOf,
  twoSeats,
} from '../../../test/support/judged.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const policy = { policy: 'two-blind' };

const act = (judged: Judged, what: string, body: Record<string, string> = {}, by = judged.lead) =>
  actAsLead(site, judged, what, body, by);

describe('a second seat that nobody may take', () => {
  it('is shown on the overview, and waived by a lead with a reason: one voice decides', async () => {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben, cem, lead } = judged;
    await assess(site, ada, attempt.id, { 'tally-readable': 'almost' });
    expect(textOf(pageOf(await act(judged, 'waive', { reason: 'None.' })))).toContain(
      'Somebody may take the second seat',
    );
    expect(textOf(pageOf(await get(site, '/lead', await signIn(site, lead))))).not.toContain('Waiting for somebody');

    await insertConflict(site, judged, lead);
    await loseRole(site, judged, ben, cem);
    const overview = pageOf(await get(site, '/lead', await signIn(site, lead)));
    expect(textOf(overview.querySelector('#nobodys'))).toContain(
      '1 assessor scored it already and 1 assessor must not, for a conflict of interest.',
    );
    expect(overview.querySelector('#nobodys a')?.getAttribute('href')).toBe(`/lead/attempts/${attempt.id}`);
    expect((await act(judged, 'waive')).statusCode).toBe(422);
    expect((await act(judged, 'waive', { reason: 'Nobody else is certified.' })).statusCode).toBe(303);

    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'working' });
    expect((await heardOf(site, attempt)).get('tally-readable')).toMatchObject({ value: 'almost' });
    const { process } = await site.db
      .selectFrom('decisions')
      .select('process')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    expect(process).toMatchObject({ independent: 1, waived: true });
    const page = pageOf(await get(site, `/lead/attempts/${attempt.id}`, await signIn(site, lead)));
    expect(textOf(page.querySelector('.seat-table thead'))).toContain('Waived by Lea');
    expect(textOf(page)).toContain('Nobody else is certified.');
    expect((await trailOf(site, judged)).map(({ action }) => action)).toContain('judging.second-waived');
  });

  it('is not waived before one has finished, nor while somebody sits there', async () => {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben, cem, lead } = judged;
    await claim(site, ada, attempt.id);
    expect((await act(judged, 'waive', { reason: 'None.' })).statusCode).toBe(409);
    await assess(site, ben, attempt.id);
    await loseRole(site, judged, cem);
    await insertConflict(site, judged, lead);
    expect(textOf(pageOf(await act(judged, 'waive', { reason: 'None.' })))).toContain('Somebody is scoring it now.');
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'scoring' });
  });

  it('is not waived by whoever sits in the first one while another lead could', async () => {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben, cem, lead, issuer } = judged;
    const other = await insertMember(site, 'lead_assessor', { issuer, name: 'Lou' });
    await insertConflict(site, judged, other.person);
    await assess(site, lead, attempt.id);
    await loseRole(site, judged, ada, ben, cem);
    const refused = pageOf(await act(judged, 'waive', { reason: 'I know it.' }));
    expect(textOf(refused)).toContain('You scored this attempt, so another lead assessor does this: ask Lou.');
    expect((await act(judged, 'waive', { reason: 'Nobody else.' }, other.person)).statusCode).toBe(303);
  });
});

describe('an adjudication that nobody may settle', () => {
  async function apart() {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben } = judged;
    await assess(site, ada, attempt.id);
    await assess(site, ben, attempt.id, { 'tally-readable': 'no' });
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'adjudication', contested: ['tally-readable'] });
    return judged;
  }

  it('is given up by a lead: what two are apart on stays open, and costs no attempt', async () => {
    const judged = await apart();
    const { attempt, cem, lead } = judged;
    const refused = await act(judged, 'end-adjudication', { reason: 'None.' });
    expect(textOf(pageOf(refused))).toContain('somebody may settle it');
    await loseRole(site, judged, cem);
    await insertConflict(site, judged, lead);
    expect((await act(judged, 'end-adjudication', { reason: 'Nobody is left.' })).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'held', heldFor: 'unsettled', contested: [] });
    expect((await act(judged, 'release')).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'working' });
    const heard = await heardOf(site, attempt);
    expect(heard.get('tally-readable')).toMatchObject({ value: null, condition: 'unsettled' });
    expect(heard.get('tally-readable')?.comment).toContain('Say who took part');
    const { outcome, process } = await site.db
      .selectFrom('decisions')
      .select(['outcome', 'process'])
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    expect({ outcome, process }).toMatchObject({ outcome: 'incomplete', process: { unsettled: ['tally-readable'] } });
    const work = `/work/${attempt.enrolment.id}/attempts/1`;
    expect(textOf(pageOf(await get(site, work, await signIn(site, judged.earner))))).toContain('Not settled');
  });

  it('can be settled after all once somebody is there', async () => {
    const judged = await apart();
    const { attempt, cem, lead, issuer } = judged;
    await loseRole(site, judged, cem);
    await insertConflict(site, judged, lead);
    await act(judged, 'end-adjudication', { reason: 'Nobody is left.' });
    const { person: dot } = await insertMember(site, 'assessor', { issuer, name: 'Dot' });
    const again = { 'look-for': 'tally-readable', reason: 'Dot is here now.' };
    expect((await act(judged, 'adjudicate', again)).statusCode).toBe(303);
    await assess(site, dot, attempt.id);
    await act(judged, 'release');
    expect((await heardOf(site, attempt)).get('tally-readable')).toMatchObject({ value: 'yes' });
  });

  it('is taken back at any time where it was only to be looked at again', async () => {
    const judged = await insertJudged(site, { release: 'held' });
    const { attempt, ada, ben } = judged;
    await assess(site, ada, attempt.id);
    await act(judged, 'adjudicate', { 'look-for': 'tally-readable', reason: 'Is it?' });
    await claim(site, ben, attempt.id);
    expect((await act(judged, 'end-adjudication', { reason: 'It is.' })).statusCode).toBe(409);
    await site.db
      .updateTable('assessments')
      .set({ lease_expires_at: noon })
      .where('attempt_id', '=', attempt.id)
      .where('state', '=', 'claimed')
      .execute();
    expect((await act(judged, 'end-adjudication', { reason: 'It is.' })).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'held', heldFor: 'policy' });
    expect((await act(judged, 'release')).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ state: 'earned' });
  });
});
