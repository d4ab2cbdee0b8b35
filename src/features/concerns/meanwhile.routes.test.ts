import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assess } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Concerned, answer, ask, makeConcerned, raise, resolve } from '../../../test/support/concerned.ts';
import { type Person, insertMember, signIn } from '../../../test/support/factories.ts';
import { insertJudged } from '../../../test/support/judged.ts';

let site: TestSite;
let c: Concerned;
let second: Person;
let id: string;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  site.setNow(noon);
  c = await makeConcerned(site);
  ({ person: second } = await insertMember(site, 'lead_assessor', { issuer: c.published.issuer, name: 'Second Lead' }));
  ({ id } = await raise(c));
});

type Response = Awaited<ReturnType<typeof get>>;

/** What came back, and what the link of its summary leads to. */
function keptOf(response: Response) {
  expect(response.statusCode).toBe(409);
  const page = pageOf(response);
  const link = page.querySelector('.error-summary a');
  const field = page.querySelector<HTMLTextAreaElement>(link?.getAttribute('href') ?? '');
  return { page, said: textOf(link), value: field?.value };
}

describe('what a lead assessor typed where another was first', () => {
  it('stands beside the question that was asked meanwhile', async () => {
    await ask({ ...c, lead: second }, id, 'Whose text is it?');
    const { page, said, value } = keptOf(await ask(c, id, 'A long question.'));
    expect(said).toContain('asked already');
    expect(value).toBe('A long question.');
    expect(textOf(page)).toContain('Whose text is it?');
    expect(textOf(page.querySelector('[aria-labelledby="history-title"]'))).toContain('Second Lead');
  });

  it.each(['ask', 'resolve'] as const)('stands beside how it was settled meanwhile: %s', async (act) => {
    await resolve(c, id, 'referred', second);
    const typed = { question: 'A long text.', ending: 'dismissed', reason: 'A long text.' };
    const { question, ...ending } = typed;
    const by = await signIn(site, c.lead);
    const response = await post(site, `/lead/concerns/${id}/${act}`, act === 'ask' ? { question } : ending, by);
    const { page, said, value } = keptOf(response);
    expect(said).toContain('settled already');
    expect(value).toBe('A long text.');
    expect(textOf(page)).toContain('How it ended');
    expect(textOf(page)).toContain('Second Lead');
  });

  it('stays in the form where the attempt can’t be sent back any more', async () => {
    await ask(c, id);
    await answer(c, id);
    await site.db
      .updateTable('judgings')
      .set({ stage: 'withdrawn', ended_at: noon })
      .where('attempt_id', '=', c.attempt.id)
      .execute();
    const { page, said } = keptOf(await resolve(c, id, 'upheld-returned'));
    expect(said).toContain('can’t be sent back any more');
    expect(page.querySelector<HTMLTextAreaElement>('#reason')?.value).toBe('We have talked about it.');
  });

  it('of the earner stands beside how it was settled meanwhile, too', async () => {
    await ask(c, id);
    await resolve(c, id, 'dismissed');
    const { page, said, value } = keptOf(await answer(c, id, 'A long answer.'));
    expect(said).toContain('settled meanwhile');
    expect(value).toBe('A long answer.');
    expect(textOf(page)).toContain('We have talked about it.');
  });
});

describe('what the earner is told of their work', () => {
  const stillTime = 'stands still until you answer';
  const path = (enrolmentId: string, concernId: string) => `/work/${enrolmentId}/concerns/${concernId}`;
  const read = async ({ attempt, earner }: Pick<Concerned, 'attempt' | 'earner'>, concernId: string) =>
    textOf(pageOf(await get(site, path(attempt.enrolment.id, concernId), await signIn(site, earner))));

  it('is that nothing has been decided, before the decision', async () => {
    await ask(c, id);
    const asked = await read(c, id);
    expect(asked).toContain('Nothing has been decided. A lead assessor would like to hear from you first.');
    expect(asked).toContain(stillTime);
    await answer(c, id);
    expect(await read(c, id)).toContain('Nothing has been decided. A lead assessor has your answer');
    await resolve(c, id, 'dismissed');
    expect(await read(c, id)).toContain('The assessment of your work goes on as before.');
    await site.runJobs();
    const mails = (await site.mailsTo(c.earner.email)).map(({ text }) => text);
    expect(mails[0]).toContain('Nothing has been decided');
    expect(mails.at(-1)).toContain('The assessment of your work goes on.');
  });

  it('is that the decision is out, after it', async () => {
    const judged = await insertJudged(site);
    await assess(site, judged.ada, judged.attempt.id, { 'tally-readable': 'no' });
    const values = { issuer_id: judged.issuer.id, attempt_id: judged.attempt.id, kind: 'plagiarism' as const };
    const { id: late } = await site.db
      .insertInto('concerns')
      .values({ ...values, detail: 'Copied?', raised_by: judged.ada.id, raised_at: noon })
      .returning('id')
      .executeTakeFirstOrThrow();
    const by = { ...c, ...judged };
    await site.runJobs();
    const before = (await site.mailsTo(judged.earner.email)).length;
    await ask(by, late);
    const said = [await read(judged, late)];
    expect(said[0]).toContain('The decision on this attempt is out. A lead assessor has a question about it');
    await answer(by, late);
    said.push(await read(judged, late));
    expect(said[1]).toContain('The decision on this attempt is out. A lead assessor has your answer');
    await resolve(by, late, 'dismissed');
    said.push(await read(judged, late));
    expect(said[2]).toContain('The decision on this attempt stands with the attempt.');
    await site.runJobs();
    const mails = (await site.mailsTo(judged.earner.email)).slice(before).map(({ text }) => text);
    expect(mails).toHaveLength(2);
    expect(mails[0]).toContain('before they settle it');
    for (const text of [...said, ...mails]) expect(text).not.toMatch(/Nothing has been decided|stands still|goes on/u);
  });

  it('is that they took the attempt back, where they did', async () => {
    await ask(c, id);
    await site.db
      .updateTable('judgings')
      .set({ stage: 'withdrawn', ended_at: noon, paused_at: null })
      .where('attempt_id', '=', c.attempt.id)
      .execute();
    const asked = await read(c, id);
    expect(asked).toContain('You took this attempt back. A lead assessor would still like to hear from you.');
    expect(asked).not.toContain(stillTime);
    await answer(c, id);
    await resolve(c, id, 'dismissed');
    expect(await read(c, id)).toContain('You took this attempt back, so it is not assessed.');
  });
});
