import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertAnchor, insertSet } from '../../../test/support/anchors.ts';
import { assess, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Person, signIn } from '../../../test/support/factories.ts';
import { type Judged, insertCoach, insertJudged, twoSeats } from '../../../test/support/judged.ts';
import { countWaiting } from '../queue/count-waiting.queries.ts';
import { listQueue } from '../queue/queue.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const takeNext = async (person: Person) => {
  const response = await post(site, '/desk/next', {}, await signIn(site, person));
  return textOf(pageOf(response).querySelector('[role=alert]'));
};
const countFor = async ({ issuer }: Judged, { id }: Person, stage = 'scoring') => {
  const counts = await countWaiting(site.db, { id, issuerIds: [issuer.id] }, { now: noon });
  return counts.filter((count) => count.stage === stage).reduce((sum, { waiting }) => sum + Number(waiting), 0);
};
const headOf = async (person: Person) =>
  textOf(pageOf(await get(site, '/desk', await signIn(site, person))).querySelector('.desk-head .lead'));
const declare = ({ issuer, earner }: Judged, { id }: Person) =>
  site.db
    .insertInto('conflicts')
    .values({
      ...{ issuer_id: issuer.id, assessor_id: id, person_id: earner.id, reason: 'My cousin.' },
      ...{ declared_by: id, declared_at: noon },
    })
    .execute();

describe('taking the next one with nothing to take', () => {
  it('says so where nothing waits', async () => {
    const judged = await insertJudged(site);
    await assess(site, judged.ada, judged.attempt.id);
    expect(await takeNext(judged.ben)).toBe('Nothing waits that you could take now.');
  });

  it('says how to be certified', async () => {
    const judged = await insertJudged(site);
    const { published } = judged.attempt.enrolment;
    const anchor = await insertAnchor(site, { published, lead: judged.lead, use: 'qualify' });
    await insertSet(site, [anchor], { lead: judged.lead });
    expect(await takeNext(judged.ada)).toContain(
      '1 attempt waits for which you are not certified at present: open Calibration to qualify.',
    );
  });

  it('says that it is a conflict, a language, the coach’s, or in hand', async () => {
    const conflicted = await insertJudged(site);
    await declare(conflicted, conflicted.ada);
    expect(await takeNext(conflicted.ada)).toContain('1 is not for you because of a conflict of interest.');

    const foreign = await insertJudged(site);
    const profile = { issuer_id: foreign.issuer.id, person_id: foreign.ada.id, languages: ['fr'] };
    await site.db.insertInto('assessor_profiles').values(profile).execute();
    expect(await takeNext(foreign.ada)).toContain('1 is in a language that is not in your profile.');

    const coached = await insertJudged(site, { policy: 'coach' }, { byCoach: true });
    await insertCoach(site, coached, coached.ada);
    expect(await takeNext(coached.ben)).toContain('1 is for the earner’s own coach.');

    const held = await insertJudged(site);
    await claim(site, held.ada, held.attempt.id);
    expect(await takeNext(held.ben)).toContain('1 is paused, or in hand already.');
  });
});

describe('the count', () => {
  it('is of what waits to be taken, without what is in hand', async () => {
    const judged = await insertJudged(site);
    expect([await countFor(judged, judged.ada), await countFor(judged, judged.ben)]).toEqual([1, 1]);
    await claim(site, judged.ada, judged.attempt.id);
    expect([await countFor(judged, judged.ada), await countFor(judged, judged.ben)]).toEqual([0, 0]);
    expect(await headOf(judged.ben)).toBe('Nothing waits to be taken.');
    await site.db
      .updateTable('assessments')
      .set({ lease_expires_at: noon })
      .where('attempt_id', '=', judged.attempt.id)
      .execute();
    expect(await headOf(judged.ben)).toBe('1 attempt waits to be taken.');
  });

  it('counts a second seat for others, and none that was given', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const { attempt, issuer, ada, ben, cem } = judged;
    await assess(site, ada, attempt.id);
    expect([await countFor(judged, ada), await countFor(judged, ben)]).toEqual([0, 1]);
    await site.db
      .insertInto('assignments')
      .values({
        ...{ issuer_id: issuer.id, attempt_id: attempt.id, role: 'second', assessor_id: cem.id },
        assigned_at: noon,
      })
      .execute();
    expect([await countFor(judged, ben), await countFor(judged, cem)]).toEqual([0, 0]);
  });

  it('counts the adjudication for who was neither', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const { attempt, ada, ben, cem } = judged;
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    await assess(site, ben, attempt.id);
    const counts = [];
    for (const person of [ada, ben, cem]) counts.push(await countFor(judged, person, 'adjudication'));
    expect(counts).toEqual([0, 0, 1]);
  });
});

describe('where nothing waits to be scored', () => {
  it('the desk leads to what waits to be checked or settled instead', async () => {
    const judged = await insertJudged(site, {}, { stage: 'pre_check' });
    const desk = async () => pageOf(await get(site, '/desk', await signIn(site, judged.ben)));
    expect(await headOf(judged.ben)).toBe('Nothing to score waits; 1 to check below.');
    const page = await desk();
    expect(page.querySelector('form[action="/desk/next"]')).toBeNull();
    const href = page.querySelector('.desk-next a')?.getAttribute('href') ?? '';
    expect(textOf(page.querySelector(href))).toBe('To check');
    await site.db
      .updateTable('judgings')
      .set({ stage: 'adjudication', contested: ['noticed-shown'], adjudication_round: 1 })
      .where('attempt_id', '=', judged.attempt.id)
      .execute();
    expect(await headOf(judged.ben)).toBe('Nothing to score waits; 1 to adjudicate below.');
    expect((await desk()).querySelector('.desk-next a')?.getAttribute('href')).toBe('#adjudications-title');
    await site.db
      .insertInto('assignments')
      .values({
        ...{ issuer_id: judged.issuer.id, attempt_id: judged.attempt.id, role: 'adjudicator' },
        ...{ assessor_id: judged.ben.id, assigned_at: noon },
      })
      .execute();
    // What they were given is the next one.
    expect((await desk()).querySelector('form[action="/desk/next"]')).not.toBeNull();
  });
});

describe('an attempt that the coach scores', () => {
  it('is checked by anybody who is certified, the coach too, and counted for the coach alone afterwards', async () => {
    const judged = await insertJudged(site, { policy: 'coach' }, { byCoach: true, stage: 'pre_check' });
    const { attempt, ada, ben, issuer } = judged;
    await insertCoach(site, judged, ada);
    const listed = async ({ id }: Person, stage: 'pre_check' | 'scoring') => {
      const { attempts } = await listQueue(site.db, { id, issuerIds: [issuer.id] }, { stage, now: noon });
      return attempts.length;
    };
    for (const person of [ada, ben]) {
      expect([await listed(person, 'pre_check'), await countFor(judged, person, 'pre_check')]).toEqual([1, 1]);
      expect((await get(site, `/desk/checks/${attempt.id}`, await signIn(site, person))).statusCode).toBe(200);
    }
    await site.db.updateTable('judgings').set({ stage: 'scoring' }).where('attempt_id', '=', attempt.id).execute();
    expect([await listed(ada, 'scoring'), await countFor(judged, ada)]).toEqual([1, 1]);
    expect([await listed(ben, 'scoring'), await countFor(judged, ben)]).toEqual([0, 0]);
  });
});
