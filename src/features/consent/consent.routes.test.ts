import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { Definition } from '#domain/definition/schema.ts';
import { claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  baseDefinition,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { makePdf, postFiles } from '../../../test/support/multipart.ts';
import { type Desk, putDraft, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const student = {
  kind: 'student',
  subject: 'J. D.',
  'covers-image': '1',
  givenBy: 'A parent',
  givenOn: '2026-09-01',
  expiresOn: '2027-06-30',
};
let made = 0;

/** Work of which one requirement takes a picture, with this said of releases. */
async function startWithPicture(releases?: 'required' | 'advised' | 'none'): Promise<Desk & { picture: string }> {
  made += 1;
  const definition = structuredClone(baseDefinition({ slug: `pictured-${made}` }));
  const requirement = definition.parts.flatMap((part) => part.requirements).find(({ id }) => id === 'tally');
  if (requirement?.kind !== 'artifact') throw new Error('The base definition has no tally');
  if (releases) requirement.releases = releases;
  requirement.rules.accept = ['image', 'document'];
  const desk = await startWork(site, await insertPublished(site, { definition: Definition.parse(definition) }));
  const url = `${desk.home}/artifacts?requirement=tally`;
  const added = await postFiles(site, url, {}, [{ name: 'class.png', content: png }], {
    ...desk.headers,
    accept: 'application/json',
  });
  return { ...desk, picture: added.json().added[0].id as string };
}

async function addRelease(desk: Desk, change: Record<string, string> = {}): Promise<string> {
  const response = await post(site, '/consent/releases', { ...student, ...change }, desk.headers);
  expect(response.statusCode).toBe(303);
  return /releases\/([0-9a-f-]{36})/.exec(response.headers.location ?? '')?.[1] ?? '';
}

const say = (desk: Desk & { picture: string }, fields: Record<string, string | string[]>) =>
  post(site, `${desk.home}/artifacts/${desk.picture}/people`, { requirement: 'tally', ...fields }, desk.headers);

const review = async (desk: Desk) => textOf(pageOf(await get(site, `${desk.home}/review`, desk.headers)));

async function finish(desk: Desk & { picture: string }) {
  const source = { artifact: desk.picture, locator: { type: 'whole' } };
  const entry = { sources: [source], explanation: 'It shows what changed.' };
  await putDraft(site, desk, 'overview', 0, { texts: { text: 'We counted who spoke in every lesson.' } });
  await putDraft(site, desk, 'tally', 0, { items: [{ artifact: desk.picture, note: 'The class at work' }] });
  await putDraft(site, desk, 'portfolio', 0, { entries: { noticed: entry, changed: entry } });
}

describe('a release', () => {
  it('is entered with a signed form that only its keeper opens', async () => {
    const desk = await startWork(site);
    const files = [{ field: 'form', name: 'signed.pdf', content: await makePdf(1) }];
    const response = await postFiles(site, '/consent/releases', student, files, desk.headers);
    const url = response.headers.location?.split('?')[0] ?? '';
    const page = textOf(pageOf(await get(site, url, desk.headers)));
    expect(page).toContain('Release of J. D.');
    expect(page).toContain('until June 30, 2027');
    expect((await get(site, `${url}/form`, desk.headers)).headers['content-type']).toBe('application/pdf');
    const other = await startWork(site);
    expect((await get(site, url, other.headers)).statusCode).toBe(404);
    expect((await get(site, `${url}/form`, other.headers)).statusCode).toBe(404);
    expect((await post(site, `${url}/withdraw`, {}, other.headers)).statusCode).toBe(404);
  });

  it.each([
    [{ subject: 'Jane Doe' }, 'subject', 'Write initials only'],
    [{ subject: '' }, 'subject', 'Write whom or what it is for'],
    [{ 'covers-image': '' }, 'covers-image', 'Choose at least one thing that it covers'],
    [{ givenBy: ' ' }, 'givenBy', 'Write who gave it'],
    [{ givenOn: '2026-02-30' }, 'givenOn', 'Choose the day on which it was given'],
    [{ givenOn: '2027-01-01' }, 'givenOn', 'Choose a day that is not in the future'],
    [{ expiresOn: '2026-08-31' }, 'expiresOn', 'not before the one on which it was given'],
    [{ kind: 'pet' }, 'kind', 'Choose whom or what it is for'],
  ])('with %j says what to mend at %s, and keeps what was typed', async (change, field, message) => {
    const desk = await startWork(site);
    const response = await post(site, '/consent/releases', { ...student, note: 'Kept note', ...change }, desk.headers);
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(textOf(page.querySelector('.error-summary'))).toContain(message);
    expect(page.querySelector(`.error-summary a[href="#${field}"]`)).not.toBeNull();
    expect(page.getElementById(field)).not.toBeNull();
    expect(textOf(page.getElementById('note'))).toBe('Kept note');
  });

  it('that is no PDF or picture is refused as a form', async () => {
    const desk = await startWork(site);
    const files = [{ field: 'form', name: 'signed.txt', content: 'Signed' }];
    const response = await postFiles(site, '/consent/releases', student, files, desk.headers);
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('can’t be used here');
  });

  it('is found by its words, its kind and where it stands', async () => {
    const desk = await startWork(site);
    await addRelease(desk);
    await addRelease(desk, { kind: 'staff', subject: 'Omar Haddad', expiresOn: '2026-12-01' });
    await addRelease(desk, { kind: 'site', subject: 'The library', expiresOn: '2026-11-01' });
    const found = async (query: string) => {
      const page = pageOf(await get(site, `/consent?${query}`, desk.headers));
      return [...page.querySelectorAll('.release-row h2')].map((heading) => textOf(heading));
    };
    expect(await found('')).toEqual(['The library', 'Omar Haddad', 'J. D.']);
    expect(await found('q=omar')).toEqual(['Omar Haddad']);
    expect(await found('q=%25')).toEqual([]);
    expect(await found('kind=student')).toEqual(['J. D.']);
    expect(await found('state=soon')).toEqual(['Omar Haddad']);
    expect(await found('state=expired')).toEqual(['The library']);
    expect(await found('state=valid')).toEqual(['Omar Haddad', 'J. D.']);
    expect(await found('state=nonsense')).toHaveLength(3);
  });
});

describe('a picture that shows people', () => {
  it('blocks, where releases are required, until one that holds is named; a withdrawn one marks it and hides it', async () => {
    const desk = await startWithPicture('required');
    await finish(desk);
    expect(await review(desk)).toContain('To do Say whether “class.png” shows people');
    expect((await say(desk, { shows: 'yes' })).statusCode).toBe(303);
    expect(await review(desk)).toContain('Name the releases that “class.png” rests on');
    const voiceOnly = await addRelease(desk, { 'covers-image': '', 'covers-voice': '1' });
    await say(desk, { shows: 'yes', release: voiceOnly });
    expect(await review(desk)).toContain('Name a release that covers image for “class.png”');
    const ended = await addRelease(desk, { subject: 'E. N.', expiresOn: '2026-11-01' });
    await say(desk, { shows: 'yes', release: ended });
    expect(await review(desk)).toContain('Ask for a new release of E. N.');
    expect((await submit(site, desk)).statusCode).toBe(422);

    const release = await addRelease(desk);
    await say(desk, { shows: 'yes', release: [release] });
    expect((await submit(site, desk)).statusCode).toBe(303);
    const row = await site.db
      .selectFrom('attempts')
      .select(['id', 'sealed'])
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    expect((row.sealed as SealedAttempt).artifacts).toMatchObject([
      { showsPeople: true, releases: [{ id: release, subject: 'J. D.', covers: ['image'] }] },
    ]);

    const assessor = await insertPerson(site);
    await insertMembership(site, desk.published.issuer, assessor, 'assessor');
    const headers = await signIn(site, assessor);
    const assessment = `/desk/assessments/${await claim(site, assessor, row.id)}`;
    const file = `/artifacts/${desk.picture}`;
    expect((await get(site, file, headers)).statusCode).toBe(200);
    expect(textOf(pageOf(await get(site, assessment, headers)))).not.toContain('Hidden:');

    await post(site, `/consent/releases/${release}/withdraw`, {}, desk.headers);
    const hidden = await get(site, file, headers);
    expect(hidden.statusCode).toBe(403);
    expect(textOf(pageOf(hidden))).toContain('was withdrawn on November 22, 2026');
    const pane = pageOf(await get(site, assessment, headers));
    expect(textOf(pane)).toContain('Hidden: the release for this was withdrawn on November 22, 2026');
    expect(pane.querySelector(`img[src^="${file}"]`)).toBeNull();
    expect((await get(site, file, desk.headers)).statusCode).toBe(200);
    const pack = await get(site, `/attempts/${row.id}/pack.zip`, headers);
    expect(pack.statusCode).toBe(200);
    expect(pack.rawPayload.includes('class.png')).toBe(false);
    expect(pack.rawPayload.includes(png)).toBe(false);
    expect((await get(site, `/attempts/${row.id}/pack.zip`, desk.headers)).rawPayload.includes(png)).toBe(true);
    // Saying otherwise afterwards does not bring back what was handed in.
    await say(desk, { shows: 'no' });
    expect((await get(site, file, headers)).statusCode).toBe(403);
    const own = textOf(pageOf(await get(site, `/consent/releases/${release}`, desk.headers)));
    expect(own).toContain('Withdrawn');
  });

  it('is marked everywhere in the draft once its release is withdrawn, and says where it is used', async () => {
    const desk = await startWithPicture('advised');
    await finish(desk);
    const release = await addRelease(desk);
    await say(desk, { shows: 'yes', release });
    expect(textOf(pageOf(await get(site, `/consent/releases/${release}`, desk.headers)))).toContain('class.png');
    await post(site, `/consent/releases/${release}/withdraw`, {}, desk.headers);
    const found = pageOf(await get(site, `${desk.home}/review`, desk.headers)).querySelectorAll(
      '.checklist-findings a',
    );
    const marks = [...found].filter((link) => link.textContent.includes('the release of J. D. was withdrawn'));
    // In the requirement that it was handed in for, and in the portfolio that points at it.
    expect(marks.map((link) => link.getAttribute('href'))).toEqual([
      `${desk.home}/requirements/tally#media-${desk.picture}`,
      `${desk.home}/requirements/portfolio#media-${desk.picture}`,
    ]);
    for (const link of marks) {
      const [path = '', place = ''] = (link.getAttribute('href') ?? '').split('#');
      expect(pageOf(await get(site, path, desk.headers)).getElementById(place)).not.toBeNull();
    }
    expect((await submit(site, desk)).statusCode).toBe(422);
  });

  it('only advises where the programme does not ask, and is not asked of where it says so', async () => {
    const advised = await startWithPicture();
    await finish(advised);
    expect(await review(advised)).toContain('Advice Say whether “class.png” shows people');
    expect((await submit(site, advised)).statusCode).toBe(303);
    const none = await startWithPicture('none');
    await finish(none);
    const page = await get(site, `${none.home}/requirements/tally`, none.headers);
    expect(pageOf(page).getElementById('media')).toBeNull();
  });

  it('names only releases of one’s own', async () => {
    const desk = await startWithPicture('required');
    const other = await startWork(site);
    expect((await say(desk, { shows: 'yes', release: await addRelease(other) })).statusCode).toBe(404);
    expect((await say(desk, { shows: 'yes', release: 'nonsense' })).statusCode).toBe(422);
    expect((await say(desk, { shows: 'perhaps' })).statusCode).toBe(422);
    const { shows_people } = await site.db
      .selectFrom('artifacts')
      .select('shows_people')
      .where('id', '=', desk.picture)
      .executeTakeFirstOrThrow();
    expect(shows_people).toBeNull();
  });
});

describe('a declaration of AI', () => {
  it('blocks until it is made, says how, is sealed and shown to the assessor', async () => {
    const definition = structuredClone(baseDefinition({ slug: 'declared' }));
    const [part] = definition.parts;
    if (!part) throw new Error('The base definition has no part');
    part.aiUse = 'declare';
    const desk = await startWork(site, await insertPublished(site, { definition: Definition.parse(definition) }));
    const added = await postFiles(
      site,
      `${desk.home}/artifacts?requirement=tally`,
      {},
      [{ name: 'tally.pdf', content: await makePdf(1) }],
      { ...desk.headers, accept: 'application/json' },
    );
    await finish({ ...desk, picture: added.json().added[0].id as string });
    const link = pageOf(await get(site, `${desk.home}/review`, desk.headers)).querySelector('.checklist-findings a');
    expect([link?.textContent, link?.getAttribute('href')]).toEqual([
      `Say whether you used AI for “${part.title}”`,
      `${desk.home}#ai-${part.id}`,
    ]);
    expect(pageOf(await get(site, desk.home, desk.headers)).getElementById(`ai-${part.id}`)).not.toBeNull();
    expect((await submit(site, desk)).statusCode).toBe(422);

    const declare = (fields: Record<string, string>) =>
      post(site, `${desk.home}/parts/${part.id}/ai`, fields, desk.headers);
    expect((await declare({})).body).toContain('Choose whether you used AI for this part');
    const half = await declare({ used: 'yes', how: ' ' });
    expect([half.statusCode, half.body.includes('Say how you used AI')]).toEqual([422, true]);
    expect((await post(site, `${desk.home}/parts/none/ai`, { used: 'no' }, desk.headers)).statusCode).toBe(404);
    expect((await declare({ used: 'yes', how: 'It checked my spelling.' })).statusCode).toBe(303);
    expect((await submit(site, desk)).statusCode).toBe(303);
    expect((await declare({ used: 'no' })).statusCode).toBe(409);

    const { id, sealed } = await site.db
      .selectFrom('attempts')
      .select(['id', 'sealed'])
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    expect((sealed as SealedAttempt).aiUse).toEqual([{ part: part.id, used: true, how: 'It checked my spelling.' }]);
    const assessor = await insertPerson(site);
    await insertMembership(site, desk.published.issuer, assessor, 'assessor');

    const pane = await get(site, `/desk/assessments/${await claim(site, assessor, id)}`, await signIn(site, assessor));
    expect(textOf(pageOf(pane))).toContain('It checked my spelling.');
  });
});
