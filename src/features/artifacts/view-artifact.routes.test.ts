import { beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type Desk, handIn, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
let desk: Desk;
let id: string;
const json = (headers: Record<string, string>) => ({ ...headers, accept: 'application/json' });

beforeAll(async () => {
  site = await createTestApp();
  desk = await startWork(site);
  id = await handIn(site, desk, 'portfolio', 'plan.pdf');
  return () => site.close();
});

it('shows a file to its owner, with its place in words and the file itself as a link', async () => {
  const page = pageOf(await get(site, `/artifacts/${id}/view?at=page=2`, desk.headers));
  expect(textOf(page.querySelector('h1'))).toBe('plan.pdf');
  expect(textOf(page)).toContain('Opened at page 2');
  expect(page.querySelector('[data-island="artifact-viewer"]')).not.toBeNull();
  expect(page.documentElement.innerHTML).toContain(`/artifacts/${id}#page=2`);
});

it('tells scripts the place as a Web Annotation target', async () => {
  const response = await get(site, `/artifacts/${id}/view?at=pages=1,2`, json(desk.headers));
  expect(response.json()).toMatchObject({
    artifact: { id, name: 'plan.pdf', mediaType: 'application/pdf', pages: 3, captions: [] },
    locator: { type: 'pages', from: 1, to: 2 },
    target: { source: `http://tessera.test/artifacts/${id}`, selector: { type: 'RangeSelector' } },
  });
  expect(response.body).not.toContain('sha256');
});

it.each(['at=page=9', 'at=%00', 'at=page=', 'at=quote=%3Cscript%3E', 'at=a&at=b', `at=${'x'.repeat(9000)}`])(
  'opens whatever the address says after the name: %s',
  async (query) => {
    const response = await get(site, `/artifacts/${id}/view?${query}`, desk.headers);
    expect(query.includes('%00') ? 404 : 200).toBe(response.statusCode);
    if (response.statusCode === 200) expect(pageOf(response).querySelector('[role="status"]')).not.toBeNull();
  },
);

it('is nobody else’s, until it stands in an attempt that the assessor reads', async () => {
  const work = await startWork(site);
  const { proof } = await makeEverything(site, work);
  const stranger = await signIn(site, await insertPerson(site));
  const { person } = await insertMember(site, 'assessor', { issuer: work.published.issuer });
  const assessor = await signIn(site, person);
  const address = `/artifacts/${proof}/view`;
  const statuses = async () =>
    Promise.all([stranger, assessor].map(async (headers) => (await get(site, address, headers)).statusCode));
  expect(await statuses()).toEqual([404, 404]);
  expect((await submit(site, work)).statusCode).toBe(303);
  expect(await statuses()).toEqual([404, 200]);
});

it('opens nothing before the scan is through, and says so', async () => {
  await site.db.updateTable('blob_facts').set({ scan: 'waiting' }).execute();
  const page = pageOf(await get(site, `/artifacts/${id}/view`, desk.headers));
  await site.db.updateTable('blob_facts').set({ scan: 'none' }).execute();
  expect(textOf(page)).toContain('being scanned for viruses');
  expect(page.querySelector('[data-island="artifact-viewer"]')).toBeNull();
});
