import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import {
  baseDefinition,
  insertIssuer,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { insertReleased } from '../../../test/support/released.ts';
import { type Desk, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});
beforeEach(() => {
  site.setNow(noon);
});

/** The day after tomorrow at three by the clock in Chicago. */
const typed = '2026-11-24T15:00';
const at = '2026-11-24T21:00:00.000Z';
const details = { minutes: '30', place: 'Room 12' };

/** Somebody whose three attempts came back, with everything made for the next. */
async function afterThree(outcomes: ('not_yet' | 'incomplete')[] = ['not_yet', 'not_yet', 'not_yet']) {
  const issuer = await insertIssuer(site);
  const slug = `reading-${issuer.slug}`;
  const definition = baseDefinition({ slug, assessment: { coachBeforeAttempt: 4 } });
  const desk = await startWork(site, await insertPublished(site, { issuer, definition }));
  await makeEverything(site, desk);
  for (const [index, outcome] of outcomes.entries()) await insertReleased(site, desk, { number: index + 1, outcome });
  const { person } = await insertMember(site, 'assessor', { issuer, name: `Coach of ${issuer.slug}` });
  return { desk, issuer, person, headers: await signIn(site, person) };
}

const ask = (desk: Desk, fields: Record<string, string> = { 'time.0': typed, wish: 'How to count?' }) =>
  post(site, `${desk.home}/talk`, fields, desk.headers);

async function talkOf(desk: Desk) {
  return site.db
    .selectFrom('coach_talks')
    .selectAll()
    .where('enrolment_id', '=', desk.id)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
}

describe('handing in a fourth time', () => {
  it('waits for a talk: the next step and the review lead to asking for one', async () => {
    const { desk } = await afterThree();
    const home = pageOf(await get(site, desk.home, desk.headers));
    expect(home.querySelector('.next-panel .btn-primary')?.getAttribute('href')).toBe(`${desk.home}/talk`);
    const refused = await submit(site, desk, 4);
    expect(refused.statusCode).toBe(422);
    const link = pageOf(refused).querySelector('.error-summary a');
    expect(link?.getAttribute('href')).toBe(`${desk.home}/talk`);
    expect(textOf(link)).toContain('Ask for a talk with a coach');
    expect(pageOf(await get(site, `${desk.home}/review`, desk.headers)).querySelector('form.hand-in')).toBeNull();
  });

  it('is open once the talk is booked, and not while it is only asked for', async () => {
    const { desk, headers } = await afterThree();
    await ask(desk);
    expect((await submit(site, desk, 4)).statusCode).toBe(422);
    const { id } = await talkOf(desk);
    expect((await post(site, `/desk/talks/${id}/book`, { at, ...details }, headers)).statusCode).toBe(303);
    expect((await submit(site, desk, 4)).statusCode).toBe(303);
  });

  it('does not wait where an attempt could not be judged and so does not count', async () => {
    const { desk } = await afterThree(['not_yet', 'incomplete', 'not_yet']);
    expect((await submit(site, desk, 4)).statusCode).toBe(303);
  });
});

describe('asking', () => {
  it('keeps what was typed where a time can’t be read or has passed', async () => {
    const { desk } = await afterThree();
    const response = await ask(desk, { 'time.0': '2026-11-01T10:00', 'time.1': 'soon', wish: 'All of it' });
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    const links = [...page.querySelectorAll('.error-summary a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['#time.0', '#time.1']);
    expect(page.querySelector('textarea')?.value).toBe('All of it');
    expect(textOf(pageOf(await ask(desk, { wish: '' })))).toContain('Say at least one time');
  });

  it('is once at a time, and only with feedback in hand', async () => {
    const { desk } = await afterThree();
    expect((await ask(desk)).statusCode).toBe(303);
    expect((await ask(desk)).statusCode).toBe(409);
    const fresh = await startWork(site);
    expect(textOf(pageOf(await get(site, `${fresh.home}/talk`, fresh.headers)))).toContain(
      'once you have had feedback',
    );
    expect((await ask(fresh)).statusCode).toBe(409);
  });
});

describe('those who could talk', () => {
  it('see the request without a name until they book it; others see nothing', async () => {
    const { desk, headers } = await afterThree();
    await ask(desk);
    const list = pageOf(await get(site, '/desk/talks', headers));
    expect(textOf(list)).toContain('How to count?');
    expect(textOf(list)).toContain('Tuesday, November 24, 2026 at 3:00 PM CST');
    expect(textOf(list)).not.toContain(desk.person.name);
    const { id } = await talkOf(desk);
    await post(site, `/desk/talks/${id}/book`, { at, ...details }, headers);
    expect(textOf(pageOf(await get(site, '/desk/talks', headers)))).toContain(desk.person.name);

    const { person: stranger } = await insertMember(site, 'assessor');
    const elsewhere = await signIn(site, stranger);
    expect(textOf(pageOf(await get(site, '/desk/talks', elsewhere)))).not.toContain('How to count?');
    for (const act of ['book', 'offer', 'give-back', 'held'])
      expect((await post(site, `/desk/talks/${id}/${act}`, { at, ...details }, elsewhere)).statusCode).toBe(404);
    expect((await post(site, `/desk/talks/${id}/book`, { at, ...details }, desk.headers)).statusCode).toBe(404);
  });

  it('are the coaches of the work too', async () => {
    const { desk, issuer } = await afterThree();
    const coach = await insertPerson(site);
    await site.db
      .insertInto('coaches')
      .values({
        ...{ issuer_id: issuer.id, enrolment_id: desk.id, name: coach.name, email: coach.email, person_id: coach.id },
        ...{
          named_by: desk.person.id,
          named_at: noon,
          accepted_at: noon,
          expires_at: noon,
          token_sha256: 'a'.repeat(64),
        },
      })
      .execute();
    await ask(desk);
    const { id } = await talkOf(desk);
    const headers = await signIn(site, coach);
    expect(textOf(pageOf(await get(site, '/desk/talks', headers)))).toContain(desk.person.name);
    expect((await post(site, `/desk/talks/${id}/book`, { at, ...details }, headers)).statusCode).toBe(303);
  });

  it('offer other times, of which the earner books one', async () => {
    const { desk, headers, person } = await afterThree();
    await ask(desk);
    const { id } = await talkOf(desk);
    const offer = { 'time.0': '2026-11-25T09:00', minutes: '45', place: 'By telephone' };
    const wrong = await post(site, `/desk/talks/${id}/offer`, { ...offer, place: '' }, headers);
    expect(wrong.statusCode).toBe(422);
    const [error] = pageOf(wrong).querySelectorAll('.error-summary a');
    expect(pageOf(wrong).querySelector<HTMLInputElement>(error?.getAttribute('href') ?? '')?.name).toBe('place');
    expect((await post(site, `/desk/talks/${id}/offer`, offer, headers)).statusCode).toBe(303);

    const page = pageOf(await get(site, `${desk.home}/talk`, desk.headers));
    const chosen = page.querySelector<HTMLInputElement>('input[name=at]')?.value ?? '';
    expect(chosen).toBe('2026-11-25T15:00:00.000Z');
    expect((await post(site, `${desk.home}/talk/${id}/accept`, { at }, desk.headers)).statusCode).toBe(409);
    expect((await post(site, `${desk.home}/talk/${id}/accept`, { at: chosen }, desk.headers)).statusCode).toBe(303);
    expect(await talkOf(desk)).toMatchObject({ state: 'booked', with_person_id: person.id, minutes: 45 });
  });

  const offer = { 'time.0': '2026-11-25T09:00', minutes: '45', place: 'By telephone' };
  const offered = '2026-11-25T15:00:00.000Z';
  const attemptOf = (desk: Desk) =>
    site.db
      .selectFrom('attempts')
      .select(['id', 'issuer_id'])
      .where('enrolment_id', '=', desk.id)
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow();
  /** Gives somebody the seat of an appeal against the last attempt, or lets them sit in it. */
  async function seat(desk: Desk, person: { id: string }, how: 'given' | 'begun') {
    const { id: attempt_id, issuer_id } = await attemptOf(desk);
    const values = { issuer_id, attempt_id, role: 'appeal' as const, assessor_id: person.id };
    await (
      how === 'given'
        ? site.db.insertInto('assignments').values({ ...values, assigned_at: noon })
        : site.db
            .insertInto('assessments')
            .values({ ...values, claimed_at: noon, lease_expires_at: new Date(noon.getTime() + 3600_000) })
    ).execute();
  }

  it.each(['given', 'begun'] as const)('are none who have a seat before this work: %s', async (how) => {
    const { desk, headers, person } = await afterThree();
    await ask(desk);
    await seat(desk, person, how);
    expect(textOf(pageOf(await get(site, '/desk/talks', headers)))).not.toContain('How to count?');
    const { id } = await talkOf(desk);
    expect((await post(site, `/desk/talks/${id}/book`, { at, ...details }, headers)).statusCode).toBe(404);
    expect((await post(site, `/desk/talks/${id}/offer`, offer, headers)).statusCode).toBe(404);
  });

  it.each([
    ['has the seat of an appeal by then', async (desk: Desk, person: { id: string }) => seat(desk, person, 'begun')],
    [
      'no longer assesses here',
      async (_desk: Desk, person: { id: string }) =>
        site.db.deleteFrom('memberships').where('person_id', '=', person.id).execute(),
    ],
  ])('whose offer is gone when it is taken by the earner: who %s', async (_who, change) => {
    const { desk, headers, person } = await afterThree();
    await ask(desk);
    const { id } = await talkOf(desk);
    await post(site, `/desk/talks/${id}/offer`, offer, headers);
    await change(desk, person);
    const refused = await post(site, `${desk.home}/talk/${id}/accept`, { at: offered }, desk.headers);
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('Your request is still open');
    expect(await talkOf(desk)).toMatchObject({ state: 'asked', offers: [], offered_by: null });
  });

  it('lose the role before the offer is taken, or after it', async () => {
    const { desk, headers, person } = await afterThree();
    await ask(desk);
    const { id } = await talkOf(desk);
    await post(site, `/desk/talks/${id}/offer`, offer, headers);
    const removing = await hold(site);
    await removing.deleteFrom('memberships').where('person_id', '=', person.id).execute();
    const accepting = post(site, `${desk.home}/talk/${id}/accept`, { at: offered }, desk.headers);
    await untilBlocked(site, 1);
    await removing.commit().execute();
    expect((await accepting).statusCode).toBe(409);
    expect(await talkOf(desk)).toMatchObject({ state: 'asked' });
  });

  it('book once: the second of two finds it booked', async () => {
    const { desk, headers, issuer } = await afterThree();
    await ask(desk);
    const { id } = await talkOf(desk);
    const { person: other } = await insertMember(site, 'lead_assessor', { issuer });
    const others = await signIn(site, other);
    const first = await hold(site);
    await sql`select 1 from enrolments where id = ${desk.id} for update`.execute(first);
    const both = [headers, others].map((one) => post(site, `/desk/talks/${id}/book`, { at, ...details }, one));
    await untilBlocked(site, 2);
    await first.commit().execute();
    // To the second it is somebody else’s talk by then.
    expect((await Promise.all(both)).map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
    await site.runJobs();
    expect(await site.mailsTo(desk.person.email)).toHaveLength(1);
  });
});

describe('a booked talk', () => {
  async function booked() {
    const all = await afterThree();
    await ask(all.desk);
    const { id } = await talkOf(all.desk);
    await post(site, `/desk/talks/${id}/book`, { at, ...details }, all.headers);
    return { ...all, id };
  }

  it('is mailed to both with an entry for their calendars, naming nobody', async () => {
    const { desk, person, id } = await booked();
    await site.runJobs();
    const mails = [...(await site.mailsTo(desk.person.email)), ...(await site.mailsTo(person.email))];
    expect(mails).toHaveLength(2);
    for (const { text, html, attachments } of mails) {
      expect(text).toContain('Tuesday, November 24, 2026 at 3:00 PM CST, 30 minutes');
      const [entry] = attachments;
      expect(entry).toMatchObject({ name: 'talk.ics', type: 'text/calendar; charset=utf-8' });
      expect(entry?.content).toContain('DTSTART:20261124T210000Z');
      expect(entry?.content).toContain('DTEND:20261124T213000Z');
      expect(entry?.content).toContain(`UID:talk-${id}@tessera.test`);
      for (const name of [desk.person.name, person.name])
        expect(text + html + (entry?.content ?? '')).not.toContain(name);
    }
  });

  it('called off by the earner is over, and calendars hear of it', async () => {
    const { desk, id } = await booked();
    expect((await post(site, `${desk.home}/talk/${id}/cancel`, {}, desk.headers)).statusCode).toBe(303);
    expect((await post(site, `${desk.home}/talk/${id}/cancel`, {}, desk.headers)).statusCode).toBe(409);
    expect((await submit(site, desk, 4)).statusCode).toBe(422);
    await site.runJobs();
    const last = (await site.mailsTo(desk.person.email)).at(-1);
    expect(last?.attachments[0]?.content).toContain('METHOD:CANCEL');
    expect(last?.attachments[0]?.content).toContain('SEQUENCE:2');
    expect((await ask(desk)).statusCode).toBe(303);
  });

  it('given back is open again for others', async () => {
    const { desk, headers, id } = await booked();
    expect((await post(site, `/desk/talks/${id}/give-back`, {}, headers)).statusCode).toBe(303);
    expect(await talkOf(desk)).toMatchObject({ state: 'asked', with_person_id: null, starts_at: null });
    expect((await post(site, `/desk/talks/${id}/book`, { at, ...details }, headers)).statusCode).toBe(303);
  });

  it('is held from when it began, by whom it was booked with', async () => {
    const { desk, headers, id } = await booked();
    expect((await post(site, `/desk/talks/${id}/held`, {}, headers)).statusCode).toBe(409);
    site.setNow(new Date(at));
    const again = await signIn(
      site,
      (await talkOf(desk)).with_person_id ? { id: (await talkOf(desk)).with_person_id! } : desk.person,
    );
    expect((await post(site, `/desk/talks/${id}/held`, {}, again)).statusCode).toBe(303);
    expect(await talkOf(desk)).toMatchObject({ state: 'held' });
  });
});
