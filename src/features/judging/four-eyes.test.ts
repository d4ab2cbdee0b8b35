import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import {
  type Judged,
  actAsLead,
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

const act = (judged: Judged, what: string, body: Record<string, string> = {}, by = judged.lead) =>
  actAsLead(site, judged, what, body, by);

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

  it('recalls it where decisions go out at once, for nobody else has released it', async () => {
    const judged = await insertJudged(site);
    await insertMember(site, 'lead_assessor', { issuer: judged.issuer, name: 'Lou' });
    await assess(site, judged.lead, judged.attempt.id);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'released' });
    expect((await act(judged, 'recall', { reason: 'Not so.' })).statusCode).toBe(303);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'held', heldFor: 'recall' });
    expect(textOf(pageOf(await act(judged, 'release')))).toContain('ask Lou.');
  });

  it('does not give up its adjudication where two are apart, while another lead could', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const { attempt, ada, ben, cem, lead, issuer } = judged;
    const { person: lou } = await insertMember(site, 'lead_assessor', { issuer, name: 'Lou' });
    await insertConflict(site, judged, lou);
    await assess(site, lead, attempt.id);
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    await loseRole(site, judged, ben, cem);
    const refused = await act(judged, 'end-adjudication', { reason: 'Nobody is left.' });
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('ask Lou.');
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'adjudication' });
    expect((await act(judged, 'end-adjudication', { reason: 'Nobody is left.' }, lou)).statusCode).toBe(303);
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
    const released = (await trailOf(site, judged)).find(({ action }) => action === 'decision.released');
    expect(released?.details).toMatchObject({ reason: 'I am the only one.' });
  });
});
