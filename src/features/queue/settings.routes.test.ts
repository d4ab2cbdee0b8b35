import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { deskActs } from '../../../test/support/desk.ts';
import { insertMember, insertMembership, signIn } from '../../../test/support/factories.ts';
import { addJob } from '#platform/jobs.ts';
import { sendDigest } from './send-digest.ts';
import { settingsFields } from './settings.form.ts';
import { getSettings, usualSettings } from './settings.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { openDesk } = deskActs(() => site);

async function openLead() {
  const { person, issuer } = await insertMember(site, 'lead_assessor');
  const headers = await signIn(site, person);
  const save = (fields: Record<string, string>) =>
    post(site, '/lead/settings', { ...settingsFields(usualSettings), issuer: issuer.id, ...fields }, headers);
  return { issuer, headers, save };
}

describe('settings', () => {
  it('begin with what counts where nothing is set, as the table has it', async () => {
    const { issuer } = await openLead();
    expect(await getSettings(site.db, issuer.id)).toEqual(usualSettings);
    await site.db.insertInto('assessing_settings').values({ issuer_id: issuer.id }).execute();
    expect(await getSettings(site.db, issuer.id)).toEqual(usualSettings);
  });

  it('are saved, holidays in order and once', async () => {
    const { issuer, headers, save } = await openLead();
    const holidays = '2026-12-25\r\n\r\n2026-11-26\n2026-12-25';
    const saved = await save({
      timeZone: 'Asia/Kathmandu',
      holidays,
      seedRate: '12.5',
      stipendCentsPerHour: '19.99',
      assignment: 'auto',
    });
    expect(saved.statusCode).toBe(303);
    expect(await getSettings(site.db, issuer.id)).toMatchObject({
      timeZone: 'Asia/Kathmandu',
      holidays: ['2026-11-26', '2026-12-25'],
      seedRate: 0.125,
      stipendCentsPerHour: 1999,
      assignment: 'auto',
      sendsDigest: true,
    });
    expect(textOf(pageOf(await get(site, saved.headers.location ?? '', headers)))).toContain('Saved.');
  });

  it.each([
    ['timeZone', 'America/Nowhere'],
    ['holidays', '2026-02-30'],
    ['assignment', 'often'],
    ['seedRate', '51'],
    ['qualifyBar', '49.9'],
    ['qualifyLookFors', '0'],
    ['lapseDays', '6'],
    ['lapseWindow', '4'],
    ['appealDays', '366'],
    ['smallestGroup', '1'],
    ['stipendCentsPerPiece', '-1'],
    ['stipendCentsPerHour', '1.999'],
  ])('refuse what the table would: %s %s, and keep it typed', async (name, value) => {
    const { issuer, save } = await openLead();
    const response = await save({ [name]: value });
    expect(response.statusCode).toBe(422);
    expect(pageOf(response).querySelector('.error-summary a')?.getAttribute('href')).toBe(`#${name}`);
    expect(await getSettings(site.db, issuer.id)).toEqual(usualSettings);
  });

  it('of an issuer that somebody does not lead are not theirs to save', async () => {
    const { save } = await openLead();
    const { issuer: foreign } = await openLead();
    expect((await save({ issuer: foreign.id })).statusCode).toBe(404);
  });
});

describe('digests', () => {
  it('say nothing of an issuer of which somebody does not want to hear, or from which they are away', async () => {
    const desk = await openDesk();
    const others = [await openDesk(), await openDesk()];
    for (const { issuer } of others) await insertMembership(site, issuer, desk.assessor, 'assessor');
    const [unwanted, away] = others.map(({ issuer }) => ({ issuer_id: issuer.id, person_id: desk.assessor.id }));
    await site.db
      .insertInto('assessor_profiles')
      .values({ issuer_id: '', person_id: '', ...unwanted, wants_digest: false })
      .execute();
    await site.db
      .insertInto('assessor_profiles')
      .values({ issuer_id: '', person_id: '', ...away, away_from: '2026-11-23', away_until: '2026-11-23' })
      .execute();
    site.setNow(new Date('2026-11-23T13:30:00Z'));
    await site.db.transaction().execute((trx) => addJob(trx, 'send-digests', undefined));
    await site.runJobs();
    const [mail] = await site.mailsTo(desk.assessor.email);
    expect(mail?.text).toContain('1 attempt in the queue that you may take.');
    site.setNow(noon);
  });

  it('come once in the morning of a working day, with counts and without names, and only where something waits', async () => {
    const desk = await openDesk();
    const { person: idle } = await insertMember(site, 'assessor');
    const { person: lead } = await insertMember(site, 'lead_assessor', { issuer: desk.issuer });
    const run = async (time: string) => {
      site.setNow(new Date(time));
      await site.db.transaction().execute((trx) => addJob(trx, 'send-digests', undefined));
      await site.runJobs();
      return (await site.mailsTo(desk.assessor.email)).length;
    };
    expect(await run('2026-11-22T15:00:00Z')).toBe(0); // A Sunday.
    expect(await run('2026-11-23T12:30:00Z')).toBe(0); // Half past six in Chicago.
    expect(await run('2026-11-23T13:30:00Z')).toBe(1);
    expect(await run('2026-11-23T14:30:00Z')).toBe(1);
    expect(await run('2026-11-24T18:30:00Z')).toBe(1); // After noon.
    expect(await run('2026-11-24T13:30:00Z')).toBe(2);
    const [mail] = await site.mailsTo(desk.assessor.email);
    expect(mail?.text).toContain('1 attempt in the queue that you may take.');
    expect(mail?.text).toContain('http://tessera.test/desk');
    expect(mail?.text).not.toContain(desk.attempt.enrolment.person.name);
    expect(await site.mailsTo(idle.email)).toEqual([]);
    site.setNow(new Date('2026-12-03T13:30:00Z'));
    await site.db.transaction().execute((trx) => addJob(trx, 'send-digests', undefined));
    await site.runJobs();
    expect((await site.mailsTo(lead.email)).at(-1)?.text).toContain('1 attempt overdue.');
  });

  it('come once a day, whoever else sends them at the same moment', async () => {
    const { assessor } = await openDesk();
    const now = new Date('2026-11-23T13:30:00Z');
    const send = { personId: assessor.id, day: '2026-11-23', now, baseUrl: 'http://tessera.test' };
    const first = await hold(site);
    expect(await sendDigest(first, send)).toBe(true);
    // Another worker has seen that there was none today; it waits for the first one.
    const second = site.db.transaction().execute((trx) => sendDigest(trx, send));
    await untilBlocked(site, 1);
    await first.commit().execute();
    expect(await second).toBe(false);
    await site.runJobs();
    expect(await site.mailsTo(assessor.email)).toHaveLength(1);
    expect(await site.db.transaction().execute((trx) => sendDigest(trx, { ...send, day: '2026-11-24' }))).toBe(true);
  });
});
