import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { type TestAttempt, insertAssessment, insertAttempt } from '../../../test/support/attempts.ts';
import {
  type Person,
  type Published,
  insertEnrolment,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { compareAttempt } from './compare-attempt.ts';
import { hasOpenConcern } from './concerns.queries.ts';

let site: TestSite;
let assessor: Person;
let lead: Person;
let admin: Person;
let published: Published;
let attempt: TestAttempt;
let earner: Person;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  site.setNow(noon);
  const first = await insertMember(site, 'assessor');
  assessor = first.person;
  const { issuer } = first;
  lead = (await insertMember(site, 'lead_assessor', { issuer })).person;
  admin = (await insertMember(site, 'issuer_admin', { issuer })).person;
  published = await insertPublished(site, { issuer });
  attempt = await insertAttempt(site, { enrolment: await insertEnrolment(site, { published }) });
  earner = attempt.enrolment.person;
  await insertAssessment(site, attempt, assessor);
});

const fields = { kind: 'plagiarism', requirement: 'overview', passage: 'Our team read', detail: 'I know this text.' };

async function raise(over: Partial<typeof fields> = {}, by = assessor) {
  const response = await post(
    site,
    `/desk/attempts/${attempt.id}/concerns`,
    { ...fields, ...over },
    await signIn(site, by),
  );
  const concern = await site.db
    .selectFrom('concerns')
    .selectAll()
    .where('attempt_id', '=', attempt.id)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return { response, id: concern?.id ?? '', concern };
}

const concernOf = (id: string) =>
  site.db.selectFrom('concerns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const judgingOf = () =>
  site.db.selectFrom('judgings').selectAll().where('attempt_id', '=', attempt.id).executeTakeFirstOrThrow();

const ask = async (id: string, question = 'How did this come about?') =>
  post(site, `/lead/concerns/${id}/ask`, { question }, await signIn(site, lead));
const answer = async (id: string, response = 'We wrote it together.', by = earner) =>
  post(site, `/work/${attempt.enrolment.id}/concerns/${id}`, { response }, await signIn(site, by));
const resolve = async (id: string, ending: string, by = lead) =>
  post(site, `/lead/concerns/${id}/resolve`, { ending, reason: 'We have talked about it.' }, await signIn(site, by));

const actionsOf = async (id: string) => {
  const rows = await site.db
    .selectFrom('audit_events')
    .select(['action', 'details'])
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  return rows;
};

describe('raising', () => {
  it('holds the decision until it is settled, and tells nobody but the leads', async () => {
    const { response, id, concern } = await raise();
    expect(response.statusCode).toBe(303);
    expect(concern).toMatchObject({ raised_by: assessor.id, requirement_key: 'overview', state: 'open' });
    expect(await hasOpenConcern(site.db, attempt.id)).toBe(true);
    await resolve(id, 'dismissed');
    expect(await hasOpenConcern(site.db, attempt.id)).toBe(false);
    await site.runJobs();
    expect(await site.mailsTo(earner.email)).toEqual([]);
  });

  it('gives back everything typed when something is missing', async () => {
    const { response, concern } = await raise({
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
    expect((await raise({}, other)).response.statusCode).toBe(404);
    await site.db.updateTable('judgings').set({ stage: 'pre_check' }).where('attempt_id', '=', attempt.id).execute();
    expect((await raise({}, other)).response.statusCode).toBe(303);
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

describe('safeguarding', () => {
  const secret = 'A child said that she is afraid to go home.';
  const raiseIt = () => raise({ kind: 'safeguarding', detail: secret, passage: '', requirement: '' });

  it('is mailed at once to lead assessors and admins, with a link and no detail', async () => {
    const { id } = await raiseIt();
    await site.runJobs();
    for (const person of [lead, admin]) {
      const mails = await site.mailsTo(person.email);
      expect(mails).toHaveLength(1);
      expect(mails[0]?.text).toContain(`/lead/concerns/${id}`);
      expect(JSON.stringify(mails)).not.toContain('afraid');
      expect(JSON.stringify(mails)).not.toContain(earner.name);
    }
    expect(await site.mailsTo(earner.email)).toEqual([]);
    expect(JSON.stringify(await actionsOf(id))).not.toContain('afraid');
  });

  it('is seen by lead assessors and its raiser alone', async () => {
    const { id } = await raiseIt();
    const { person: other } = await insertMember(site, 'assessor', { issuer: published.issuer });
    const { person: foreign } = await insertMember(site, 'lead_assessor');
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, lead))).body).toContain('afraid');
    expect((await get(site, '/desk/concerns', await signIn(site, assessor))).body).toContain('afraid');
    expect((await get(site, '/desk/concerns', await signIn(site, other))).body).not.toContain('afraid');
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, admin))).statusCode).toBe(403);
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, foreign))).statusCode).toBe(404);
    const own = await signIn(site, earner);
    expect((await get(site, `/work/${attempt.enrolment.id}/concerns/${id}`, own)).statusCode).toBe(404);
    for (const path of [`/work/${attempt.enrolment.id}`, `/work/${attempt.enrolment.id}/attempts/1`])
      expect((await get(site, path, own)).body).not.toMatch(/afraid|concern|safeguarding/i);
  });

  it('is kept from a lead assessor whose own work it is', async () => {
    const { id } = await raiseIt();
    await site.db
      .insertInto('memberships')
      .values({ issuer_id: published.issuer.id, person_id: earner.id, role: 'lead_assessor' })
      .execute();
    const own = await signIn(site, earner);
    expect((await get(site, `/lead/concerns/${id}`, own)).statusCode).toBe(404);
    expect((await get(site, '/lead/concerns', own)).body).not.toContain(id);
    expect((await resolve(id, 'dismissed', earner)).statusCode).toBe(404);
    await raiseIt();
    await site.runJobs();
    expect(await site.mailsTo(earner.email)).toEqual([]);
  });

  it('is never put to the earner nor upheld', async () => {
    const { id } = await raiseIt();
    expect((await ask(id)).statusCode).toBe(409);
    expect((await resolve(id, 'upheld')).statusCode).toBe(422);
    expect((await concernOf(id)).state).toBe('open');
    expect((await resolve(id, 'referred')).statusCode).toBe(303);
    await site.runJobs();
    expect(await site.mailsTo(earner.email)).toEqual([]);
  });
});

describe('asking the earner', () => {
  it('stops the clock, and their answer lets it go on', async () => {
    const { id } = await raise();
    const before = await judgingOf();
    expect((await ask(id)).statusCode).toBe(303);
    expect((await judgingOf()).paused_at).toEqual(noon);
    await site.runJobs();
    const [mail] = await site.mailsTo(earner.email);
    expect(mail?.text).toContain(`/work/${attempt.enrolment.id}/concerns/${id}`);
    expect(mail?.text).not.toContain('How did this come about?');

    site.setNow(new Date('2026-11-25T12:00:00Z'));
    expect((await answer(id)).statusCode).toBe(303);
    const after = await judgingOf();
    expect(after.paused_at).toBeNull();
    expect(after.due_at.getTime()).toBeGreaterThan(before.due_at.getTime());
    await site.runJobs();
    expect(await site.mailsTo(lead.email)).toHaveLength(1);
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, lead))).body).toContain('We wrote it together.');
    expect((await actionsOf(id)).map(({ action }) => action)).toEqual([
      'concern.raised',
      'concern.asked',
      'concern.answered',
    ]);
  });

  it('is answered once, by the earner alone', async () => {
    const { id } = await raise();
    const stranger = (await insertEnrolment(site, { published })).person;
    expect((await answer(id, 'Before I was asked.')).statusCode).toBe(404);
    await ask(id);
    expect((await answer(id, 'Not mine.', stranger)).statusCode).toBe(404);
    expect((await answer(id, ' ')).statusCode).toBe(422);
    await answer(id);
    expect((await answer(id, 'Something else.')).statusCode).toBe(409);
    expect((await concernOf(id)).response).toBe('We wrote it together.');
  });

  it('keeps the clock still while another question waits', async () => {
    const one = await raise();
    const two = await raise({ kind: 'ai-declaration' });
    await ask(one.id);
    await ask(two.id);
    await answer(one.id);
    expect((await judgingOf()).paused_at).toEqual(noon);
    await resolve(two.id, 'dismissed');
    expect((await judgingOf()).paused_at).toBeNull();
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

    await ask(id);
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
    const { id } = await raise();
    expect((await resolve(id, 'upheld')).statusCode).toBe(422);
    await ask(id);
    expect((await resolve(id, 'upheld')).statusCode).toBe(422);
    site.setNow(new Date('2026-12-02T12:00:00Z'));
    expect((await resolve(id, 'upheld')).statusCode).toBe(303);
    expect(await concernOf(id)).toMatchObject({ state: 'upheld', resolved_by: lead.id, returns_attempt: false });
    const judging = await judgingOf();
    expect(judging).toMatchObject({ stage: 'scoring', paused_at: null });
  });

  it('sends the attempt back as incomplete where the lead says so', async () => {
    const { id } = await raise();
    await ask(id);
    await answer(id);
    expect((await resolve(id, 'upheld-returned')).statusCode).toBe(303);
    expect((await judgingOf()).stage).toBe('returned');
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
    const { id } = await raise();
    const { person: second } = await insertMember(site, 'lead_assessor', { issuer: published.issuer });
    const held = await site.deps.pool.connect();
    await held.query('begin');
    await held.query('select 1 from enrolments where id = $1 for update', [attempt.enrolment.id]);
    const first = resolve(id, 'dismissed');
    await untilBlocked(site, 1);
    const other = resolve(id, 'referred', second);
    await untilBlocked(site, 2);
    await held.query('commit');
    held.release();
    const statuses = [(await first).statusCode, (await other).statusCode];
    expect(statuses.toSorted()).toEqual([303, 409]);
    const { state } = await concernOf(id);
    expect(state).toBe(statuses[0] === 303 ? 'dismissed' : 'referred');
    expect((await actionsOf(id)).map(({ action }) => action)).toEqual(['concern.raised', `concern.${state}`]);
  });

  it('is of the issuer’s own lead assessors', async () => {
    const { id } = await raise();
    const { person: foreign } = await insertMember(site, 'lead_assessor');
    expect((await resolve(id, 'dismissed', foreign)).statusCode).toBe(404);
    expect((await resolve(id, 'dismissed', assessor)).statusCode).toBe(403);
    const list = await get(site, '/lead/concerns', await signIn(site, foreign));
    expect(textOf(pageOf(list))).toContain('Nothing to settle');
  });

  it('lists by kind and by whether it is settled', async () => {
    const { id } = await raise();
    await raise({ kind: 'ai-declaration' });
    await resolve(id, 'dismissed');
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
