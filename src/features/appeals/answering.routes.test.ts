import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { appealActs, both, one, allYes } from '../../../test/support/appealing.ts';
import { submit } from '../../../test/support/work.ts';
import { issueAward } from '../awards/issue-award.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});
beforeEach(() => {
  site.setNow(noon);
});

const { sentBack, raise, put, rated, appealOf, stateOf, race } = appealActs(() => site);

describe('the answer', () => {
  it('changes what is rated Yes for good, and leaves the decision as it was sent', async () => {
    const all = await rated({
      'noticed-shown': { value: 'yes' },
      'changed-shown': { value: 'almost', comment: 'Name the routine.' },
    });
    expect((await all.send()).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ state: 'decided', outcome: 'changed', earns: false });
    expect(await stateOf(all)).toBe('working');
    const { outcome } = await site.db
      .selectFrom('decisions')
      .select('outcome')
      .where('attempt_id', '=', all.attempt.id)
      .executeTakeFirstOrThrow();
    expect(outcome).toBe('not_yet');
    const page = pageOf(await get(site, all.url, all.desk.headers));
    expect(textOf(page)).toContain('I read page 2 again.');
    expect(textOf(page)).toContain('Name the routine.');
    expect(textOf(page)).not.toContain(all.fresh.person.name);
    // In the life of a look-for it says who has the last word, and only there.
    const feedback = pageOf(await get(site, `${all.desk.home}/attempts/1`, all.desk.headers));
    expect(textOf(feedback.querySelector('.feedback [data-look-for=changed-shown]'))).toMatch(
      /Attempt 1, on appeal: .*Almost/u,
    );
    expect(textOf(feedback)).toMatch(/Attempt 1, on appeal: .*Yes/u);
    const told = [...feedback.querySelectorAll('[data-look-for]')].filter((life) => textOf(life).includes('on appeal'));
    expect(new Set(told.map((life) => life.getAttribute('data-look-for')))).toEqual(
      new Set(['noticed-shown', 'changed-shown']),
    );
    await site.runJobs();
    const mails = await site.mailsTo(all.desk.person.email);
    const mail = mails.find(({ subject }) => subject.startsWith('Your appeal'));
    expect(mail?.text).toContain(all.url);
    for (const text of ['I read page 2 again.', 'Name the routine.', all.fresh.person.name])
      expect(mail?.text).not.toContain(text);

    expect((await submit(site, all.desk, 2)).statusCode).toBe(303);
    const { sealed } = await site.db
      .selectFrom('attempts')
      .select('sealed')
      .where('enrolment_id', '=', all.desk.id)
      .where('number', '=', 2)
      .executeTakeFirstOrThrow();
    expect((sealed as { carriedOver: unknown }).carriedOver).toContainEqual({ lookFor: 'noticed-shown', attempt: 1 });
  });

  it('earns with the last look-for, and one award is issued, however often it is asked for', async () => {
    const all = await rated(allYes);
    expect((await all.send()).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ outcome: 'changed', earns: true });
    expect(await stateOf(all)).toBe('earned');
    const [a, b] = await race(
      all,
      () => issueAward(site.deps, { attemptId: all.attempt.id }),
      () => issueAward(site.deps, { attemptId: all.attempt.id }),
    );
    expect([a, b].map((result) => result.ok && result.issued).sort()).toEqual([false, true]);
  });

  it('upholds it where nothing is a Yes; what can’t be judged stays as it was', async () => {
    const all = await rated({
      'noticed-shown': { condition: 'illegible', comment: 'The scan is cut off.' },
      'changed-shown': { value: 'no', comment: 'Nothing changed.' },
    });
    expect((await all.send()).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ outcome: 'upheld', earns: false });
    const answered = textOf(pageOf(await get(site, all.url, all.desk.headers)));
    for (const said of ['The decision stays as it was.', 'I read page 2 again.', 'Nothing changed.', 'cut off'])
      expect(answered).toContain(said);
    const attempt = pageOf(await get(site, `${all.desk.home}/attempts/1`, all.desk.headers));
    const life = attempt.querySelector('.feedback [data-look-for=noticed-shown]');
    expect(textOf(life)).toContain('No');
    expect(textOf(life)).toContain('Say how you counted.');
    expect(textOf(life)).not.toContain('on appeal');
  });

  it('is not sent without its reasons, nor by anybody else', async () => {
    const all = await rated(allYes);
    const emptied = { comment: ' ', note: '', revision: 2 };
    expect((await put(`${all.scoring}/overall`, emptied, all.fresh.headers)).statusCode).toBe(200);
    const page = await get(site, `${all.scoring}/decide`, all.fresh.headers);
    expect(page.statusCode).toBe(422);
    expect(textOf(pageOf(page).querySelector('.error-summary'))).toContain('Write your answer to the appeal');
    const field = pageOf(page).querySelector('#overall');
    expect(field?.getAttribute('aria-required')).toBe('true');
    expect(textOf(pageOf(page).querySelector('label[for=overall]'))).toBe('Your answer to the appeal (needed)');
    expect((await post(site, `${all.scoring}/decide`, { seen: all.seen }, all.lead.headers)).statusCode).toBe(404);
    expect(await appealOf(all)).toMatchObject({ state: 'open' });
  });

  it('rates only what is appealed against', async () => {
    const all = await rated({ 'noticed-shown': { value: 'yes' } }, one as typeof both);
    const rating = { value: 'yes', condition: null, comment: '', places: [], note: '', revision: 0 };
    expect((await put(`${all.scoring}/ratings/changed-shown`, rating, all.fresh.headers)).statusCode).toBe(404);
  });

  it('waits for a concern to be settled where it would earn', async () => {
    const all = await rated(allYes);
    await site.db
      .insertInto('concerns')
      .values({
        ...{ issuer_id: all.issuer.id, attempt_id: all.attempt.id, kind: 'plagiarism' },
        ...{ detail: 'The same words.', raised_at: noon },
      })
      .execute();
    expect((await all.send()).statusCode).toBe(409);
    expect(await stateOf(all)).toBe('working');
  });
});

describe('at the same moment', () => {
  it('two appeals are one', async () => {
    const all = await sentBack();
    const answers = await race(
      all,
      () => raise(all, both),
      () => raise(all, one),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  });

  it('an appeal and a new attempt never both go through', async () => {
    const all = await sentBack();
    const [appealed, handedIn] = await race(
      all,
      () => raise(all),
      () => submit(site, all.desk, 2),
    );
    const isAppealed = (await appealOf(all)) !== undefined;
    expect([appealed.statusCode, handedIn.statusCode]).toEqual(isAppealed ? [303, 422] : [409, 303]);
    expect(await stateOf(all)).toBe(isAppealed ? 'working' : 'submitted');
  });

  it('an answer and its withdrawal: one of them comes first, and the other finds that', async () => {
    const all = await rated(allYes);
    const [sent, withdrawn] = await race(
      all,
      () => all.send(),
      () => post(site, `${all.url}/withdraw`, {}, all.desk.headers),
    );
    const state = (await appealOf(all))?.state;
    expect([sent.statusCode, withdrawn.statusCode]).toEqual(state === 'decided' ? [303, 409] : [409, 303]);
    expect(await stateOf(all)).toBe(state === 'decided' ? 'earned' : 'working');
    await site.runJobs();
    const awards = await site.db.selectFrom('awards').select('id').where('enrolment_id', '=', all.desk.id).execute();
    expect(awards).toHaveLength(state === 'decided' ? 1 : 0);
  });

  it('an answer is sent once', async () => {
    const all = await rated(allYes);
    const answers = await race(
      all,
      () => all.send(),
      () => all.send(),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    await site.runJobs();
    const mails = await site.mailsTo(all.desk.person.email);
    expect(mails.filter(({ subject }) => subject.startsWith('Your appeal'))).toHaveLength(1);
  });
});
