import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertReleased } from '../../../test/support/released.ts';
import { handIn, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});
beforeEach(() => {
  site.setNow(noon);
});

async function handedIn() {
  const desk = await startWork(site);
  await makeEverything(site, desk);
  expect((await submit(site, desk)).statusCode).toBe(303);
  const { id } = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  return { desk, id };
}

const setStage = (id: string, set: Record<string, unknown>) =>
  site.db.updateTable('judgings').set(set).where('attempt_id', '=', id).execute();

describe('an attempt that waits', () => {
  it('says how far it has come, and never who has it or how many', async () => {
    const { desk, id } = await handedIn();
    const stages = [
      [{ stage: 'pre_check' }, 'Waits for the check'],
      [{ stage: 'scoring', independent: 2, why_double: 'policy' }, 'Being assessed'],
      [{ stage: 'adjudication', contested: ['noticed-shown'], adjudication_round: 1 }, 'A second look'],
      [{ stage: 'held', contested: [], held_for: 'policy' }, 'A last look'],
    ] as const;
    for (const [set, word] of stages) {
      await setStage(id, set);
      const standing = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)).querySelector(
        '[aria-labelledby=standing-title]',
      );
      expect(textOf(standing)).toContain(word);
      expect(textOf(standing)).toMatch(/Expect the decision by/);
      expect(textOf(standing)).not.toMatch(/two|both|second assessor|adjudicat/i);
      expect(textOf(pageOf(await get(site, desk.home, desk.headers)).querySelector('.next-panel'))).toContain(word);
    }
  });

  it('can be taken back while nobody has judged it', async () => {
    const { desk, id } = await handedIn();
    const form = `form[action="${desk.home}/attempts/1/withdraw"]`;
    expect(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)).querySelector(form)).not.toBeNull();
    await setStage(id, { stage: 'held', held_for: 'policy' });
    expect(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)).querySelector(form)).toBeNull();
  });

  it('shows that its clock stands still, and for what', async () => {
    const { desk, id } = await handedIn();
    await setStage(id, { stage: 'scoring', paused_at: noon });
    await site.db.insertInto('judging_pauses').values({ attempt_id: id, paused_at: noon, reason: 'privacy' }).execute();
    const text = textOf(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)));
    expect(text).toContain('The clock stands still since November 22, 2026. Something of it was hidden for privacy');
    expect(text).not.toContain('Expect the decision by');
  });
});

describe('an attempt that came back', () => {
  it('without being judged says why, what to do, and that it does not count', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const attempt = await insertReleased(site, desk, { outcome: 'incomplete', ratings: null });
    await site.db
      .insertInto('completeness_checks')
      .values({
        ...{ attempt_id: attempt.id, issuer_id: desk.published.issuer.id, outcome: 'incomplete' },
        reasons: JSON.stringify([{ requirement: 'tally', code: 'illegible', note: 'The left edge is cut off.' }]),
        ...{ checked_by: attempt.assessor.id, checked_at: noon },
      })
      .execute();
    const page = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
    const reasons = page.querySelector('.returned-reasons');
    expect(textOf(reasons)).toContain('Can’t be read in Tally sheetScan or photograph it again');
    expect(textOf(reasons)).toContain('The left edge is cut off.');
    expect(textOf(page)).toContain('It does not count as an attempt.');
    expect(textOf(page)).not.toContain('0 of 4 look-fors');
    const home = textOf(pageOf(await get(site, desk.home, desk.headers)));
    expect(home).toContain('Came back, does not count');
    expect(home).not.toContain(attempt.assessor.name);
  });

  it('without being judged has only what was missing to revise, which says what it is', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const attempt = await insertReleased(site, desk, { outcome: 'incomplete', ratings: null });
    const returned = {
      ...{ attempt_id: attempt.id, issuer_id: desk.published.issuer.id },
      outcome: 'incomplete' as const,
      reasons: JSON.stringify([{ requirement: 'tally', code: 'illegible', note: 'The left edge is cut off.' }]),
      ...{ checked_by: attempt.assessor.id, checked_at: noon },
    };
    await site.db.insertInto('completeness_checks').values(returned).execute();
    const home = pageOf(await get(site, desk.home, desk.headers));
    const states = [...home.querySelectorAll('[data-requirement]')].map((row) => [
      row.getAttribute('data-requirement'),
      row.getAttribute('data-state'),
    ]);
    expect(new Set(states.filter(([key]) => key !== 'tally').map(([, state]) => state))).toEqual(new Set(['complete']));
    expect(states).toContainEqual(['tally', 'to-revise']);
    const step = home.querySelector('.next-step');
    expect(textOf(step)).toContain('Something is missing in “Tally sheet”. Read what it is and mend it.');
    const href = step?.querySelector('a')?.getAttribute('href') ?? '';
    expect(textOf(pageOf(await get(site, href, desk.headers)).querySelector('.returned-reasons'))).toContain(
      'The left edge is cut off.',
    );
    const other = pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers));
    expect(other.querySelector('.returned-reasons')).toBeNull();
  });

  it('shows every rating in the one voice: conditions with what to do, places as links', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const proof = await handIn(site, desk, 'portfolio', 'more proof.pdf');
    const places = [{ artifact: proof, locator: { type: 'page', page: 2 } }] as const;
    await insertReleased(site, desk, {
      outcome: 'not_yet',
      ratings: {
        'overview-complete': 'yes',
        'tally-readable': { condition: 'illegible', comment: 'The left edge is cut off.' },
        'noticed-shown': { value: 'no', comment: 'Say how you counted.', locators: places },
        'changed-shown': 'yes',
      },
    });
    const page = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
    const tally = page.querySelector('.feedback [data-look-for=tally-readable]');
    expect(textOf(tally)).toContain('Can’t be read');
    expect(textOf(tally)).toContain('Scan or photograph it again, sharp and straight');
    const noticed = page.querySelector('.feedback [data-look-for=noticed-shown]');
    const link = noticed?.querySelector('.rating-places a');
    expect(link?.getAttribute('href')).toBe(`/artifacts/${proof}/view?at=page=2`);
    expect(textOf(link ?? null)).toBe('more proof.pdf, page 2');
    // A file that was replaced since is named all the same.
    await site.db.updateTable('artifacts').set({ removed_at: noon }).where('id', '=', proof).execute();
    const requirement = pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers));
    expect(textOf(requirement.querySelector('.rating-places'))).toContain('more proof.pdf, page 2');
  });

  it('leads to an appeal as long as there is one', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    await insertReleased(site, desk);
    const appeal = `a[href="${desk.home}/attempts/1/appeal"]`;
    expect(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)).querySelector(appeal)).not.toBeNull();
    await submit(site, desk, 2);
    expect(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)).querySelector(appeal)).toBeNull();
  });
});

describe('reading what came back', () => {
  it.each(['', '/attempts/1', '/review', '/requirements/portfolio', '/attempts/1/appeal'])(
    'is noted once the earner opens %s, and by nobody else',
    async (path) => {
      const desk = await startWork(site);
      await makeEverything(site, desk);
      const { id } = await insertReleased(site, desk, { isRead: false });
      const reads = () => site.db.selectFrom('decision_reads').select('read_at').where('attempt_id', '=', id).execute();
      const other = await startWork(site);
      expect((await get(site, `${desk.home}${path}`, other.headers)).statusCode).toBe(404);
      expect((await get(site, '/work', desk.headers)).statusCode).toBe(200);
      expect(await reads()).toEqual([]);
      expect((await get(site, `${desk.home}${path}`, desk.headers)).statusCode).toBe(200);
      expect(await reads()).toEqual([{ read_at: noon }]);
      site.setNow(new Date(noon.getTime() + 60_000));
      await get(site, `${desk.home}${path}`, desk.headers);
      expect(await reads()).toEqual([{ read_at: noon }]);
    },
  );
});
