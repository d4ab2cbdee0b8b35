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
import { releaseRatings } from '../../../test/support/attempts.ts';
import {
  insertEnrolment,
  insertPublished,
  insertMember,
  insertPerson,
  signIn,
} from '../../../test/support/factories.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import { documentSha256 } from '#platform/hash.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const attemptsOf = (desk: Desk) =>
  site.db.selectFrom('attempts').selectAll().where('enrolment_id', '=', desk.id).orderBy('number').execute();

describe('enrolling', () => {
  it('makes one enrolment of two requests at once', async () => {
    const published = await insertPublished(site);
    const person = await insertPerson(site);
    const headers = await signIn(site, person);
    const held = await hold(site);
    await held.selectFrom('people').select('id').where('id', '=', person.id).forUpdate().execute();

    const url = `/micro-credentials/${published.definition.slug}/enrol`;
    const both = [post(site, url, {}, headers), post(site, url, {}, headers)];
    await untilBlocked(site, 2);
    await held.commit().execute();

    const [first, second] = await Promise.all(both);
    expect(first?.statusCode).toBe(303);
    expect(second?.headers.location).toBe(first?.headers.location);
    const page = pageOf(await get(site, String(first?.headers.location), headers));
    expect(textOf(page.querySelector('h1'))).toBe(published.definition.title);
    expect(textOf(pageOf(await get(site, '/work', headers)))).toContain('Write at least 5 words');
  });

  it('answers 404 for what is not offered', async () => {
    const headers = await signIn(site, await insertPerson(site));
    expect((await post(site, '/micro-credentials/nothing/enrol', {}, headers)).statusCode).toBe(404);
  });

  it('helps whoever has not enrolled in anything', async () => {
    const headers = await signIn(site, await insertPerson(site));
    const page = pageOf(await get(site, '/work', headers));
    expect(page.querySelector('main a[href="/library"]')).not.toBeNull();
  });
});

describe('handing in', () => {
  it('seals what was made, and gives a receipt with its fingerprint', async () => {
    const desk = await startWork(site);
    const { tally, proof } = await makeEverything(site, desk);
    expect(textOf(pageOf(await get(site, `${desk.home}/review`, desk.headers)))).toContain('finds nothing missing');

    const response = await submit(site, desk);

    expect(response.headers.location).toBe(`${desk.home}/attempts/1`);
    const [attempt] = await attemptsOf(desk);
    const sealed = attempt?.sealed as { artifacts: { id: string }[] };
    expect(sealed.artifacts.map((artifact) => artifact.id).sort()).toEqual([tally, proof].sort());
    expect(documentSha256(sealed)).toBe(attempt?.sha256);
    const files = await site.db
      .selectFrom('attempt_files')
      .select('artifact_id')
      .where('attempt_id', '=', attempt?.id ?? '')
      .execute();
    expect(files).toHaveLength(2);
    const receipt = textOf(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)));
    expect(receipt).toContain(attempt?.sha256);
    expect(receipt).toContain('November 22, 2026');
    const enrolment = await site.db
      .selectFrom('enrolments')
      .selectAll()
      .where('id', '=', desk.id)
      .executeTakeFirstOrThrow();
    // A Sunday noon and five business days.
    expect(enrolment).toMatchObject({
      state: 'submitted',
      attempts_count: 1,
      due_at: new Date('2026-11-30T12:00:00Z'),
    });
  });

  it('is refused with every blocking finding, and nothing is sealed', async () => {
    const desk = await startWork(site);
    await putDraft(site, desk, 'overview', 0, { texts: { text: 'Too short' } });

    const response = await submit(site, desk);

    expect(response.statusCode).toBe(422);
    const text = textOf(pageOf(response).querySelector('[role=alert]'));
    expect(text).toContain('Write 3 more words');
    expect(text).toContain('Add 1 more tally sheet');
    expect(await attemptsOf(desk)).toEqual([]);
  });

  it('makes one attempt of two presses at once', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const held = await hold(site);
    await held.selectFrom('enrolments').select('id').where('id', '=', desk.id).forUpdate().execute();

    const both = [submit(site, desk), submit(site, desk)];
    await untilBlocked(site, 2);
    await held.commit().execute();

    for (const response of await Promise.all(both)) {
      expect([response.statusCode, response.headers.location]).toEqual([303, `${desk.home}/attempts/1`]);
    }
    expect(await attemptsOf(desk)).toHaveLength(1);
  });

  it('refuses an attempt number that is not next', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);

    expect((await submit(site, desk, 2)).statusCode).toBe(409);
    expect((await post(site, `${desk.home}/submit`, {}, desk.headers)).statusCode).toBe(422);
    expect(await attemptsOf(desk)).toEqual([]);
  });

  it('never seals a file of another earner, even where the saved data names one', async () => {
    const desk = await startWork(site);
    const other = await startWork(site);
    const foreign = await handIn(site, other, 'tally');
    const { tally } = await makeEverything(site, desk);
    await site.db
      .insertInto('evidence_items')
      .values({
        issuer_id: desk.published.issuer.id,
        enrolment_id: desk.id,
        requirement_key: 'tally',
        kind: 'artifact',
        data: JSON.stringify({ items: [{ artifact: foreign, note: '' }] }),
      })
      .execute();

    await submit(site, desk);

    const [attempt] = await attemptsOf(desk);
    expect(JSON.stringify(attempt?.sealed)).not.toContain(foreign);
    expect(JSON.stringify(attempt?.sealed)).toContain(tally);
  });

  it('leaves a removed file out', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const extra = await handIn(site, desk, 'tally', 'extra.pdf');

    await post(site, `${desk.home}/artifacts/${extra}/remove`, {}, desk.headers);
    await submit(site, desk);

    expect(JSON.stringify((await attemptsOf(desk))[0]?.sealed)).not.toContain(extra);
  });
});

describe('after a decision that is not yet', () => {
  /** The assessor says No of one look-for, at first of the narrative, and Yes of everything else. */
  async function sendBack(desk: Desk, refused = 'overview-complete'): Promise<void> {
    const [attempt] = await attemptsOf(desk);
    const { person } = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
    const lookFors = desk.published.definition.guides.flatMap((guide) => guide.lookFors.map(({ id }) => id));
    const assessmentId = await site.db.transaction().execute(async (trx) => {
      const common = { issuer_id: desk.published.issuer.id, attempt_id: attempt?.id ?? '' };
      const { id } = await trx
        .insertInto('assessments')
        .values({ ...common, assessor_id: person.id, lease_expires_at: noon })
        .returning('id')
        .executeTakeFirstOrThrow();
      await trx
        .insertInto('ratings')
        .values(
          lookFors.map((key) => ({
            assessment_id: id,
            attempt_id: common.attempt_id,
            look_for_key: key,
            value: key === refused ? ('no' as const) : ('yes' as const),
            comment: key === refused ? 'Say more of the routines.' : '',
          })),
        )
        .execute();
      return id;
    });
    await releaseRatings(site, { assessmentId, outcome: 'not_yet', overall: 'Nearly.' });
  }

  it('leads to the detail of the portfolio that came back, and marks it there', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    await submit(site, desk);
    await sendBack(desk, 'changed-shown');

    const feedback = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
    const link = feedback.querySelector('.feedback [data-look-for=changed-shown] a');
    expect(link?.getAttribute('href')).toBe(`${desk.home}/requirements/portfolio#entry-changed`);

    const editor = pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers));
    expect(editor.querySelector('.feedback [data-look-for] a')?.getAttribute('href')).toBe('#entry-changed');
    const entry = (detail: string) => editor.getElementById(`entry-${detail}`)?.closest('details');
    expect(textOf(entry('changed')?.querySelector('summary') ?? null)).toContain('To revise');
    expect(entry('changed')?.open).toBe(true);
    expect(textOf(entry('noticed')?.querySelector('summary') ?? null)).toContain('Complete');
  });

  it('reopens only what is not demonstrated, shows the comment beside it, and carries the rest over', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    await submit(site, desk);
    await sendBack(desk);

    const feedback = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
    expect(textOf(feedback)).toContain('3 of 4 look-fors demonstrated');
    expect(textOf(feedback.querySelector('[data-look-for=overview-complete]'))).toContain('Say more of the routines.');
    const [toRevise] = feedback.querySelectorAll('.feedback [data-look-for]');
    expect(textOf(toRevise ?? null)).toMatch(/No.*Say more of the routines\./);
    expect(toRevise?.querySelector('a')?.getAttribute('href')).toBe(`${desk.home}/requirements/overview`);
    expect(textOf(feedback.querySelector('.feedback ul.checklist-findings'))).toContain('The tally shows who spoke');

    const editor = pageOf(await get(site, `${desk.home}/requirements/overview`, desk.headers));
    expect(textOf(editor.querySelector('.feedback'))).toContain('Say more of the routines.');
    expect(textOf(editor.querySelector('aside'))).not.toContain('Say more of the routines.');
    const checklist = pageOf(await get(site, desk.home, desk.headers));
    const states = [...checklist.querySelectorAll('[data-requirement]')].map((row) => row.getAttribute('data-state'));
    expect(states).toEqual(['to-revise', 'locked', 'locked']);

    expect((await putDraft(site, desk, 'portfolio', 1, { entries: {} })).statusCode).toBe(409);
    expect((await post(site, `${desk.home}/artifacts/${tally}/remove`, {}, desk.headers)).statusCode).toBe(409);
    const locked = pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers));
    expect(locked.querySelector('textarea')).toBeNull();

    site.setNow(new Date('2026-11-24T12:00:00Z'));
    const better = { texts: { text: 'We counted who spoke, and changed how turns are given.' } };
    expect((await putDraft(site, desk, 'overview', 1, better)).statusCode).toBe(200);
    expect((await submit(site, desk, 2)).headers.location).toBe(`${desk.home}/attempts/2`);
    site.setNow(noon);

    const [, second] = await attemptsOf(desk);
    expect(second?.sealed).toMatchObject({
      number: 2,
      carriedOver: ['tally-readable', 'noticed-shown', 'changed-shown'].map((lookFor) => ({ lookFor, attempt: 1 })),
    });
  });
});

it('shows what somebody else has enrolled in to nobody', async () => {
  const enrolment = await insertEnrolment(site);
  const headers = await signIn(site, await insertPerson(site));
  expect((await get(site, '/work', headers)).body).not.toContain(enrolment.id);
});
