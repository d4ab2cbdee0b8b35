import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertMember, signIn } from '../../../test/support/factories.ts';
import { makePdf, postFiles } from '../../../test/support/multipart.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import { listSealedVersions } from '../work/work.queries.ts';
import { findWorkspace } from '../work/workspace.queries.ts';

let site: TestSite;
let desk: Desk;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  desk = await startWork(site);
});

async function replace(id: string, { pages = 1, name = 'better.pdf', headers = desk.headers, home = desk.home } = {}) {
  const files = [{ field: 'file', name, content: await makePdf(pages) }];
  const url = `${home}/artifacts/${id}/replace`;
  return postFiles(site, url, {}, files, { accept: 'application/json', ...headers });
}

const undo = (id: string) => post(site, `${desk.home}/artifacts/${id}/replace`, { undo: '1' }, desk.headers);

async function evidence(requirement: string) {
  const workspace = await findWorkspace(site.db, desk.person.id, desk.id);
  return workspace?.evidence.get(requirement);
}

const page = (path: string) => get(site, path, desk.headers).then(pageOf);

it('is sealed with the version that an earlier attempt holds, over versions that nobody was shown', async () => {
  const { tally } = await makeEverything(site, desk);
  expect((await submit(site, desk)).statusCode).toBe(303);
  await site.db.updateTable('enrolments').set({ state: 'working', due_at: null }).where('id', '=', desk.id).execute();
  const over = { stage: 'returned', ended_at: noon } as const;
  await site.db.updateTable('judgings').set(over).where('enrolment_id', '=', desk.id).execute();
  const shown = (await replace(tally, { pages: 4 })).json().added[0].id as string;
  const last = (await replace(shown, { pages: 5 })).json().added[0].id as string;
  const added = await handIn(site, desk, 'tally', 'new.pdf');
  const later = (await replace(added, { pages: 6 })).json().added[0].id as string;

  expect(await listSealedVersions(site.db, desk.id)).toEqual(new Map([[last, tally]]));
  expect((await submit(site, desk, 2)).statusCode).toBe(303);
  const { sealed } = await site.db
    .selectFrom('attempts')
    .select('sealed')
    .where('enrolment_id', '=', desk.id)
    .where('number', '=', 2)
    .executeTakeFirstOrThrow();
  const { artifacts } = sealed as { artifacts: { id: string; replaces?: string }[] };
  expect(artifacts.find(({ id }) => id === last)?.replaces).toBe(tally);
  expect(artifacts.find(({ id }) => id === later)).not.toHaveProperty('replaces');
});

describe('a file that is replaced', () => {
  it('stands wherever the old one stood: its note, and every place in every requirement', async () => {
    const { tally, proof } = await makeEverything(site, desk);
    const extra = await handIn(site, desk, 'tally', 'extra.pdf');
    const items = [tally, extra].map((artifact) => ({ artifact, note: `Note of ${artifact}` }));
    await putDraft(site, desk, 'tally', 0, { items });
    const entry = { sources: [{ artifact: tally, locator: { type: 'page', page: 3 } }], explanation: 'It shows it.' };
    await putDraft(site, desk, 'portfolio', 1, {
      entries: { noticed: entry, changed: { ...entry, sources: [{ artifact: proof, locator: { type: 'whole' } }] } },
    });

    const response = await replace(tally, { pages: 4 });

    expect(response.statusCode).toBe(200);
    const [next] = response.json().added;
    expect(next).toMatchObject({ name: 'better.pdf', pages: 4, replaces: tally, requirement: 'tally' });
    expect(await evidence('tally')).toMatchObject({
      revision: 2,
      data: { items: [{ artifact: next.id, note: `Note of ${tally}` }, { artifact: extra }] },
    });
    expect(await evidence('portfolio')).toMatchObject({
      revision: 3,
      data: {
        entries: {
          noticed: { sources: [{ artifact: next.id, locator: { type: 'page', page: 3 } }] },
          changed: { sources: [{ artifact: proof }] },
        },
      },
    });
    const history = await site.db
      .selectFrom('evidence_history')
      .innerJoin('evidence_items', 'evidence_items.id', 'evidence_item_id')
      .select(['evidence_history.revision', 'saved_by'])
      .where('enrolment_id', '=', desk.id)
      .where('requirement_key', '=', 'portfolio')
      .orderBy('evidence_history.revision')
      .execute();
    expect(history.at(-1)).toEqual({ revision: 3, saved_by: desk.person.id });
  });

  it('keeps its place in a list that was never saved', async () => {
    const first = await handIn(site, desk, 'tally', 'first.pdf');
    const second = await handIn(site, desk, 'tally', 'second.pdf');
    const [next] = (await replace(first)).json().added;
    expect(await evidence('tally')).toMatchObject({ data: { items: [{ artifact: next.id }, { artifact: second }] } });
  });

  it('has every place in it checked again', async () => {
    const { proof } = await makeEverything(site, desk);
    const [next] = (await replace(proof, { pages: 1 })).json().added;
    const editor = textOf(await page(`${desk.home}/requirements/portfolio`));
    expect(editor).toContain('“better.pdf” has 1 page: correct “page 2”');
    const file = textOf(await page(`${desk.home}/artifacts/${next.id}`));
    expect(file).toContain('“better.pdf” has 1 page: correct “page 2”');
  });

  it('stays for the attempt that used it, and opens there', async () => {
    const { tally } = await makeEverything(site, desk);
    await submit(site, desk);
    const attempts = () =>
      site.db.selectFrom('attempts').select(['id', 'sealed', 'sha256']).where('enrolment_id', '=', desk.id).execute();
    const before = await attempts();
    await site.db.updateTable('enrolments').set({ state: 'working', due_at: null }).where('id', '=', desk.id).execute();
    const over = { stage: 'returned', ended_at: noon } as const;
    await site.db.updateTable('judgings').set(over).where('enrolment_id', '=', desk.id).execute();

    const [next] = (await replace(tally)).json().added;

    expect(await attempts()).toEqual(before);
    const assessor = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
    const cookie = await signIn(site, assessor.person);
    expect((await get(site, `/artifacts/${tally}`, cookie)).statusCode).toBe(200);
    expect((await get(site, `/artifacts/${next.id}`, cookie)).statusCode).toBe(404);
    const versions = (await page(`${desk.home}/artifacts/${next.id}`)).querySelector('.file-versions');
    expect(textOf(versions)).toMatch(/better\.pdf.*in use.*tally\.pdf.*in attempt 1/);
  });

  it('keeps its releases, and captions where both are recordings', async () => {
    const id = await handIn(site, desk, 'tally', 'first.pdf');
    const { id: release } = await site.db
      .insertInto('releases')
      .values({
        person_id: desk.person.id,
        kind: 'student',
        subject: 'A. B.',
        covers: ['image'],
        given_by: 'Parent',
        given_on: '2026-11-01',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await site.db.insertInto('artifact_releases').values({ artifact_id: id, release_id: release }).execute();
    await site.db.updateTable('artifacts').set({ shows_people: true }).where('id', '=', id).execute();

    const [next] = (await replace(id)).json().added;

    expect(next.showsPeople).toBe(true);
    const kept = await site.db
      .selectFrom('artifact_releases')
      .select('release_id')
      .where('artifact_id', '=', next.id)
      .execute();
    expect(kept).toEqual([{ release_id: release }]);
  });

  it('does not come back beside its next version by undoing a removal', async () => {
    const { tally } = await makeEverything(site, desk);
    const next = (await replace(tally)).json().added[0].id as string;

    const back = await post(site, `${desk.home}/artifacts/${tally}/remove`, { undo: '1' }, desk.headers);

    expect(back.statusCode).toBe(409);
    expect(textOf(pageOf(back))).toContain('Another version stands in its place');
    const workspace = await findWorkspace(site.db, desk.person.id, desk.id);
    expect([...(workspace?.artifacts.keys() ?? [])]).toContain(next);
    expect([...(workspace?.artifacts.keys() ?? [])]).not.toContain(tally);
  });

  it('comes back by undoing, with every place that pointed into it', async () => {
    const { proof } = await makeEverything(site, desk);
    const before = await evidence('portfolio');
    const [next] = (await replace(proof)).json().added;

    const response = await undo(next.id);

    expect(response.headers.location).toBe(`${desk.home}/artifacts/${proof}`);
    expect((await evidence('portfolio'))?.data).toEqual(before?.data);
    const workspace = await findWorkspace(site.db, desk.person.id, desk.id);
    expect([...(workspace?.artifacts.keys() ?? [])]).not.toContain(next.id);
    expect((await undo(next.id)).statusCode).toBe(409);
  });

  it('leaves a mark in the audit', async () => {
    const id = await handIn(site, desk, 'tally');
    const [next] = (await replace(id)).json().added;
    const event = await site.db
      .selectFrom('audit_events')
      .select(['actor_id', 'details'])
      .where('action', '=', 'artifact.replaced')
      .where('subject_id', '=', id)
      .executeTakeFirst();
    expect(event).toMatchObject({ actor_id: desk.person.id, details: { by: next.id } });
  });
});

describe('replacing is refused', () => {
  it('once somebody replaced or removed it meanwhile', async () => {
    const id = await handIn(site, desk, 'tally');
    await replace(id);
    const again = await replace(id);
    expect(again.statusCode).toBe(409);
    expect(again.json().detail).toContain('removed or replaced meanwhile');
  });

  it('where evidence that is demonstrated rests on it', async () => {
    const { proof, tally } = await makeEverything(site, desk);
    const ratings = {
      'overview-complete': 'yes',
      'noticed-shown': 'yes',
      'changed-shown': 'yes',
      'tally-readable': 'no',
    } as const;
    await insertDecided(site, { enrolment: desk, outcome: 'not_yet', ratings });
    const response = await replace(proof);
    expect(response.statusCode).toBe(409);
    expect(response.json().detail).toContain('Evidence that is demonstrated rests on this file');
    expect((await replace(tally)).statusCode).toBe(200);
  });

  it('while the work is handed in', async () => {
    const { tally } = await makeEverything(site, desk);
    await submit(site, desk);
    expect((await replace(tally)).statusCode).toBe(409);
  });

  it('by a file of a type that is not asked for, which says why at the field', async () => {
    const id = await handIn(site, desk, 'tally');
    const files = [{ field: 'file', name: 'tool.exe', content: `MZ${'\0'.repeat(80)}` }];
    const response = await postFiles(site, `${desk.home}/artifacts/${id}/replace`, {}, files, desk.headers);
    expect(response.statusCode).toBe(422);
    expect(pageOf(response).getElementById('file')?.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(pageOf(response))).toContain('not a kind of file that is taken here');
  });

  it('to anybody else, and for a file of other work', async () => {
    const id = await handIn(site, desk, 'tally');
    const stranger = await startWork(site);
    const other = await insertEnrolment(site, { person: desk.person });
    expect((await replace(id, { headers: stranger.headers })).statusCode).toBe(404);
    expect((await replace(id, { headers: stranger.headers, home: stranger.home })).statusCode).toBe(404);
    expect((await replace(id, { home: `/work/${other.id}` })).statusCode).toBe(404);
    expect((await get(site, `${stranger.home}/artifacts/${id}`, stranger.headers)).statusCode).toBe(404);
  });
});
