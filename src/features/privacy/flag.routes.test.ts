import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Person, insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type Desk, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

type Headers = { cookie: string };

let site: TestSite;
let desk: Desk;
let attemptId: string;
let proof: string;
let assessor: Headers;
let assessorPerson: Person;
let assessment: string;
const secret = 'We counted who spoke in every lesson.';

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});

beforeEach(async () => {
  desk = await startWork(site);
  ({ proof } = await makeEverything(site, desk));
  await handInNext(1);
  ({ person: assessorPerson } = await insertMember(site, 'assessor', { issuer: desk.published.issuer }));
  assessor = await signIn(site, assessorPerson);
  assessment = await claim(assessor);
});

async function handInNext(number: number) {
  expect((await submit(site, desk, number)).statusCode).toBe(303);
  const { id } = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  attemptId = id;
  await site.db.updateTable('judgings').set({ stage: 'scoring' }).where('attempt_id', '=', id).execute();
}

async function claim(headers: Headers): Promise<string> {
  const response = await post(site, `/desk/attempts/${attemptId}/claim`, {}, headers);
  return String(response.headers.location).split('/').at(-1) ?? '';
}

const raise = (target: string, headers = assessor, reason = 'A first name can be read') =>
  post(site, `/desk/attempts/${attemptId}/privacy-flags`, { target, reason }, headers);
const scoring = async (headers = assessor) => get(site, `/desk/assessments/${assessment}`, headers);
const flags = () =>
  site.db.selectFrom('privacy_flags').selectAll().where('attempt_id', '=', attemptId).orderBy('id').execute();
const lift = (flagId: string, headers = assessor) =>
  post(site, `/desk/attempts/${attemptId}/privacy-flags/${flagId}/lift`, { back: assessment }, headers);
const auditsOf = async (action: string) =>
  (
    await site.db
      .selectFrom('audit_events')
      .select('actor_id')
      .where('action', '=', action)
      .where('subject_id', '=', attemptId)
      .execute()
  ).length;

describe('a text that an assessor hides', () => {
  it('is in no byte of their page any more, and comes back when they show it again', async () => {
    expect((await scoring()).body).toContain(secret);
    const response = await raise('text:overview:text');
    expect(response.headers.location).toBe(`/desk/assessments/${assessment}#requirement-overview`);
    const hidden = await scoring();
    expect(hidden.statusCode).toBe(200);
    expect(hidden.body).not.toContain(secret);
    expect(textOf(pageOf(hidden).querySelector('#evidence-overview-text'))).toContain(
      'Hidden for privacy on November 22, 2026.',
    );
    expect((await get(site, `/attempts/${attemptId}/attempt.pdf`, assessor)).statusCode).toBe(409);
    expect((await get(site, `/attempts/${attemptId}/pack.zip`, assessor)).statusCode).toBe(409);

    const [flag] = await flags();
    expect((await lift(flag?.id ?? '')).headers.location).toBe(`/desk/assessments/${assessment}`);
    expect((await scoring()).body).toContain(secret);
    expect((await get(site, `/attempts/${attemptId}/attempt.pdf`, assessor)).statusCode).toBe(200);
    expect([await auditsOf('privacy-flag.raised'), await auditsOf('privacy-flag.lifted')]).toEqual([1, 1]);
  });

  it('stays with the earner, who has mail and reads what to do', async () => {
    await raise('text:overview:text');
    await site.runJobs();
    const [mail] = (await site.mailsTo(desk.person.email)).filter(({ subject }) => subject.includes('privacy'));
    expect(mail?.text).toContain(`${desk.home}/attempts/1`);
    expect(mail?.text).not.toContain('A first name can be read');
    const page = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
    const own = textOf(page.querySelector('.own-flags'));
    expect(own).toContain('A first name can be read');
    expect(own).toContain('Overview');
    expect(textOf(page)).toContain(secret);
    expect(textOf(pageOf(await get(site, desk.home, desk.headers)))).toContain('A first name can be read');
    expect((await get(site, `/attempts/${attemptId}/pack.zip`, desk.headers)).statusCode).toBe(200);
  });

  it('is in neither side of the difference, nor in a later attempt while its words are the same', async () => {
    await raise('text:overview:text');
    await sendBack();
    await handInNext(2);
    assessment = await claim(assessor);
    expect((await scoring()).body).not.toContain(secret);
    await sendBack();

    const changed = 'They counted who spoke in each lesson here.';
    expect((await putDraft(site, desk, 'overview', 1, { texts: { text: changed } })).statusCode).toBe(200);
    await handInNext(3);
    assessment = await claim(assessor);
    const page = await scoring();
    expect(page.body).toContain('What changed since attempt 2');
    expect(page.body).toContain('in each lesson here');
    expect(page.body).not.toContain(secret);
    expect(page.body).not.toContain('every lesson');
  });

  it('is kept from a peer who is asked to confirm the work, as long as its words are the same', async () => {
    await raise('text:overview:text');
    await raise(`file:${proof}`);
    await sendBack();
    const ask = async (requirement: string) => {
      const fields = {
        kind: 'role',
        statement: 'They led it.',
        name: 'Noor Haddad',
        role: 'Teacher',
        channel: 'device',
      };
      const asked = await post(site, `${desk.home}/requirements/${requirement}/attestations`, fields, desk.headers);
      return String(asked.headers.location);
    };
    const [overview, portfolio] = [await ask('overview'), await ask('portfolio')];
    expect(overview).toMatch(/^\/attest\//u);
    const page = await get(site, overview);
    expect(page.body).toContain('Hidden for privacy on');
    expect(page.body).not.toContain(secret);
    expect((await get(site, portfolio)).body).not.toContain('proof.pdf');
    expect((await get(site, `${portfolio}/files/${proof}`)).statusCode).toBe(404);
    await putDraft(site, desk, 'overview', 1, { texts: { text: 'They counted who spoke in each lesson.' } });
    expect((await get(site, overview)).body).toContain('in each lesson.');
  });

  it('leaves the rest of the evidence as it is', async () => {
    await raise('text:portfolio:entry-noticed');
    const page = pageOf(await scoring());
    expect(textOf(page.querySelector('#evidence-portfolio-entry-noticed'))).not.toContain('It shows what changed.');
    expect(textOf(page.querySelector('#evidence-portfolio-entry-changed'))).toContain('It shows what changed.');
  });
});

describe('a file that an assessor hides', () => {
  const ways = ['', '/view', '/text', '/facts', '/table', '/rendition', '/rendition.pdf'];
  const statuses = async (id: string, headers: Headers) =>
    Promise.all(ways.map(async (way) => (await get(site, `/artifacts/${id}${way}`, headers)).statusCode));

  it('opens for nobody but its owner, by no way, and its name is not told', async () => {
    expect((await statuses(proof, assessor)).slice(0, 4)).toEqual([200, 200, 200, 200]);
    await raise(`file:${proof}`);
    expect(await statuses(proof, assessor)).toEqual(ways.map(() => 403));
    const reason = pageOf(await get(site, `/artifacts/${proof}`, assessor));
    expect(textOf(reason)).toContain('Hidden for privacy on November 22, 2026.');
    expect((await statuses(proof, desk.headers)).slice(0, 4)).toEqual([200, 200, 200, 200]);
    const body = (await scoring()).body;
    expect(body).not.toContain('proof.pdf');
    expect(body).not.toContain(`/artifacts/${proof}`);
    expect(textOf(pageOf(await scoring()))).not.toContain('Not met');
    const pack = await get(site, `/attempts/${attemptId}/pack.zip`, assessor);
    expect(pack.statusCode).toBe(200);
    expect(pack.rawPayload.includes('proof.pdf')).toBe(false);

    const [flag] = await flags();
    await lift(flag?.id ?? '');
    expect((await statuses(proof, assessor)).slice(0, 4)).toEqual([200, 200, 200, 200]);
  });

  it('is hidden in every copy that its owner has', async () => {
    const copy = await site.db
      .insertInto('artifacts')
      .columns(['issuer_id', 'enrolment_id', 'owner_id', 'requirement_key', 'kind', 'name', 'pages', 'blob_sha256'])
      .expression((eb) =>
        eb
          .selectFrom('artifacts')
          .select(['issuer_id', 'enrolment_id', 'owner_id', 'requirement_key', 'kind'])
          .select((inner) => [inner.val('copy.pdf').as('name'), 'pages', 'blob_sha256'])
          .where('id', '=', proof),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    await site.db
      .insertInto('attempt_files')
      .columns(['attempt_id', 'artifact_id', 'blob_sha256'])
      .expression((eb) =>
        eb
          .selectFrom('attempt_files')
          .select((inner) => ['attempt_id', inner.val(copy.id).as('artifact_id'), 'blob_sha256'])
          .where('artifact_id', '=', proof),
      )
      .execute();
    expect((await get(site, `/artifacts/${copy.id}`, assessor)).statusCode).toBe(200);
    await raise(`file:${proof}`);
    expect((await get(site, `/artifacts/${copy.id}`, assessor)).statusCode).toBe(403);
  });
});

describe('who may hide and show', () => {
  it('an assessor who holds or held it, and a lead assessor; to others there is no such attempt', async () => {
    const { issuer } = desk.published;
    const colleague = await signIn(site, (await insertMember(site, 'assessor', { issuer })).person);
    const lead = await signIn(site, (await insertMember(site, 'lead_assessor', { issuer })).person);
    const elsewhere = await signIn(site, (await insertMember(site, 'lead_assessor')).person);
    const admin = await signIn(site, (await insertMember(site, 'issuer_admin', { issuer })).person);
    const asked = [colleague, elsewhere, admin, desk.headers, await signIn(site, await insertPerson(site))];
    const refused = await Promise.all(asked.map((headers) => raise('text:overview:text', headers)));
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([404, 404, 403, 403, 403]);
    expect(await flags()).toEqual([]);

    await post(site, `/desk/assessments/${assessment}/release`, {}, assessor);
    expect((await raise('text:overview:text')).statusCode).toBe(303);
    const [flag] = await flags();
    const lifts = await Promise.all(asked.map((headers) => lift(flag?.id ?? '', headers)));
    expect(lifts.map(({ statusCode }) => statusCode)).toEqual([404, 404, 403, 403, 403]);
    expect((await flags())[0]?.lifted_at).toBeNull();

    const list = pageOf(await get(site, '/desk/privacy-flags', lead));
    expect(textOf(list)).toContain('A first name can be read');
    expect(textOf(pageOf(await get(site, '/desk/privacy-flags', colleague)))).toContain('Nothing is hidden');
    expect((await lift(flag?.id ?? '', lead)).statusCode).toBe(303);
    expect((await flags())[0]?.lifted_at).not.toBeNull();
    expect((await raise(`file:${proof}`, lead)).headers.location).toBe('/desk/privacy-flags');
  });

  it('nobody hides or shows what is of their own work', async () => {
    const { person } = desk;
    await site.db
      .insertInto('memberships')
      .values({ issuer_id: desk.published.issuer.id, person_id: person.id, role: 'lead_assessor' })
      .execute();
    expect((await raise('text:overview:text', desk.headers)).statusCode).toBe(404);
    await raise('text:overview:text');
    const [flag] = await flags();
    expect((await lift(flag?.id ?? '', desk.headers)).statusCode).toBe(404);
  });

  it('says what is missing, with everything typed', async () => {
    const noReason = await raise('text:overview:text', assessor, ' ');
    expect(noReason.statusCode).toBe(422);
    expect(textOf(pageOf(noReason).querySelector('.error-summary'))).toContain('Say why it should be hidden');
    const gone = await raise('text:overview:nothing', assessor, 'Because');
    expect(gone.statusCode).toBe(422);
    expect(pageOf(gone).querySelector('textarea')?.value).toBe('Because');
    expect((await raise(`file:${desk.id}`)).statusCode).toBe(422);
    expect(await flags()).toEqual([]);
  });
});

describe('at the same moment', () => {
  it('two who hide the same hide it once, with one mail; two who show it again show it once', async () => {
    const issuer = desk.published.issuer;
    const lead = await signIn(site, (await insertMember(site, 'lead_assessor', { issuer })).person);
    const raised = await Promise.all([raise(`file:${proof}`), raise(`file:${proof}`, lead), raise(`file:${proof}`)]);
    // Who comes later finds it hidden already, or no longer there to be hidden.
    for (const { statusCode } of raised) expect(statusCode).toBeOneOf([303, 422]);
    const rows = await flags();
    expect(rows).toHaveLength(1);
    await site.runJobs();
    const mails = await site.mailsTo(desk.person.email);
    expect(mails.filter(({ subject }) => subject.includes('privacy'))).toHaveLength(1);
    const lifted = await Promise.all([lift(rows[0]?.id ?? '', lead), lift(rows[0]?.id ?? '', lead)]);
    expect(lifted.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await auditsOf('privacy-flag.lifted')).toBe(1);
  });

  it('what was raised can neither be changed nor taken away', async () => {
    await raise(`file:${proof}`);
    const change = site.db.updateTable('privacy_flags').set({ reason: 'x' }).where('attempt_id', '=', attemptId);
    await expect(change.execute()).rejects.toThrow();
    await expect(site.db.deleteFrom('privacy_flags').where('attempt_id', '=', attemptId).execute()).rejects.toThrow();
  });
});

/** Every look-for No: the attempt goes back. */
async function sendBack() {
  const page = pageOf(await scoring());
  const fields: Record<string, string> = { intent: 'send' };
  for (const input of page.querySelectorAll<HTMLInputElement>('input[name^="value-"]')) fields[input.name] = 'no';
  for (const input of page.querySelectorAll<HTMLTextAreaElement>('[name^="comment-"]')) fields[input.name] = 'Again.';
  for (const input of page.querySelectorAll<HTMLInputElement>('[name^="was-"]')) fields[input.name] = input.value;
  const saved = await post(site, `/desk/assessments/${assessment}`, fields, assessor);
  expect(saved.headers.location).toBe(`/desk/assessments/${assessment}/decide`);
  const confirm = pageOf(await get(site, `/desk/assessments/${assessment}/decide`, assessor));
  const seen = confirm.querySelector<HTMLInputElement>('input[name="seen"]')?.value ?? '';
  const sent = await post(site, `/desk/assessments/${assessment}/decide`, { seen }, assessor);
  expect(sent.statusCode).toBe(303);
}
