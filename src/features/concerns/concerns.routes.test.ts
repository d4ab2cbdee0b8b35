import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf, untilBlocked } from '../../../test/support/app.ts';
import { type TestAttempt, insertAttempt } from '../../../test/support/attempts.ts';
import {
  type Concerned,
  actionsOf,
  answer,
  ask,
  concernOf,
  judgingOf,
  makeConcerned,
  raise,
  resolve,
} from '../../../test/support/concerned.ts';
import { type Person, type Published, insertEnrolment, insertMember, signIn } from '../../../test/support/factories.ts';
import { compareAttempt } from './compare-attempt.ts';
import { hasOpenConcern } from './concerns.queries.ts';

let site: TestSite;
let c: Concerned;
let assessor: Person;
let lead: Person;
let published: Published;
let attempt: TestAttempt;
let earner: Person;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  site.setNow(noon);
  c = await makeConcerned(site);
  ({ assessor, lead, published, attempt, earner } = c);
});

describe('raising', () => {
  it('holds the decision until it is settled, and tells nobody but the leads', async () => {
    const { response, id, concern } = await raise(c);
    expect(response.statusCode).toBe(303);
    expect(concern).toMatchObject({ raised_by: assessor.id, requirement_key: 'overview', state: 'open' });
    expect(await hasOpenConcern(site.db, attempt.id)).toBe(true);
    await resolve(c, id, 'dismissed');
    expect(await hasOpenConcern(site.db, attempt.id)).toBe(false);
    await site.runJobs();
    expect(await site.mailsTo(earner.email)).toEqual([]);
  });

  it('gives back everything typed when something is missing', async () => {
    const { response, concern } = await raise(c, {
      kind: 'ai-declaration',
      passage: '',
      detail: 'It reads like a machine.',
    });
    expect(response.statusCode).toBe(422);
    expect(concern).toBeUndefined();
    const page = pageOf(response);
    expect(textOf(page.querySelector('.error-summary'))).toContain('Copy in the passage');
    expect(page.querySelector<HTMLTextAreaElement>('#detail')?.value).toBe('It reads like a machine.');
    expect(page.querySelector<HTMLInputElement>('[value="ai-declaration"]')?.checked).toBe(true);
  });

  it('is for whoever holds an assessment of the attempt, or checks whether it is complete', async () => {
    const { person: other } = await insertMember(site, 'assessor', { issuer: published.issuer });
    expect((await raise(c, {}, other)).response.statusCode).toBe(404);
    await site.db.updateTable('judgings').set({ stage: 'pre_check' }).where('attempt_id', '=', attempt.id).execute();
    expect((await raise(c, {}, other)).response.statusCode).toBe(303);
  });

  it('stands on the scoring page', async () => {
    const assessment = await site.db
      .selectFrom('assessments')
      .select('id')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const page = pageOf(await get(site, `/desk/assessments/${assessment.id}`, await signIn(site, assessor)));
    expect(page.querySelector(`form[action="/desk/attempts/${attempt.id}/concerns"]`)).not.toBeNull();
  });
});

describe('asking the earner', () => {
  it('stops the clock, and their answer lets it go on', async () => {
    const { id } = await raise(c);
    const before = await judgingOf(c);
    expect((await ask(c, id)).statusCode).toBe(303);
    expect((await judgingOf(c)).paused_at).toEqual(noon);
    await site.runJobs();
    const [mail] = await site.mailsTo(earner.email);
    expect(mail?.text).toContain(`/work/${attempt.enrolment.id}/concerns/${id}`);
    expect(mail?.text).not.toContain('How did this come about?');

    site.setNow(new Date('2026-11-25T12:00:00Z'));
    expect((await answer(c, id)).statusCode).toBe(303);
    const after = await judgingOf(c);
    expect(after.paused_at).toBeNull();
    expect(after.due_at.getTime()).toBeGreaterThan(before.due_at.getTime());
    await site.runJobs();
    expect(await site.mailsTo(lead.email)).toHaveLength(1);
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, lead))).body).toContain('We wrote it together.');
    expect((await actionsOf(site, id)).map(({ action }) => action)).toEqual([
      'concern.raised',
      'concern.asked',
      'concern.answered',
    ]);
  });

  it('is answered once, by the earner alone', async () => {
    const { id } = await raise(c);
    const stranger = (await insertEnrolment(site, { published })).person;
    expect((await answer(c, id, 'Before I was asked.')).statusCode).toBe(404);
    await ask(c, id);
    expect((await answer(c, id, 'Not mine.', stranger)).statusCode).toBe(404);
    expect((await answer(c, id, ' ')).statusCode).toBe(422);
    await answer(c, id);
    expect((await answer(c, id, 'Something else.')).statusCode).toBe(409);
    expect((await concernOf(site, id)).response).toBe('We wrote it together.');
  });

  it('keeps the clock still while another question waits', async () => {
    const one = await raise(c);
    const two = await raise(c, { kind: 'ai-declaration' });
    await ask(c, one.id);
    await ask(c, two.id);
    await answer(c, one.id);
    expect((await judgingOf(c)).paused_at).toEqual(noon);
    await resolve(c, two.id, 'dismissed');
    expect((await judgingOf(c)).paused_at).toBeNull();
  });

  it('shows the earner their own text with what is shared, and nothing of the other earner', async () => {
    const prose = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${name}${index}`).join(' ');
    const write = (text: string) => ({ overview: { texts: { text } } });
    const other = await insertAttempt(site, {
      enrolment: await insertEnrolment(site, { published }),
      submittedAt: new Date(noon.getTime() - 60_000),
      evidence: write(`theirs-alone ${prose('shared', 100)} ${prose('hidden', 20)}`),
    });
    attempt = await insertAttempt(site, {
      enrolment: await insertEnrolment(site, { published }),
      evidence: write(`${prose('mine', 20)} ${prose('shared', 100)}`),
    });
    earner = attempt.enrolment.person;
    c = { ...c, attempt, earner };
    await compareAttempt(site.deps, other.id);
    await compareAttempt(site.deps, attempt.id);
    const { id } = await site.db
      .selectFrom('concerns')
      .select('id')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();

    const led = pageOf(await get(site, `/lead/concerns/${id}`, await signIn(site, lead)));
    expect([...led.querySelectorAll('mark')].map((mark) => textOf(mark).replace(/^.*?shared0/, 'shared0'))).toEqual([
      prose('shared', 100),
      prose('shared', 100),
    ]);
    expect(textOf(led)).toContain(other.enrolment.person.name);

    await ask(c, id);
    const own = await get(site, `/work/${attempt.enrolment.id}/concerns/${id}`, await signIn(site, earner));
    expect(textOf(pageOf(own).querySelector('mark'))).toContain(prose('shared', 100));
    expect(own.body).not.toContain(other.enrolment.person.name);
    expect(own.body).not.toContain(other.enrolment.id);
    expect(own.body).not.toContain(other.id);
    expect(own.body).not.toMatch(/hidden0|theirs-alone/);
    expect(textOf(pageOf(await get(site, `/work/${attempt.enrolment.id}`, await signIn(site, earner))))).toContain(
      'Waits for your answer',
    );
  });
});

describe('settling', () => {
  it('upholds nothing unheard', async () => {
    const { id } = await raise(c);
    expect((await resolve(c, id, 'upheld')).statusCode).toBe(422);
    await ask(c, id);
    expect((await resolve(c, id, 'upheld')).statusCode).toBe(422);
    site.setNow(new Date('2026-12-02T12:00:00Z'));
    expect((await resolve(c, id, 'upheld')).statusCode).toBe(303);
    expect(await concernOf(site, id)).toMatchObject({ state: 'upheld', resolved_by: lead.id, returns_attempt: false });
    const judging = await judgingOf(c);
    expect(judging).toMatchObject({ stage: 'scoring', paused_at: null });
  });

  it('sends the attempt back as incomplete where the lead says so', async () => {
    const { id } = await raise(c);
    await ask(c, id);
    await answer(c, id);
    expect((await resolve(c, id, 'upheld-returned')).statusCode).toBe(303);
    expect((await judgingOf(c)).stage).toBe('returned');
    const decision = await site.db
      .selectFrom('decisions')
      .selectAll()
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    expect(decision).toMatchObject({ outcome: 'incomplete', assessment_id: null, process: { code: 'not-own-work' } });
    const enrolment = await site.db
      .selectFrom('enrolments')
      .select('state')
      .where('id', '=', attempt.enrolment.id)
      .executeTakeFirstOrThrow();
    expect(enrolment.state).toBe('working');
    const left = await site.db.selectFrom('assessments').select('state').where('attempt_id', '=', attempt.id).execute();
    expect(left).toEqual([{ state: 'let_go' }]);
    await site.runJobs();
    expect((await site.mailsTo(earner.email)).at(-1)?.text).toContain('does not count as an attempt');
    const own = await get(site, `/work/${attempt.enrolment.id}/concerns/${id}`, await signIn(site, earner));
    expect(textOf(pageOf(own))).toContain('We have talked about it.');
  });

  it('lets two who settle it at once go one after the other, and the first holds', async () => {
    const { id } = await raise(c);
    const { person: second } = await insertMember(site, 'lead_assessor', { issuer: published.issuer });
    const held = await site.deps.pool.connect();
    await held.query('begin');
    await held.query('select 1 from enrolments where id = $1 for update', [attempt.enrolment.id]);
    const first = resolve(c, id, 'dismissed');
    await untilBlocked(site, 1);
    const other = resolve(c, id, 'referred', second);
    await untilBlocked(site, 2);
    await held.query('commit');
    held.release();
    const statuses = [(await first).statusCode, (await other).statusCode];
    expect(statuses.toSorted()).toEqual([303, 409]);
    const { state } = await concernOf(site, id);
    expect(state).toBe(statuses[0] === 303 ? 'dismissed' : 'referred');
    expect((await actionsOf(site, id)).map(({ action }) => action)).toEqual(['concern.raised', `concern.${state}`]);
  });

  it('is of the issuer’s own lead assessors', async () => {
    const { id } = await raise(c);
    const { person: foreign } = await insertMember(site, 'lead_assessor');
    expect((await resolve(c, id, 'dismissed', foreign)).statusCode).toBe(404);
    expect((await resolve(c, id, 'dismissed', assessor)).statusCode).toBe(403);
    const list = await get(site, '/lead/concerns', await signIn(site, foreign));
    expect(textOf(pageOf(list))).toContain('Nothing to settle');
  });

  it('lists by kind and by whether it is settled', async () => {
    const { id } = await raise(c);
    await raise(c, { kind: 'ai-declaration' });
    await resolve(c, id, 'dismissed');
    const list = async (query: string) =>
      [
        ...pageOf(await get(site, `/lead/concerns${query}`, await signIn(site, lead))).querySelectorAll(
          '.concern-rows h2',
        ),
      ].map((title) => textOf(title).split(':')[0]);
    expect(await list('')).toEqual(['AI declaration', 'Plagiarism']);
    expect(await list('?state=open')).toEqual(['AI declaration']);
    expect(await list('?kind=plagiarism')).toEqual(['Plagiarism']);
    expect(await list('?kind=plagiarism&state=open')).toEqual([]);
  });
});
