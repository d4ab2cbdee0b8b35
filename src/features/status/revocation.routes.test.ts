import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addJob } from '#platform/jobs.ts';
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
import { insertDecided } from '../../../test/support/earned.ts';
import { type Person, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';
import { lockAward } from './lock-award.ts';
import { findAwardStatus } from './status.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const days = (count: number) => new Date(noon.getTime() + count * 86_400_000);
const reason = 'The analysis is that of another school.';

/** An award of its own issuer, with two lead assessors; nothing was done to it yet. */
async function makeAward() {
  const { enrolment, attemptId } = await insertDecided(site);
  const issued = await issueAward(site.deps, { attemptId });
  if (!issued.ok) throw new Error(issued.reason);
  const { issuer } = enrolment.published;
  const award = await site.db
    .selectFrom('awards')
    .select(['id', 'public_id'])
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const leads = [await insertPerson(site), await insertPerson(site)] as const;
  for (const lead of leads) await insertMembership(site, issuer, lead, 'lead_assessor');
  const people = { earner: enrolment.person, lead: leads[0], other: leads[1] };
  const cookies = {
    earner: await signIn(site, people.earner),
    lead: await signIn(site, people.lead),
    other: await signIn(site, people.other),
  };
  return {
    ...{
      id: award.id,
      publicId: award.public_id,
      issuer,
      people,
      cookies,
      title: enrolment.published.definition.title,
    },
    admin: `/admin/${issuer.slug}/awards/${award.public_id}`,
    own: `/awards/${award.public_id}/status`,
  };
}

type Award = Awaited<ReturnType<typeof makeAward>>;

const announce = (award: Award, who: 'lead' | 'other' = 'lead', more: Record<string, string> = {}) =>
  post(site, `${award.admin}/announce`, { code: 'plagiarism', announceReason: reason, ...more }, award.cookies[who]);
const appeal = (award: Award) =>
  post(site, `${award.own}/appeal`, { appeal: 'It is my own, from my school.' }, award.cookies.earner);
const decide = (award: Award, outcome: string, who: 'lead' | 'other' = 'other') =>
  post(site, `${award.admin}/decide`, { outcome, answer: 'I have compared both.' }, award.cookies[who]);
const withdraw = (award: Award, who: 'lead' | 'other' = 'lead') =>
  post(site, `${award.admin}/withdraw`, {}, award.cookies[who]);

async function stateOf({ id }: Award): Promise<string> {
  return (await findAwardStatus(site.db, id, site.deps.now())).state;
}

async function subjectsOf(person: Person): Promise<string[]> {
  await site.runJobs();
  return (await site.mailsTo(person.email)).map(({ subject }) => subject);
}

async function deedsOf({ id }: Award): Promise<string[]> {
  const rows = await site.db
    .selectFrom('audit_events')
    .select('action')
    .where('subject_id', '=', id)
    .orderBy('position')
    .execute();
  return rows.map(({ action }) => action);
}

async function sweep(): Promise<void> {
  await site.db.transaction().execute((trx) => addJob(trx, 'end-revocations', undefined));
  await site.runJobs();
}

beforeEach(() => {
  site.setNow(noon);
});

describe('a revocation', () => {
  it('is announced with a reason that the earner reads, and takes effect when nobody appeals', async () => {
    const award = await makeAward();
    expect((await announce(award)).statusCode).toBe(303);
    expect(await stateOf(award)).toBe('in-force');
    expect(await subjectsOf(award.people.earner)).toContain(`Your award “${award.title}” is to be revoked`);
    expect(textOf(pageOf(await get(site, award.own, award.cookies.earner)))).toContain(reason);

    site.setNow(new Date(days(14).getTime() - 1));
    await sweep();
    expect(await stateOf(award)).toBe('in-force');
    site.setNow(days(14));
    await sweep();
    await sweep();
    expect(await findAwardStatus(site.db, award.id, days(15))).toEqual({
      ...{ state: 'revoked', since: days(14), reason, code: 'plagiarism' },
    });
    expect(await deedsOf(award)).toEqual(['award.issued', 'revocation.announced', 'revocation.took-effect']);
    expect(await subjectsOf(award.people.earner)).toContain(`Your award “${award.title}” is revoked`);
    expect((await appeal(award)).statusCode).toBe(409);
  });

  it('tells the public that, when and by what code, never the reason; and serves no certificate', async () => {
    const award = await makeAward();
    await announce(award);
    site.setNow(days(15));
    await sweep();
    const page = textOf(pageOf(await get(site, `/verify/${award.publicId}`)));
    expect(page).toContain('The issuer revoked it on December 7, 2026');
    expect(page).toContain('Work of others was handed in as the earner’s own');
    expect(page).not.toContain(reason);
    const certificate = await get(site, `/verify/${award.publicId}/certificate.pdf`);
    expect(certificate.statusCode).toBe(410);
    expect(textOf(pageOf(certificate))).toContain('Work of others');
    const awards = textOf(pageOf(await get(site, '/awards', award.cookies.earner)));
    expect(awards).toContain('Revoked');
    expect(awards).not.toContain('Certificate of');
  });

  it.each([
    ['revoked', 'revoked', 'revocation.upheld'],
    ['dropped', 'in-force', 'revocation.dropped'],
  ])('that is appealed against is decided by somebody else: %s', async (outcome, state, deed) => {
    const award = await makeAward();
    await announce(award, 'lead', { suspends: 'yes' });
    expect(await stateOf(award)).toBe('suspended');
    expect((await appeal(award)).statusCode).toBe(303);
    expect(await subjectsOf(award.people.other)).toContain(`An appeal about “${award.title}”`);
    expect(await subjectsOf(award.people.lead)).toEqual([]);

    site.setNow(days(20));
    await sweep();
    expect(await stateOf(award)).toBe('suspended');
    const own = await decide(award, outcome, 'lead');
    expect([own.statusCode, textOf(pageOf(own))]).toEqual([409, expect.stringContaining('somebody else decides')]);
    expect((await decide(award, outcome)).statusCode).toBe(303);
    expect(await stateOf(award)).toBe(state);
    expect(await deedsOf(award)).toEqual(['award.issued', 'revocation.announced', 'revocation.appealed', deed]);
    expect(textOf(pageOf(await get(site, award.own, award.cookies.earner)))).toContain('I have compared both.');
    expect(await subjectsOf(award.people.lead)).toContain(`How the revocation of “${award.title}” ended`);
    expect((await decide(award, outcome)).statusCode).toBe(409);
  });

  it('is withdrawn by who announced it alone, also after an appeal, and lifts its suspension', async () => {
    const award = await makeAward();
    await announce(award, 'lead', { suspends: 'yes' });
    await appeal(award);
    expect((await withdraw(award, 'other')).statusCode).toBe(409);
    expect((await withdraw(award)).statusCode).toBe(303);
    expect(await stateOf(award)).toBe('in-force');
    expect(await subjectsOf(award.people.earner)).toContain(`Your award “${award.title}” is not revoked`);
  });

  it('leaves a suspension for another reason as it was', async () => {
    const award = await makeAward();
    await post(site, `${award.admin}/suspend`, { statusReason: 'The school has a question.' }, award.cookies.other);
    await announce(award, 'lead', { suspends: 'yes' });
    await withdraw(award);
    expect(await stateOf(award)).toBe('suspended');
  });

  it('never waits for nobody: where there is one lead assessor, the operators hear of an appeal, or else who announced it', async () => {
    const award = await makeAward();
    await site.db.deleteFrom('memberships').where('person_id', '=', award.people.other.id).execute();
    await announce(award);
    await appeal(award);
    const [mail] = (await subjectsOf(award.people.lead)).slice(-1);
    expect(mail).toBe(`An appeal about “${award.title}”`);
    const page = textOf(pageOf(await get(site, award.admin, award.cookies.lead)));
    expect(page).toContain('there is nobody else who could decide the appeal');
    expect(page).toContain('Withdraw the revocation');

    const operator = await insertPerson(site, { isOperator: true });
    const answer = { outcome: 'dropped', answer: 'It stands.' };
    expect((await post(site, `${award.admin}/decide`, answer, await signIn(site, operator))).statusCode).toBe(303);
    await site.db.updateTable('people').set({ is_operator: false }).where('id', '=', operator.id).execute();
  });

  it('is not got round by giving the award up', async () => {
    const award = await makeAward();
    await announce(award);
    const gaveUp = await post(site, `${award.own}/give-up`, { sure: 'yes' }, award.cookies.earner);
    expect(gaveUp.statusCode).toBe(409);
  });

  it.each([
    ['announce', { code: 'earner-asked', announceReason: reason }, 'Choose what it is about'],
    ['announce', { code: 'other', announceReason: '  ' }, 'Write why'],
    ['announce', { code: 'other', announceReason: 'x'.repeat(2001) }, 'Shorten this to 2,000 characters'],
    ['suspend', { statusReason: '' }, 'Write why'],
    ['decide', { outcome: 'appealed', answer: 'So' }, 'Choose how it ends'],
  ])('is not begun by a wrong form: %s %o', async (act, fields, message) => {
    const award = await makeAward();
    const response = await post(site, `${award.admin}/${act}`, fields, award.cookies.lead);
    expect([response.statusCode, textOf(pageOf(response))]).toEqual([422, expect.stringContaining(message)]);
    expect(await deedsOf(award)).toEqual(['award.issued']);
  });
});

describe('when several act at once', () => {
  /** Sends all while the award is held, so that each has read what was before. */
  async function race(award: Award, acts: readonly (() => Promise<{ statusCode: number }>)[]): Promise<number[]> {
    let answers: Promise<{ statusCode: number }>[] = [];
    await site.db.transaction().execute(async (trx) => {
      await lockAward(trx, { awardId: award.id }, noon);
      answers = acts.map((act) => act());
      await untilBlocked(site, acts.length);
    });
    return (await Promise.all(answers)).map(({ statusCode }) => statusCode).sort();
  }

  it('a revocation is announced once', async () => {
    const award = await makeAward();
    expect(await race(award, [() => announce(award), () => announce(award, 'other')])).toEqual([303, 409]);
    expect(await deedsOf(award)).toEqual(['award.issued', 'revocation.announced']);
  });

  it('an appeal is decided once', async () => {
    const award = await makeAward();
    await announce(award);
    await appeal(award);
    expect(await race(award, [() => decide(award, 'revoked'), () => decide(award, 'dropped')])).toEqual([303, 409]);
  });

  it('an appeal and a withdrawal end in one of the two orders, never in both', async () => {
    const award = await makeAward();
    await announce(award);
    const [first, second] = await race(award, [() => appeal(award), () => withdraw(award)]);
    expect([first, second]).toBeOneOf([
      [303, 303],
      [303, 409],
    ]);
    const { state } = await site.db
      .selectFrom('revocations')
      .select('state')
      .where('award_id', '=', award.id)
      .executeTakeFirstOrThrow();
    expect(state).toBe('dropped');
  });
});

describe('an award', () => {
  it('is suspended and reinstated by lead assessors, with a reason that its earner reads', async () => {
    const award = await makeAward();
    const suspended = { statusReason: 'The school has a question.' };
    expect((await post(site, `${award.admin}/suspend`, suspended, award.cookies.lead)).statusCode).toBe(303);
    expect(await stateOf(award)).toBe('suspended');
    expect(textOf(pageOf(await get(site, award.own, award.cookies.earner)))).toContain(suspended.statusReason);
    const page = textOf(pageOf(await get(site, `/verify/${award.publicId}`)));
    expect(page).toContain('The issuer suspended it');
    expect(page).not.toContain(suspended.statusReason);
    const reinstated = { statusReason: 'It is answered.' };
    expect((await post(site, `${award.admin}/reinstate`, reinstated, award.cookies.other)).statusCode).toBe(303);
    expect(await stateOf(award)).toBe('in-force');
    expect(await deedsOf(award)).toEqual(['award.issued', 'award.suspended', 'award.reinstated']);
    expect(textOf(pageOf(await get(site, award.admin, award.cookies.lead)))).toContain('It is answered.');
  });

  it('is given up by its earner, who has to say that they are sure', async () => {
    const award = await makeAward();
    expect((await post(site, `${award.own}/give-up`, {}, award.cookies.earner)).statusCode).toBe(422);
    expect((await post(site, `${award.own}/give-up`, { sure: 'yes' }, award.cookies.earner)).statusCode).toBe(303);
    expect(await findAwardStatus(site.db, award.id, noon)).toMatchObject({ state: 'revoked', code: 'earner-asked' });
    expect(textOf(pageOf(await get(site, `/verify/${award.publicId}`)))).toContain('Its earner asked for it');
  });

  it('is nobody else’s: not another earner’s, not another issuer’s', async () => {
    const [award, another] = [await makeAward(), await makeAward()];
    const strangers = [award.cookies.lead, another.cookies.earner];
    for (const cookies of strangers) expect((await get(site, award.own, cookies)).statusCode).toBe(404);
    const elsewhere = `/admin/${another.issuer.slug}/awards/${award.publicId}`;
    expect((await get(site, elsewhere, another.cookies.lead)).statusCode).toBe(404);
    const fields = { code: 'other', announceReason: reason };
    expect((await post(site, `${elsewhere}/announce`, fields, another.cookies.lead)).statusCode).toBe(404);
    expect((await get(site, award.admin, another.cookies.lead)).statusCode).toBe(404);
  });

  it('is not for its own earner to suspend, though they lead', async () => {
    const award = await makeAward();
    await insertMembership(site, award.issuer, award.people.earner, 'lead_assessor');
    const refused = await post(site, `${award.admin}/suspend`, { statusReason: 'So' }, award.cookies.earner);
    expect(refused.statusCode).toBe(409);
  });

  it('stands in the overview of those who lead while something waits', async () => {
    const award = await makeAward();
    await announce(award);
    await appeal(award);
    const page = textOf(pageOf(await get(site, '/lead', award.cookies.other)));
    expect(page).toContain('Appeal to decide');
  });
});
