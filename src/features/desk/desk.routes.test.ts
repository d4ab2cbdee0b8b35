import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaseMilliseconds } from '#domain/assessment/claim.ts';
import {
  type TestSite,
  createTestApp,
  get,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type TestAttempt, insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import {
  type Person,
  type TestIssuer,
  insertEnrolment,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import type { DB } from '#platform/tables.ts';
import { ratingsDigest } from '../judging/complete-assessment.ts';
import { countWaiting, findScoring, listClaimed, listDecided, listQueue } from './desk.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const lookFors = ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'] as const;
const nowhere = '0190a000-0000-7000-8000-000000000000';

type Desk = { issuer: TestIssuer; assessor: Person; cookie: string; attempt: TestAttempt };

/** An issuer of its own with one assessor, signed in, and one attempt that waits. */
async function openDesk(options: Parameters<typeof insertAttempt>[1] = {}): Promise<Desk> {
  const { person: assessor, issuer } = await insertMember(site, 'assessor');
  const published = await insertPublished(site, { issuer });
  const enrolment = await insertEnrolment(site, { published });
  const attempt = await insertAttempt(site, { enrolment, ...options });
  return { issuer, assessor, attempt, ...(await signIn(site, assessor)) };
}

/** The same with the attempt in the assessor's hands. */
async function claimed(options: Parameters<typeof insertAttempt>[1] = {}) {
  const desk = await openDesk(options);
  return { ...desk, assessmentId: await insertAssessment(site, desk.attempt, desk.assessor) };
}

async function colleague(desk: Desk): Promise<{ person: Person; cookie: string }> {
  const { person } = await insertMember(site, 'lead_assessor', { issuer: desk.issuer });
  return { person, ...(await signIn(site, person)) };
}

const claim = (attemptId: string, cookie: string) => post(site, `/desk/attempts/${attemptId}/claim`, {}, { cookie });

function put(url: string, cookie: string, body: unknown) {
  return site.app.inject({
    method: 'PUT',
    url,
    headers: {
      cookie,
      accept: 'application/json',
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
    },
    payload: JSON.stringify(body),
  });
}

const rate = (assessmentId: string, lookFor: string, cookie: string, body: Record<string, unknown>) =>
  put(`/desk/assessments/${assessmentId}/ratings/${lookFor}`, cookie, { comment: '', revision: 0, ...body });

/** Every field of the scoring form as the page has it, with some of them changed. */
async function filledForm(assessmentId: string, cookie: string, changes: Record<string, string>) {
  const page = pageOf(await get(site, `/desk/assessments/${assessmentId}`, { cookie }));
  const form = page.querySelector<HTMLFormElement>('form.scoring-form');
  if (!form) throw new Error('The page has no scoring form');
  const Data = page.defaultView!.FormData;
  return { ...(Object.fromEntries(new Data(form)) as Record<string, string>), ...changes };
}

const allYes = Object.fromEntries(lookFors.map((lookFor) => [`value-${lookFor}`, 'yes']));

/** What the confirmation page posts. */
async function confirmation(assessmentId: string, cookie: string): Promise<Record<string, string>> {
  const page = pageOf(await get(site, `/desk/assessments/${assessmentId}/decide`, { cookie }));
  return { seen: page.querySelector<HTMLInputElement>('input[name=seen]')?.value ?? '' };
}

const sendDecision = (assessmentId: string, cookie: string, fields: Record<string, string>) =>
  post(site, `/desk/assessments/${assessmentId}/decide`, fields, { cookie });

const ratingsOf = (assessmentId: string) =>
  site.db
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'comment', 'revision'])
    .where('assessment_id', '=', assessmentId)
    .orderBy('look_for_key')
    .execute();

const assessmentsOf = (attemptId: string) =>
  site.db
    .selectFrom('assessments')
    .select(['id', 'assessor_id', 'state', 'lease_expires_at'])
    .where('attempt_id', '=', attemptId)
    .orderBy('id')
    .execute();

describe('the queue', () => {
  it('lists what waits with its earner, number and due date, and says what is overdue', async () => {
    const desk = await openDesk({ submittedAt: new Date('2026-11-02T09:00:00Z') });
    const page = pageOf(await get(site, '/desk', { cookie: desk.cookie }));
    const row = page.querySelector('tbody tr');
    expect(textOf(page)).toContain('1 attempt waits for a decision.');
    expect(textOf(row)).toContain(desk.attempt.enrolment.person.name);
    expect(textOf(row)).toContain('Overdue by 13 days was due November 9, 2026');
    expect(row?.querySelector('form')?.action).toContain(`/desk/attempts/${desk.attempt.id}/claim`);
  });

  it.each(['x', '1.00000000----------------------------'])(
    'begins anew at %j, which is no place in it',
    async (after) => {
      const desk = await openDesk();
      const response = await get(site, `/desk?after=${after}`, { cookie: desk.cookie });
      expect(response.statusCode).toBe(200);
      expect(pageOf(response).querySelectorAll('tbody tr')).toHaveLength(1);
    },
  );

  it('leaves out own work and the work of other issuers', async () => {
    const desk = await openDesk();
    await openDesk();
    const { published } = desk.attempt.enrolment;
    await insertAttempt(site, { enrolment: await insertEnrolment(site, { person: desk.assessor, published }) });
    const page = pageOf(await get(site, '/desk', { cookie: desk.cookie }));
    expect(page.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(textOf(page)).toContain('1 attempt waits for a decision.');
  });

  it('shows what the assessor holds first, and marks what others hold until their claim runs out', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    await insertAssessment(site, desk.attempt, other.person);
    const mine = pageOf(await get(site, '/desk', { cookie: other.cookie }));
    expect(textOf(mine.querySelector('#claimed-title'))).toBe('On your desk');
    expect(textOf(mine)).toContain('Nothing else waits: all there is lies on your desk.');
    const theirs = () => get(site, '/desk', { cookie: desk.cookie }).then((response) => textOf(pageOf(response)));
    expect(await theirs()).toContain(`With ${other.person.name}`);
    await site.db
      .updateTable('assessments')
      .set({ lease_expires_at: new Date(noon.getTime() - 1) })
      .where('attempt_id', '=', desk.attempt.id)
      .execute();
    expect(await theirs()).not.toContain(`With ${other.person.name}`);
  });

  it('is helpful when empty', async () => {
    const { person } = await insertMember(site, 'assessor');
    const page = await get(site, '/desk', await signIn(site, person));
    expect(textOf(pageOf(page))).toContain('Nothing waits right now. When an earner hands in an attempt');
  });

  it('filters by micro-credential and pages by key, each attempt once', async () => {
    const desk = await openDesk();
    const other = await insertPublished(site, { issuer: desk.issuer });
    const earners = await Promise.all(Array.from({ length: 45 }, () => insertPerson(site)));
    for (const person of earners)
      await insertAttempt(site, { enrolment: await insertEnrolment(site, { person, published: other }) });
    const seen: string[] = [];
    let url: string | undefined = `/desk?micro-credential=${other.definition.slug}`;
    while (url !== undefined) {
      const page: Document = pageOf(await get(site, url, { cookie: desk.cookie }));
      seen.push(...[...page.querySelectorAll('[data-label=Earner]')].map((cell) => textOf(cell)));
      url = page.querySelector('a[rel=next]')?.getAttribute('href') ?? undefined;
    }
    expect(seen.sort()).toEqual(earners.map((person) => person.name).sort());
  });

  it('leads back to what the assessor decided, nobody else’s, while they assess there', async () => {
    const desk = await claimed();
    for (const lookFor of lookFors)
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value: 'no', comment: 'Show it.' });
    const decided = (cookie: string) =>
      get(site, '/desk', { cookie }).then((response) => pageOf(response).querySelector('.desk-decided'));
    expect(await decided(desk.cookie)).toBeNull();
    await sendDecision(desk.assessmentId, desk.cookie, await confirmation(desk.assessmentId, desk.cookie));
    const list = await decided(desk.cookie);
    expect(textOf(list)).toContain(`attempt 1 by ${desk.attempt.enrolment.person.name}`);
    expect(textOf(list)).toContain('Not yet');
    expect(list?.querySelector('a')?.getAttribute('href')).toBe(`/desk/assessments/${desk.assessmentId}`);
    expect(await decided((await colleague(desk)).cookie)).toBeNull();
    expect(await listDecided(site.db, { id: desk.assessor.id, name: '', issuerIds: [nowhere] })).toEqual([]);
  });

  it('costs the same few statements whatever waits', async () => {
    const desk = await openDesk();
    const statements: string[] = [];
    const db = new Kysely<DB>({
      dialect: new PostgresDialect({ pool: site.deps.pool }),
      log: ({ query }) => {
        statements.push(query.sql);
      },
    });
    const assessor = { id: desk.assessor.id, name: '', issuerIds: [desk.issuer.id] };
    await Promise.all([
      listQueue(db, assessor, { now: noon }),
      listClaimed(db, assessor),
      countWaiting(db, assessor),
      listDecided(db, assessor),
    ]);
    expect(statements).toHaveLength(4);
  });
});

describe('claiming', () => {
  it('puts the attempt into the assessor’s hands', async () => {
    const desk = await openDesk();
    const response = await claim(desk.attempt.id, desk.cookie);
    const [assessment] = await assessmentsOf(desk.attempt.id);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe(`/desk/assessments/${assessment?.id}`);
    expect(assessment).toMatchObject({ assessor_id: desk.assessor.id, state: 'claimed' });
    expect(assessment?.lease_expires_at).toEqual(new Date(noon.getTime() + leaseMilliseconds));
  });

  it('lets one of two who claim at once have it, and tells the other', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    const first = await site.db.startTransaction().execute();
    await sql`select 1 from enrolments where id = ${desk.attempt.enrolment.id} for update`.execute(first);
    const both = [claim(desk.attempt.id, desk.cookie), claim(desk.attempt.id, other.cookie)];
    await untilBlocked(site, 2);
    await first.commit().execute();
    const codes = (await Promise.all(both)).map((response) => response.statusCode);
    expect(codes.sort()).toEqual([303, 409]);
    expect(await assessmentsOf(desk.attempt.id)).toHaveLength(1);
  });

  it('refuses what another holds, in words', async () => {
    const desk = await openDesk();
    await insertAssessment(site, desk.attempt, (await colleague(desk)).person);
    const response = await claim(desk.attempt.id, desk.cookie);
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response).querySelector('[role=alert]'))).toBe(
      'Another assessor claimed this attempt before you. The queue shows what is still free.',
    );
  });

  it('takes over a claim that has run out, and keeps what was rated under it', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    const old = await insertAssessment(site, desk.attempt, other.person, { leaseExpiresAt: noon });
    await insertRating(site, old, desk.attempt, 'tally-readable', { value: 'no', comment: 'Unreadable.' });
    expect((await claim(desk.attempt.id, desk.cookie)).statusCode).toBe(303);
    const assessments = await assessmentsOf(desk.attempt.id);
    expect(assessments.map(({ assessor_id, state }) => [assessor_id, state])).toEqual([
      [other.person.id, 'let_go'],
      [desk.assessor.id, 'claimed'],
    ]);
    expect(await ratingsOf(old)).toHaveLength(1);
    expect((await rate(old, 'tally-readable', other.cookie, { value: 'yes', revision: 1 })).statusCode).toBe(409);
    expect(await ratingsOf(old)).toMatchObject([{ value: 'no' }]);
  });

  it('gives own ratings back to whoever lets go and comes again', async () => {
    const desk = await claimed();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    await post(site, `/desk/assessments/${desk.assessmentId}/release`, {}, { cookie: desk.cookie });
    expect((await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie })).statusCode).toBe(409);
    const response = await claim(desk.attempt.id, desk.cookie);
    expect(response.headers.location).toBe(`/desk/assessments/${desk.assessmentId}`);
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([{ value: 'yes' }]);
  });

  it('refuses own work', async () => {
    const desk = await openDesk();
    const { published } = desk.attempt.enrolment;
    const own = await insertAttempt(site, {
      enrolment: await insertEnrolment(site, { person: desk.assessor, published }),
    });
    const response = await claim(own.id, desk.cookie);
    expect(response.statusCode).toBe(403);
    expect(textOf(pageOf(response))).toContain('This is your own work');
    expect(await assessmentsOf(own.id)).toEqual([]);
  });

  it('refuses an attempt that was decided or followed by another', async () => {
    const desk = await openDesk();
    await site.db
      .updateTable('enrolments')
      .set({ state: 'working', due_at: null })
      .where('id', '=', desk.attempt.enrolment.id)
      .execute();
    expect((await claim(desk.attempt.id, desk.cookie)).statusCode).toBe(409);
    await insertAttempt(site, { enrolment: desk.attempt.enrolment, number: 2 });
    expect((await claim(desk.attempt.id, desk.cookie)).statusCode).toBe(409);
    expect(await assessmentsOf(desk.attempt.id)).toEqual([]);
  });
});

describe('what is not theirs', () => {
  it.each(['nobody’s id', 'an attempt of another issuer', 'something that is no id'])(
    'is not found: %s',
    async (what) => {
      const desk = await openDesk();
      const stranger = await claimed();
      const attemptId = { 'nobody’s id': nowhere, 'an attempt of another issuer': stranger.attempt.id }[what] ?? 'x';
      const assessmentId =
        { 'nobody’s id': nowhere, 'an attempt of another issuer': stranger.assessmentId }[what] ?? 'x';
      const at = `/desk/assessments/${assessmentId}`;
      const { cookie } = desk;
      const responses = await Promise.all([
        claim(attemptId, cookie),
        get(site, at, { cookie }),
        get(site, `${at}/decide`, { cookie }),
        post(site, at, {}, { cookie }),
        post(site, `${at}/release`, {}, { cookie }),
        sendDecision(assessmentId, cookie, { seen: '' }),
        rate(assessmentId, 'tally-readable', cookie, { value: 'yes' }),
        put(`${at}/overall`, cookie, { comment: 'x', revision: 0 }),
      ]);
      expect(responses.map((response) => response.statusCode)).toEqual(Array(8).fill(404));
      expect(await ratingsOf(stranger.assessmentId)).toEqual([]);
    },
  );

  it('is a colleague’s assessment', async () => {
    const desk = await claimed();
    const other = await colleague(desk);
    expect((await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: other.cookie })).statusCode).toBe(404);
    expect((await rate(desk.assessmentId, 'tally-readable', other.cookie, { value: 'yes' })).statusCode).toBe(404);
  });

  it('is an assessment at an issuer where they no longer assess', async () => {
    const desk = await claimed();
    await insertMember(site, 'assessor').then(({ issuer }) =>
      site.db
        .insertInto('memberships')
        .values({ issuer_id: issuer.id, person_id: desk.assessor.id, role: 'assessor' })
        .execute(),
    );
    await site.db.deleteFrom('memberships').where('issuer_id', '=', desk.issuer.id).execute();
    expect((await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie })).statusCode).toBe(404);
  });

  it('is a look-for of another definition, or one that was demonstrated before', async () => {
    const desk = await claimed({ carriedOver: [{ lookFor: 'tally-readable', attempt: 1 }] });
    expect((await rate(desk.assessmentId, 'stranger', desk.cookie, { value: 'yes' })).statusCode).toBe(404);
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no' })).statusCode).toBe(404);
    expect(await ratingsOf(desk.assessmentId)).toEqual([]);
  });
});

describe('the scoring page', () => {
  it('asks for every open look-for and shows the evidence that it judges', async () => {
    const desk = await claimed();
    const page = pageOf(await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie }));
    expect([...page.querySelectorAll('fieldset legend')].map((legend) => textOf(legend))).toEqual([
      'The class and its routines are described',
      'The tally shows who spoke',
      'Participation was counted',
      'A routine was changed',
    ]);
    const links = [...page.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((a) => a.getAttribute('href')!);
    expect(links.filter((href) => page.getElementById(href.slice(1)) === null)).toEqual([]);
    expect(links).toContain('#evidence-portfolio-entry-noticed');
    expect(textOf(page.querySelector('#requirement-overview'))).toContain('Judged by');
  });

  it('shows what was demonstrated before as such, earlier comments, and what changed since', async () => {
    const desk = await claimed();
    const ratings = {
      'overview-complete': 'yes',
      'tally-readable': 'almost',
      'noticed-shown': 'yes',
      'changed-shown': 'no',
    } as const;
    for (const [lookFor, value] of Object.entries(ratings))
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value, comment: `About ${lookFor}` });
    await sendDecision(desk.assessmentId, desk.cookie, await confirmation(desk.assessmentId, desk.cookie));
    const second = await insertAttempt(site, {
      enrolment: desk.attempt.enrolment,
      number: 2,
      evidence: { tally: { items: [{ artifact: nowhere, note: 'A clearer tally' }] } },
      carriedOver: [
        { lookFor: 'overview-complete', attempt: 1 },
        { lookFor: 'noticed-shown', attempt: 1 },
      ],
    });
    const assessmentId = await insertAssessment(site, second, desk.assessor);
    const page = pageOf(await get(site, `/desk/assessments/${assessmentId}`, { cookie: desk.cookie }));
    expect(page.querySelectorAll('fieldset')).toHaveLength(2);
    expect(textOf(page.querySelector('#look-for-overview-complete'))).toContain('Demonstrated in attempt 1');
    expect(textOf(page.querySelector('#look-for-changed-shown'))).toContain('Attempt 1 NoAbout changed-shown');
    expect(textOf(page.querySelector('.scoring-head__changes'))).toBe(
      'Since attempt 1: Tally sheet changed. 2 look-fors demonstrated before are not rated again.',
    );
    expect(textOf(page.querySelector('#requirement-overview .eyebrow'))).toContain('as in attempt 1');
  });

  it('calls a detail of the portfolio changed only when its own entry changed', async () => {
    const desk = await claimed();
    const { data } = desk.attempt.sealed.evidence.find(({ requirement }) => requirement === 'portfolio') ?? {};
    const { entries } = data as { entries: Record<string, { sources: unknown[]; explanation: string }> };
    const second = await insertAttempt(site, {
      enrolment: desk.attempt.enrolment,
      number: 2,
      evidence: { portfolio: { entries: { ...entries, noticed: { ...entries.noticed, explanation: 'Told anew.' } } } },
    });
    const assessmentId = await insertAssessment(site, second, desk.assessor);
    const page = pageOf(await get(site, `/desk/assessments/${assessmentId}`, { cookie: desk.cookie }));
    expect(textOf(page.querySelector('#look-for-noticed-shown .look-for__evidence'))).toContain('(changed)');
    expect(textOf(page.querySelector('#look-for-changed-shown .look-for__evidence'))).not.toContain('(changed)');
    const marked = [...page.querySelectorAll('.evidence-entry:has(.changed-mark)')].map(({ id }) => id);
    expect(marked).toEqual(['evidence-portfolio-entry-noticed']);
  });

  it('shows what automatic checks find', async () => {
    const desk = await claimed({ evidence: { overview: { texts: { text: 'Too short.' } } } });
    const page = pageOf(await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie }));
    expect(textOf(page.querySelector('#requirement-overview .attempt-findings'))).toContain(
      'Not met Write 3 more words: 2 of at least 5 words',
    );
  });

  it('escapes what earners and assessors write', async () => {
    const desk = await claimed({ evidence: { overview: { texts: { text: '<script>alert(1)</script>' } } } });
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: '</textarea><script>x' });
    const response = await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie });
    expect(response.body).not.toContain('<script>alert');
    expect(response.body).not.toContain('</textarea><script>x');
    expect(pageOf(response).querySelector<HTMLTextAreaElement>('#comment-tally-readable')?.value).toBe(
      '</textarea><script>x',
    );
  });
});

describe('saving a rating', () => {
  it('keeps it with its revision, and the lease goes on', async () => {
    const desk = await claimed();
    site.setNow(new Date(noon.getTime() + 3600_000));
    try {
      const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, {
        value: 'almost',
        comment: 'Label it.\r\nTwice.\0',
      });
      expect(response.json()).toMatchObject({ revision: 1 });
    } finally {
      site.setNow(noon);
    }
    expect(await ratingsOf(desk.assessmentId)).toEqual([
      { look_for_key: 'tally-readable', value: 'almost', comment: 'Label it.\nTwice.', revision: 1 },
    ]);
    const [assessment] = await assessmentsOf(desk.attempt.id);
    expect(assessment?.lease_expires_at).toEqual(new Date(noon.getTime() + 3600_000 + leaseMilliseconds));
  });

  it('refuses a change to an older revision and returns what is there', async () => {
    const desk = await claimed();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', comment: 'First' });
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: 'Second' });
    expect(response.statusCode).toBe(409);
    expect(response.json().current).toMatchObject({ value: 'yes', comment: 'First', revision: 1 });
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([{ value: 'yes', revision: 1 }]);
  });

  it('takes the same change twice as one', async () => {
    const desk = await claimed();
    const first = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    const again = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    expect([first.json(), again.json()]).toEqual([first.json(), first.json()]);
  });

  it('lets one of two tabs that save the same rating at once win, and tells the other', async () => {
    const desk = await claimed();
    const first = await site.db.startTransaction().execute();
    await sql`select 1 from assessments where id = ${desk.assessmentId} for update`.execute(first);
    const both = ['One', 'Two'].map((comment) =>
      rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment }),
    );
    await untilBlocked(site, 2);
    await first.commit().execute();
    const codes = (await Promise.all(both)).map((response) => response.statusCode);
    expect(codes.sort()).toEqual([200, 409]);
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([{ revision: 1 }]);
  });

  it.each([
    [{ value: 'maybe' }],
    [{ value: 'yes', comment: 'x'.repeat(10_001) }],
    [{ value: 'yes', revision: -1 }],
    [{ value: 'yes', more: 1 }],
    [{ value: ['yes'] }],
  ])('refuses what can not be read: %j', async (body) => {
    const desk = await claimed();
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, body)).statusCode).toBe(422);
    expect(await ratingsOf(desk.assessmentId)).toEqual([]);
  });

  it('keeps the overall comment by revision too', async () => {
    const desk = await claimed();
    const url = `/desk/assessments/${desk.assessmentId}/overall`;
    expect((await put(url, desk.cookie, { comment: 'Well done', revision: 1 })).json()).toMatchObject({ revision: 2 });
    const stale = await put(url, desk.cookie, { comment: 'Or not', revision: 1 });
    expect(stale.statusCode).toBe(409);
    expect(stale.json().current).toMatchObject({ comment: 'Well done', revision: 2 });
  });
});

describe('the scoring form without a script', () => {
  it('saves everything at once', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'no',
      'comment-tally-readable': 'Label it.',
      overall: 'Nearly there.',
      intent: 'save',
    });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(response.headers.location).toBe(`/desk/assessments/${desk.assessmentId}?saved=1`);
    expect(await ratingsOf(desk.assessmentId)).toEqual([
      { look_for_key: 'tally-readable', value: 'no', comment: 'Label it.', revision: 1 },
    ]);
    const page = pageOf(await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie }));
    expect(page.querySelector<HTMLTextAreaElement>('#overall')?.value).toBe('Nearly there.');
    expect(page.querySelector<HTMLInputElement>('#value-tally-readable-no')?.checked).toBe(true);
  });

  it('leaves alone what its reader did not change, whatever was saved elsewhere meanwhile', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, { 'value-tally-readable': 'yes', intent: 'save' });
    await rate(desk.assessmentId, 'noticed-shown', desk.cookie, { value: 'no', comment: 'Elsewhere' });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(response.statusCode).toBe(303);
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([
      { look_for_key: 'noticed-shown', value: 'no', comment: 'Elsewhere' },
      { look_for_key: 'tally-readable', value: 'yes' },
    ]);
  });

  it('shows both versions of what was changed in two places, and saves one’s own when sent again', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'yes',
      'comment-tally-readable': 'Mine',
      'value-noticed-shown': 'yes',
      intent: 'save',
    });
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: 'Theirs' });
    const url = `/desk/assessments/${desk.assessmentId}`;
    const response = await post(site, url, fields, { cookie: desk.cookie });
    expect(response.statusCode).toBe(409);
    const card = pageOf(response).querySelector('#look-for-tally-readable');
    expect(card?.querySelector('textarea')?.value).toBe('Mine');
    expect(textOf(card!.querySelector('[role=alert]'))).toContain('Saved there: NoTheirs');
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([
      { look_for_key: 'noticed-shown', value: 'yes' },
      { look_for_key: 'tally-readable', value: 'no', comment: 'Theirs' },
    ]);

    const form = pageOf(response).querySelector<HTMLFormElement>('form.scoring-form')!;
    const again = Object.fromEntries(new form.ownerDocument.defaultView!.FormData(form)) as Record<string, string>;
    expect((await post(site, url, again, { cookie: desk.cookie })).statusCode).toBe(303);
    expect((await ratingsOf(desk.assessmentId))[1]).toMatchObject({ value: 'yes', comment: 'Mine', revision: 2 });
  });

  it('keeps what was typed when a comment is too long, and stores nothing', async () => {
    const desk = await claimed();
    const long = 'x'.repeat(10_001);
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-noticed-shown': 'yes',
      'comment-tally-readable': long,
    });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    const page = pageOf(response);
    expect(response.statusCode).toBe(422);
    expect(page.title).toMatch(/^Error: /);
    expect(page.querySelector('.error-summary a')?.getAttribute('href')).toBe('#comment-tally-readable');
    expect(page.querySelector<HTMLTextAreaElement>('#comment-tally-readable')?.value).toBe(long);
    expect(page.querySelector<HTMLInputElement>('#value-noticed-shown-yes')?.checked).toBe(true);
    expect(await ratingsOf(desk.assessmentId)).toEqual([]);
  });
});

describe('the decision', () => {
  it('is not asked for while a look-for is unrated or a comment missing: each is named and linked', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'yes',
      'value-noticed-shown': 'no',
      'value-changed-shown': 'yes',
      intent: 'send',
    });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(response.statusCode).toBe(422);
    const links = [...pageOf(response).querySelectorAll('.error-summary a')];
    expect(links.map((link) => [link.getAttribute('href'), textOf(link)])).toEqual([
      ['#value-overview-complete-yes', 'Rate “The class and its routines are described”'],
      ['#comment-noticed-shown', 'Say what would make it a Yes: “Participation was counted”'],
    ]);
    expect(await ratingsOf(desk.assessmentId)).toHaveLength(3);
  });

  it('earns the micro-credential when all are Yes: asks once, then tells the earner and orders the award', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, { ...allYes, intent: 'send' });
    const sent = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(sent.headers.location).toBe(`/desk/assessments/${desk.assessmentId}/decide`);
    const asked = await get(site, `/desk/assessments/${desk.assessmentId}/decide`, { cookie: desk.cookie });
    expect(textOf(pageOf(asked))).toContain('Send this decision?');

    const seen = await confirmation(desk.assessmentId, desk.cookie);
    expect((await sendDecision(desk.assessmentId, desk.cookie, seen)).statusCode).toBe(303);

    const { enrolment } = desk.attempt;
    expect(
      await site.db
        .selectFrom('enrolments')
        .select(['state', 'earned_at', 'due_at'])
        .where('id', '=', enrolment.id)
        .executeTakeFirst(),
    ).toEqual({ state: 'earned', earned_at: noon, due_at: null });
    expect(
      await site.db
        .selectFrom('decisions')
        .select(['outcome', 'assessment_id', 'decided_by', 'released_at'])
        .where('attempt_id', '=', desk.attempt.id)
        .execute(),
    ).toEqual([
      { outcome: 'earned', assessment_id: desk.assessmentId, decided_by: desk.assessor.id, released_at: noon },
    ]);
    const awarded: string[] = [];
    await site.runJobs({
      'issue-award': async ({ attemptId }) => {
        awarded.push(attemptId);
      },
    });
    expect(awarded).toEqual([desk.attempt.id]);
    // The award brings the one mail that tells of it.
    expect(await site.mailsTo(enrolment.person.email)).toEqual([]);
    const page = await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie });
    expect(textOf(pageOf(page))).toContain('Earned You sent this decision');
    expect(pageOf(page).querySelector('fieldset')).toBeNull();
  });

  it('gives the work back when something is not there yet, and orders no award', async () => {
    const desk = await claimed();
    const fields = {
      ...allYes,
      'value-tally-readable': 'almost',
      'comment-tally-readable': 'Label it.',
      intent: 'send',
    };
    const form = await filledForm(desk.assessmentId, desk.cookie, fields);
    await post(site, `/desk/assessments/${desk.assessmentId}`, form, { cookie: desk.cookie });
    await sendDecision(desk.assessmentId, desk.cookie, await confirmation(desk.assessmentId, desk.cookie));

    const { enrolment } = desk.attempt;
    expect(
      await site.db
        .selectFrom('enrolments')
        .select(['state', 'earned_at', 'due_at'])
        .where('id', '=', enrolment.id)
        .executeTakeFirst(),
    ).toEqual({ state: 'working', earned_at: null, due_at: null });
    await site.runJobs({ 'issue-award': () => Promise.reject(new Error('no award was earned')) });
    const [mail] = await site.mailsTo(enrolment.person.email);
    expect(mail?.subject).toBe('Feedback on Reading the Room');
    expect(mail?.text).toContain('1 look-for is not there yet');
    expect(mail?.text).not.toContain('Label it.');
    const events = await site.db
      .selectFrom('audit_events')
      .select(['action', 'actor_id'])
      .where('subject_id', '=', desk.attempt.id)
      .execute();
    expect(events).toEqual([{ action: 'decision.released', actor_id: desk.assessor.id }]);
  });

  it('is refused with a look-for unrated, and nothing is stored', async () => {
    const desk = await claimed();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    const assessor = { id: desk.assessor.id, name: '', issuerIds: [desk.issuer.id] };
    const scoring = await findScoring(site.db, assessor, desk.assessmentId, noon);
    const response = await sendDecision(desk.assessmentId, desk.cookie, { seen: ratingsDigest(scoring!) });
    expect(response.statusCode).toBe(422);
    expect(pageOf(response).querySelectorAll('.error-summary a')).toHaveLength(3);
    expect(
      await site.db.selectFrom('decisions').select('outcome').where('attempt_id', '=', desk.attempt.id).execute(),
    ).toEqual([]);
    expect(await assessmentsOf(desk.attempt.id)).toMatchObject([{ state: 'claimed' }]);
    await site.runJobs();
    expect(await site.mailsTo(desk.attempt.enrolment.person.email)).toEqual([]);
  });

  /** Everything rated Yes, and the confirmation in hand. */
  async function ready() {
    const desk = await claimed();
    for (const lookFor of lookFors)
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value: 'yes' });
    return { ...desk, seen: await confirmation(desk.assessmentId, desk.cookie) };
  }

  it('is sent once, however often the button is pressed', async () => {
    const desk = await ready();
    const first = await site.db.startTransaction().execute();
    await sql`select 1 from enrolments where id = ${desk.attempt.enrolment.id} for update`.execute(first);
    const both = [1, 2].map(() => sendDecision(desk.assessmentId, desk.cookie, desk.seen));
    await untilBlocked(site, 2);
    await first.commit().execute();
    const codes = (await Promise.all(both)).map((response) => response.statusCode);
    expect(codes.sort()).toEqual([303, 409]);
    const { rows } = await sql<{ jobs: number }>`
      select count(*) as jobs from graphile_worker.jobs where key = ${`issue-award:${desk.attempt.id}`}`.execute(
      site.db,
    );
    expect(rows).toEqual([{ jobs: 1 }]);
  });

  it('waits for a rating that is being saved, and is then not what was seen', async () => {
    const desk = await ready();
    const saving = await site.db.startTransaction().execute();
    await sql`select 1 from assessments where id = ${desk.assessmentId} for update`.execute(saving);
    await sql`update ratings set value = 'no', comment = 'Look again', revision = 2
      where assessment_id = ${desk.assessmentId} and look_for_key = 'tally-readable'`.execute(saving);
    const deciding = sendDecision(desk.assessmentId, desk.cookie, desk.seen);
    await untilBlocked(site);
    await saving.commit().execute();
    const response = await deciding;
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response))).toContain('The ratings were changed after you were asked');
    expect(
      await site.db.selectFrom('decisions').select('outcome').where('attempt_id', '=', desk.attempt.id).execute(),
    ).toEqual([]);
  });

  it('holds up a rating that comes too late', async () => {
    const desk = await ready();
    const deciding = await site.db.startTransaction().execute();
    await sql`update assessments set state = 'completed', completed_at = now() where id = ${desk.assessmentId}`.execute(
      deciding,
    );
    const late = rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: 'Late', revision: 1 });
    await untilBlocked(site);
    await deciding.commit().execute();
    expect((await late).statusCode).toBe(409);
    expect((await ratingsOf(desk.assessmentId)).every(({ value }) => value === 'yes')).toBe(true);
  });

  it('is never on own work, even with an assessment in hand', async () => {
    const { person: assessor, issuer } = await insertMember(site, 'assessor');
    const published = await insertPublished(site, { issuer });
    const own = await insertAttempt(site, { enrolment: await insertEnrolment(site, { person: assessor, published }) });
    const assessmentId = await insertAssessment(site, own, assessor);
    for (const lookFor of lookFors) await insertRating(site, assessmentId, own, lookFor, { value: 'yes' });
    const { cookie } = await signIn(site, assessor);
    expect((await get(site, `/desk/assessments/${assessmentId}`, { cookie })).statusCode).toBe(404);
    expect((await sendDecision(assessmentId, cookie, { seen: 'x' })).statusCode).toBe(404);
    const change = { value: 'no', revision: 1 };
    expect((await rate(assessmentId, 'tally-readable', cookie, change)).statusCode).toBe(404);
  });
});

describe('the database', () => {
  /** What PostgreSQL says to a statement. */
  const refusal = (statement: ReturnType<typeof sql>) =>
    statement.execute(site.db).then(
      () => 'done',
      (error: unknown) => (error as Error).message,
    );

  it('does not let a rating land on another attempt than its assessment’s', async () => {
    const desk = await claimed();
    const other = await claimed();
    const insert = sql`insert into ratings (assessment_id, attempt_id, look_for_key, value)
      values (${desk.assessmentId}, ${other.attempt.id}, 'tally-readable', 'yes')`;
    expect(await refusal(insert)).toContain('violates foreign key constraint');
    await insertRating(site, desk.assessmentId, desk.attempt, 'tally-readable', { value: 'yes' });
    const move = (column: string, value: string) =>
      sql`update ratings set ${sql.ref(column)} = ${value} where assessment_id = ${desk.assessmentId}`;
    expect(await refusal(move('attempt_id', other.attempt.id))).toContain('a rating stays on its look-for and attempt');
    expect(await refusal(move('look_for_key', 'noticed-shown'))).toContain(
      'a rating stays on its look-for and attempt',
    );
    const carry = sql`update assessments set attempt_id = ${other.attempt.id} where id = ${desk.assessmentId}`;
    expect(await refusal(carry)).toContain('an assessment stays with its attempt and assessor');
  });

  it('refuses every change to what was judged', async () => {
    const desk = await claimed();
    for (const lookFor of lookFors)
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value: 'yes' });
    const seen = await confirmation(desk.assessmentId, desk.cookie);
    await sendDecision(desk.assessmentId, desk.cookie, seen);
    const { assessmentId, attempt } = desk;
    const statements = {
      'change a rating': sql`update ratings set value = 'no' where assessment_id = ${assessmentId}`,
      'remove a rating': sql`delete from ratings where assessment_id = ${assessmentId}`,
      'add a rating': sql`insert into ratings (assessment_id, attempt_id, look_for_key, value) values (${assessmentId}, ${attempt.id}, 'more', 'no')`,
      'reopen the assessment': sql`update assessments set state = 'claimed', completed_at = null where id = ${assessmentId}`,
      'remove the assessment': sql`delete from assessments where id = ${assessmentId}`,
      'change the decision': sql`update decisions set outcome = 'not_yet' where attempt_id = ${attempt.id}`,
      'remove the decision': sql`delete from decisions where attempt_id = ${attempt.id}`,
      'change the attempt': sql`update attempts set sealed = '{}' where id = ${attempt.id}`,
      'remove the attempt': sql`delete from attempts where id = ${attempt.id}`,
    };
    for (const [what, statement] of Object.entries(statements))
      expect.soft(await refusal(statement), what).toMatch(/never change/);
  });
});
