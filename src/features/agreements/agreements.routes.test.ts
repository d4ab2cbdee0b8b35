import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { insertIssuer, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { insertReleased } from '../../../test/support/released.ts';
import { makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});

const request = { reason: 'The class has moved on.', proposal: 'The minutes of the team <meeting>.' };
const url = (home: string, key = 'overview') => `${home}/requirements/${key}/agreement`;

/** Somebody whose overview is far too short for what is asked, and everything else there. */
async function tooShort() {
  const issuer = await insertIssuer(site);
  const desk = await startWork(site, await insertPublished(site, { issuer }));
  await makeEverything(site, desk);
  await putDraft(site, desk, 'overview', 1, { texts: { text: 'See minutes.' } });
  const { person } = await insertMember(site, 'lead_assessor', { issuer });
  return { desk, issuer, lead: { person, headers: await signIn(site, person) } };
}

async function agreementOf(enrolmentId: string) {
  return site.db
    .selectFrom('evidence_agreements')
    .selectAll()
    .where('enrolment_id', '=', enrolmentId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
}

async function answer(
  headers: { cookie: string },
  id: string,
  verdict: 'agree' | 'refuse',
  text = 'The minutes will do.',
) {
  return post(site, `/lead/agreements/${id}`, { verdict, answer: text }, headers);
}

describe('other evidence', () => {
  it('is asked for, agreed on, sealed and shown; what was a rule is advice', async () => {
    const { desk, lead } = await tooShort();
    expect((await submit(site, desk)).statusCode).toBe(422);
    const hint = pageOf(await get(site, `${desk.home}/requirements/overview`, desk.headers));
    expect(hint.querySelector(`a[href="${url(desk.home)}"]`)?.textContent).toContain('Agree on other evidence');

    expect((await post(site, url(desk.home), request, desk.headers)).statusCode).toBe(303);
    const list = pageOf(await get(site, '/lead/agreements', lead.headers));
    expect(textOf(list)).toContain(request.proposal);
    // Asked for is not agreed on.
    expect((await submit(site, desk)).statusCode).toBe(422);
    expect((await answer(lead.headers, (await agreementOf(desk.id)).id, 'agree')).statusCode).toBe(303);

    expect((await submit(site, desk)).statusCode).toBe(303);
    const { sealed } = await site.db
      .selectFrom('attempts')
      .select('sealed')
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    const { agreements } = sealed as SealedAttempt;
    expect(agreements).toMatchObject([{ requirement: 'overview', ...request, answer: 'The minutes will do.' }]);
    const receipt = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
    expect(textOf(receipt.querySelector('.sealed-agreement'))).toContain('Other evidence was agreed on');
    await site.runJobs();
    const [mail] = await site.mailsTo(desk.person.email);
    expect(mail?.text).toContain('It was agreed on.');
    for (const text of ['The minutes will do.', lead.person.name]) expect(mail?.text).not.toContain(text);
  });

  it('still has to be there: nothing at all is not handed in', async () => {
    const { desk, lead } = await tooShort();
    await post(site, url(desk.home), request, desk.headers);
    await answer(lead.headers, (await agreementOf(desk.id)).id, 'agree');
    await putDraft(site, desk, 'overview', 2, { texts: { text: ' ' } });
    expect((await submit(site, desk)).statusCode).toBe(422);
  });

  it('that was not agreed on changes nothing, says why, and may be asked for again', async () => {
    const { desk, lead } = await tooShort();
    await post(site, url(desk.home), request, desk.headers);
    await answer(lead.headers, (await agreementOf(desk.id)).id, 'refuse', 'Write five words more.');
    expect((await submit(site, desk)).statusCode).toBe(422);
    expect(textOf(pageOf(await get(site, url(desk.home), desk.headers)))).toContain('Write five words more.');
    expect((await post(site, url(desk.home), request, desk.headers)).statusCode).toBe(303);
    expect((await post(site, url(desk.home), request, desk.headers)).statusCode).toBe(409);
  });

  it('can be done without: what is asked holds again', async () => {
    const { desk, lead } = await tooShort();
    await post(site, url(desk.home), request, desk.headers);
    await answer(lead.headers, (await agreementOf(desk.id)).id, 'agree');
    expect((await post(site, `${url(desk.home)}/withdraw`, {}, desk.headers)).statusCode).toBe(303);
    expect((await submit(site, desk)).statusCode).toBe(422);
    expect((await post(site, `${url(desk.home)}/withdraw`, {}, desk.headers)).statusCode).toBe(409);
  });

  it('is not asked for where what is judged is demonstrated, or without saying why', async () => {
    const { desk } = await tooShort();
    await insertReleased(site, desk);
    expect(textOf(pageOf(await get(site, url(desk.home), desk.headers)))).toContain('demonstrated already');
    expect((await post(site, url(desk.home), request, desk.headers)).statusCode).toBe(409);
    const response = await post(site, url(desk.home, 'portfolio'), { reason: 'Gone.', proposal: '' }, desk.headers);
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(page.querySelector('.error-summary a')?.getAttribute('href')).toBe('#proposal');
    expect(page.querySelector<HTMLTextAreaElement>('#reason')?.value).toBe('Gone.');
  });
});

describe('answering', () => {
  it('is for the lead assessors of the issuer, never on own work', async () => {
    const { desk, issuer } = await tooShort();
    await post(site, url(desk.home), request, desk.headers);
    const { id } = await agreementOf(desk.id);
    const { person: stranger } = await insertMember(site, 'lead_assessor');
    expect((await answer(await signIn(site, stranger), id, 'agree')).statusCode).toBe(404);
    await site.db
      .insertInto('memberships')
      .values({ issuer_id: issuer.id, person_id: desk.person.id, role: 'lead_assessor' })
      .execute();
    expect((await answer(desk.headers, id, 'agree')).statusCode).toBe(404);
    expect(textOf(pageOf(await get(site, '/lead/agreements', desk.headers)))).not.toContain(request.reason);
  });

  it('keeps what was typed where something is missing', async () => {
    const { desk, lead } = await tooShort();
    await post(site, url(desk.home), request, desk.headers);
    const { id } = await agreementOf(desk.id);
    const response = await post(site, `/lead/agreements/${id}`, { answer: 'Yes, if it is dated.' }, lead.headers);
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    const [link] = page.querySelectorAll('.error-summary a');
    expect(page.querySelector(link?.getAttribute('href') ?? '')?.tagName).toBe('FIELDSET');
    expect(page.querySelector<HTMLTextAreaElement>('textarea')?.value).toBe('Yes, if it is dated.');
  });

  it('comes too late for an attempt that is being handed in', async () => {
    const { desk, lead } = await tooShort();
    await putDraft(site, desk, 'overview', 2, { texts: { text: 'Now it is long enough to be handed in.' } });
    await post(site, url(desk.home), request, desk.headers);
    const { id } = await agreementOf(desk.id);
    const first = await hold(site);
    await sql`select 1 from enrolments where id = ${desk.id} for update`.execute(first);
    const handing = submit(site, desk);
    await untilBlocked(site);
    const answering = answer(lead.headers, id, 'agree');
    await untilBlocked(site, 2);
    await first.commit().execute();
    // Whichever the lock let go first, what was sealed and what was agreed fit together.
    const [handed, answered] = [await handing, await answering];
    expect(handed.statusCode).toBe(303);
    const { sealed } = await site.db
      .selectFrom('attempts')
      .select('sealed')
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    expect((sealed as SealedAttempt).agreements !== undefined).toBe(answered.statusCode === 303);
  });
});
