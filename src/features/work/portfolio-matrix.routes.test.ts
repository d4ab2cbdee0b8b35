import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertAssessment } from '../../../test/support/attempts.ts';
import { baseDefinition, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { largeDefinition, largePortfolio } from '../../../test/support/large-portfolio.ts';
import {
  type Desk,
  handIn,
  insertArtifacts,
  makeEverything,
  putDraft,
  startWork,
  submit,
} from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const matrixOf = async (url: string, headers: { cookie: string }) => {
  const page = pageOf(await get(site, url, headers));
  const table = page.querySelector('.matrix table');
  const rows = [...(table?.querySelectorAll('tr') ?? [])].map((row) => [...row.cells].map(textOf));
  return { page, table, rows };
};

it('shows on every page of the evidence which file shows which detail, and what is missing', async () => {
  const desk = await startWork(site);
  const proof = await handIn(site, desk, 'portfolio', 'proof.pdf');
  await handIn(site, desk, 'portfolio', 'not-used.pdf');
  const sources = [{ artifact: proof, locator: { type: 'page', page: 2 } }];
  await putDraft(site, desk, 'portfolio', 0, { entries: { noticed: { sources, explanation: 'Two words' } } });

  const { rows, table, page } = await matrixOf(`${desk.home}/requirements/portfolio`, desk.headers);

  expect(rows).toEqual([
    ['Outcome detail', 'State', 'Words', 'proof.pdf'],
    ['Widen participation'],
    ['Participation was observed and counted', 'Started', '2 of 3', 'page 2'],
    ['One routine was changed for those who spoke least', 'Not started', '0 of 3', ''],
  ]);
  expect(textOf(table?.querySelector('caption') ?? null)).toBe('0 of 2 details covered');
  expect([...(table?.querySelectorAll('th') ?? [])].map((head) => head.scope)).toEqual([
    ...['col', 'col', 'col', 'col'],
    ...['rowgroup', 'row', 'row'],
  ]);
  const link = [...(table?.querySelectorAll('td a') ?? [])].map((a) => a.getAttribute('href'));
  expect(link).toEqual([`/artifacts/${proof}/view?at=page=2`]);
  for (const row of table?.querySelectorAll('th[scope=row] a') ?? [])
    expect(page.getElementById(row.getAttribute('href')?.slice(1) ?? '')).not.toBeNull();
  expect((await get(site, link[0] ?? '', desk.headers)).statusCode).toBe(200);
});

it('stands on the review, the attempt and the desk, and leads to the entries there', async () => {
  const desk = await startWork(site);
  await makeEverything(site, desk);
  const review = await matrixOf(`${desk.home}/review`, desk.headers);
  await submit(site, desk);
  const attempt = await matrixOf(`${desk.home}/attempts/1`, desk.headers);
  const { person } = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
  const { id } = await site.db
    .selectFrom('attempts')
    .selectAll()
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  const sealed = { id, number: 1, enrolment: desk, sealed: undefined as never };
  const scoring = await matrixOf(
    `/desk/assessments/${await insertAssessment(site, sealed, person)}`,
    await signIn(site, person),
  );
  for (const { page, rows } of [review, attempt, scoring]) {
    expect(textOf(page.querySelector('.matrix-box summary'))).toBe('Overview 2 of 2 details covered');
    expect(rows[2]?.slice(1)).toEqual(['Complete', '4', 'page 2']);
    const [first] = page.querySelectorAll('.matrix th[scope=row] a');
    expect(textOf(page.getElementById(first?.getAttribute('href')?.slice(1) ?? ''))).toContain(
      'It shows what changed.',
    );
  }
});

let made = 0;

/** Sixty details and so many files, each used once. */
async function startLarge(files: number): Promise<{ desk: Desk; artifacts: string[] }> {
  made += 1;
  const definition = largeDefinition(baseDefinition({ slug: `large-${made}` }));
  const desk = await startWork(site, await insertPublished(site, { definition }));
  const artifacts = await insertArtifacts(site, desk, files);
  const data = largePortfolio(definition, artifacts);
  expect((await putDraft(site, desk, 'portfolio', 0, data)).statusCode).toBe(200);
  return { desk, artifacts };
}

it('stays small with 200 files and 60 details: the files are named in the rows, and chosen from one list', async () => {
  const { desk } = await startLarge(200);
  const response = await get(site, `${desk.home}/requirements/portfolio`, desk.headers);
  expect(response.rawPayload.length).toBeLessThan(900_000);
  const page = pageOf(response);
  expect(page.querySelectorAll('.matrix thead th')).toHaveLength(4);
  expect(page.querySelectorAll('.matrix__files > li')).toHaveLength(200);
  expect(page.querySelectorAll('datalist option')).toHaveLength(200);
  expect(page.querySelectorAll('.source-fields option').length).toBeLessThan(2000);
});

it('takes, without JavaScript, the name of a file among many, and keeps what is shown in brief', async () => {
  const { desk, artifacts } = await startLarge(200);
  const url = `${desk.home}/requirements/portfolio`;
  const page = pageOf(await get(site, url, desk.headers));
  const form = page.querySelector<HTMLFormElement>('form.editor');
  const fields = Object.fromEntries(
    [...new page.defaultView!.FormData(form ?? undefined)].filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    ),
  );
  const row = 'entry.detail-1-1.source.4';
  expect(fields[`${row}.artifact`]).toBe('');
  const typed = { ...fields, [`${row}.artifact`]: 'minutes of the team, meeting 7.PDF' };

  expect((await post(site, url, typed, desk.headers)).statusCode).toBe(303);
  const { data } = await site.db
    .selectFrom('evidence_items')
    .select('data')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  const before = largePortfolio(desk.published.definition, artifacts);
  before.entries['detail-1-1']?.sources.push({ artifact: artifacts[6] ?? '', locator: { type: 'whole' } });
  expect(data).toEqual(before);

  const wrong = await post(site, url, { ...fields, revision: '2', [`${row}.artifact`]: 'No such file' }, desk.headers);
  expect(wrong.statusCode).toBe(422);
  const again = pageOf(wrong);
  const link = again.querySelector('.error-summary a');
  expect(textOf(link)).toBe('Nothing that you added is called “No such file”: choose a name from the list');
  const field = again.getElementById(link?.getAttribute('href')?.slice(1) ?? '') as HTMLInputElement | null;
  expect(field?.value).toBe('No such file');
});
