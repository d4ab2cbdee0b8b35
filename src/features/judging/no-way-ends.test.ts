import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, claim, passCheck } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Person, insertMember, signIn } from '../../../test/support/factories.ts';
import { type Judged, heardOf, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const policy = { policy: 'two-blind' };

async function loseRole({ issuer }: Judged, ...people: Person[]) {
  for (const { id } of people)
    await site.db.deleteFrom('memberships').where('person_id', '=', id).where('issuer_id', '=', issuer.id).execute();
}

const act = async ({ attempt, lead }: Judged, what: string, body: Record<string, string> = {}, by = lead) =>
  post(site, `/lead/attempts/${attempt.id}/${what}`, body, await signIn(site, by));

const trailOf = ({ attempt }: Judged) =>
  site.db
    .selectFrom('audit_events')
    .select(['action', 'details'])
    .where('subject_id', '=', attempt.id)
    .orderBy('position')
    .execute();

const conflictOf = ({ issuer, earner }: Judged, assessor: Person) =>
  site.db
    .insertInto('conflicts')
    .values({
      ...{ issuer_id: issuer.id, assessor_id: assessor.id, person_id: earner.id, reason: 'Family.' },
      ...{ declared_by: assessor.id, declared_at: noon },
    })
    .execute();

describe('a second seat that nobody may take', () => {
  it('is shown on the overview, and waived by a lead with a reason: one voice decides', async () => {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben, cem, lead } = judged;
    await assess(site, ada, attempt.id, { 'tally-readable': 'almost' });
    expect(textOf(pageOf(await act(judged, 'waive', { reason: 'None.' })))).toContain(
      'Somebody may take the second seat',
    );
    expect(textOf(pageOf(await get(site, '/lead', await signIn(site, lead))))).not.toContain('Waiting for somebody');

    await conflictOf(judged, lead);
    await loseRole(judged, ben, cem);
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
    expect((await trailOf(judged)).map(({ action }) => action)).toContain('judging.second-waived');
  });

  it('is not waived before one has finished, nor while somebody sits there', async () => {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben, cem, lead } = judged;
    await claim(site, ada, attempt.id);
    expect((await act(judged, 'waive', { reason: 'None.' })).statusCode).toBe(409);
    await assess(site, ben, attempt.id);
    await loseRole(judged, cem);
    await conflictOf(judged, lead);
    expect(textOf(pageOf(await act(judged, 'waive', { reason: 'None.' })))).toContain('Somebody is scoring it now.');
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'scoring' });
  });

  it('is not waived by whoever sits in the first one while another lead could', async () => {
    const judged = await insertJudged(site, policy, twoSeats);
    const { attempt, ada, ben, cem, lead, issuer } = judged;
    const other = await insertMember(site, 'lead_assessor', { issuer, name: 'Lou' });
    await conflictOf(judged, other.person);
    await assess(site, lead, attempt.id);
    await loseRole(judged, ada, ben, cem);
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
    await loseRole(judged, cem);
    await conflictOf(judged, lead);
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
    await loseRole(judged, cem);
    await conflictOf(judged, lead);
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

describe('whoever scored an attempt', () => {
  it('does not release it: another lead does, or one whom an admin names', async () => {
    const judged = await insertJudged(site, { release: 'held' });
    const { attempt, lead, issuer } = judged;
    await assess(site, lead, attempt.id);
    const admin = await insertMember(site, 'issuer_admin', { issuer, name: 'Ann' });
    const refused = await act(judged, 'release');
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('Ask Ann, who can name one under People.');
    const listed = await post(site, '/lead/decisions/release', { attempt: attempt.id }, await signIn(site, lead));
    expect(textOf(pageOf(listed))).toContain('Ask Ann');

    await site.db
      .insertInto('memberships')
      .values({ issuer_id: issuer.id, person_id: admin.person.id, role: 'lead_assessor' })
      .execute();
    expect(textOf(pageOf(await act(judged, 'release')))).toContain('ask Ann.');
    expect((await act(judged, 'release', {}, admin.person)).statusCode).toBe(303);
    const recall = await act(judged, 'recall', { reason: 'Not so.' });
    expect(textOf(pageOf(recall))).toContain('ask Ann.');
    expect((await act(judged, 'recall', { reason: 'Not so.' }, admin.person)).statusCode).toBe(303);
  });

  it('releases it with a reason where the issuer has nobody else', async () => {
    const judged = await insertJudged(site, { release: 'held' });
    const { attempt, lead } = judged;
    await assess(site, lead, attempt.id);
    expect((await act(judged, 'release')).statusCode).toBe(422);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'held' });
    expect((await act(judged, 'release', { alone: 'I am the only one.' })).statusCode).toBe(303);
    const { process } = await site.db
      .selectFrom('decisions')
      .select('process')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    expect(process).toMatchObject({ alone: true });
    const released = (await trailOf(judged)).find(({ action }) => action === 'decision.released');
    expect(released?.details).toMatchObject({ reason: 'I am the only one.' });
  });
});

describe('an attempt that was sent back by mistake', () => {
  async function returned() {
    const judged = await insertJudged(site, {}, { stage: 'pre_check' });
    const url = `/desk/checks/${judged.attempt.id}`;
    const body = { intent: 'return', 'code-tally': 'illegible' };
    expect((await post(site, url, body, await signIn(site, judged.ada))).statusCode).toBe(303);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'returned', state: 'working' });
    return judged;
  }

  it('waits for its check again, and may be sent back again', async () => {
    const judged = await returned();
    const { attempt, earner, ben } = judged;
    expect((await act(judged, 'recall-check', { to: 'elsewhere', reason: 'It is fine.' })).statusCode).toBe(422);
    expect((await act(judged, 'recall-check', { to: 'check', reason: 'It is fine.' })).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'pre_check', state: 'submitted' });
    const kept = await site.db.selectFrom('recalled_checks').selectAll().where('attempt_id', '=', attempt.id).execute();
    expect(kept).toMatchObject([{ outcome: 'incomplete', checked_by: judged.ada.id, reason: 'It is fine.' }]);
    await site.runJobs();
    expect((await site.mailsTo(earner.email)).at(-1)?.text).toContain('sent back by mistake');

    const body = { intent: 'return', 'code-tally': 'illegible' };
    await post(site, `/desk/checks/${attempt.id}`, body, await signIn(site, ben));
    expect((await act(judged, 'recall-check', { to: 'check', reason: 'Again.' })).statusCode).toBe(303);
    await passCheck(site, ben, attempt.id);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'scoring' });
  });

  it('goes to be scored where the lead finds it complete', async () => {
    const judged = await returned();
    expect((await act(judged, 'recall-check', { to: 'scoring', reason: 'I can read it.' })).statusCode).toBe(303);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'scoring', state: 'submitted' });
    await assess(site, judged.ada, judged.attempt.id);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ state: 'earned' });
  });

  it('stays sent back once its earner has read so, and its check never goes without a recall', async () => {
    const judged = await returned();
    const { attempt, earner } = judged;
    await get(site, `/work/${attempt.enrolment.id}`, await signIn(site, earner));
    const refused = await act(judged, 'recall-check', { to: 'check', reason: 'It is fine.' });
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('The earner has read why it came back');
    const removal = site.db.deleteFrom('completeness_checks').where('attempt_id', '=', attempt.id);
    await expect(removal.execute()).rejects.toThrow(/never change/);
  });
});
