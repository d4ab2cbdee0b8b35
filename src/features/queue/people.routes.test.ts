import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt } from '../../../test/support/attempts.ts';
import { deskActs } from '../../../test/support/desk.ts';
import { insertEnrolment, insertMember, insertMembership, signIn } from '../../../test/support/factories.ts';
import { worksAt } from '../../../test/support/queue-population.ts';
import { endAffiliation } from './affiliate.ts';
import { listObstacles } from './eligibility.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { openDesk } = deskActs(() => site);
type Desk = Awaited<ReturnType<typeof openDesk>>;

const reasons = async ({ assessor, attempt }: Desk) =>
  (await listObstacles(site.db, { assessor, attemptId: attempt.id, now: noon })).map(({ reason }) => reason);
/** Whether the desk lists and counts it, and claiming is refused in the same breath. */
const seen = async ({ cookie, attempt }: Desk) => {
  const page = pageOf(await get(site, '/desk', { cookie }));
  const listed = page.querySelector(`form[action="/desk/attempts/${attempt.id}/claim"]`) !== null;
  expect(textOf(page)).toContain(listed ? '1 attempt waits' : 'Nothing waits to be taken.');
  return listed;
};
const declare = (desk: Desk, fields: Record<string, string>) =>
  post(site, '/desk/conflicts', { issuer: desk.issuer.id, reason: 'A relative.', ...fields }, { cookie: desk.cookie });
const conflictsPage = async ({ cookie }: Desk) => pageOf(await get(site, '/desk/conflicts', { cookie }));

describe('a conflict that is found', () => {
  it('is a school where both work, or worked', async () => {
    const desk = await openDesk();
    expect(await seen(desk)).toBe(true);
    const { person: earner } = desk.attempt.enrolment;
    const school = await worksAt(site, desk.assessor, 'Roosevelt High School');
    await worksAt(site, earner, 'Roosevelt High School');
    expect(await reasons(desk)).toEqual(['same-school']);
    expect(await seen(desk)).toBe(false);
    const end = { personId: earner.id, schoolId: school.id, now: noon };
    await site.db.transaction().execute((trx) => endAffiliation(trx, end));
    expect(await reasons(desk)).toEqual(['same-school']);
    const claimed = await post(site, `/desk/attempts/${desk.attempt.id}/claim`, {}, { cookie: desk.cookie });
    expect(claimed.statusCode).toBe(403);
  });

  it.each([
    ['by their address', { channel: 'mail' as const, peer_name: 'Somebody', own: true }],
    ['on the earner’s device, by their name', { channel: 'device' as const, peer_name: 'Ada Peer', own: false }],
  ])('is being asked to confirm a visit: %s', async (_how, { channel, peer_name, own }) => {
    const desk = await openDesk();
    await site.db.updateTable('people').set({ name: 'Ada Peer' }).where('id', '=', desk.assessor.id).execute();
    const { enrolment } = desk.attempt;
    await site.db
      .insertInto('attestations')
      .values({
        issuer_id: desk.issuer.id,
        enrolment_id: enrolment.id,
        requirement_key: 'tally',
        kind: 'visit',
        statement: 'They visited.',
        peer_name,
        peer_email: own ? desk.assessor.email : null,
        channel,
        requested_at: noon,
      })
      .execute();
    expect(await reasons(desk)).toEqual(['peer-in-evidence']);
    expect(await seen(desk)).toBe(false);
  });

  it('is a seat that they have already', async () => {
    const desk = await openDesk({ judging: { whyDouble: 'policy' } });
    const id = await insertAssessment(site, desk.attempt, desk.assessor);
    await site.db
      .updateTable('assessments')
      .set({ state: 'completed', completed_at: noon })
      .where('id', '=', id)
      .execute();
    expect(await reasons(desk)).toEqual(['sat-already']);
  });
});

describe('a conflict that is declared', () => {
  it('answers alike whether or not the address is anyone’s, and holds for who comes later', async () => {
    const desk = await openDesk();
    const known = await declare(desk, { who: 'person', email: desk.attempt.enrolment.person.email.toUpperCase() });
    const unknown = await declare(desk, { who: 'person', email: 'nobody-yet@example.org' });
    expect([known.statusCode, known.headers.location, known.body]).toEqual([
      unknown.statusCode,
      unknown.headers.location,
      unknown.body,
    ]);
    expect(await reasons(desk)).toEqual(['conflict-declared']);
    expect(await seen(desk)).toBe(false);
    const page = await conflictsPage(desk);
    expect(textOf(page)).toContain('nobody-yet@example.org');
    expect(textOf(page)).not.toContain(desk.attempt.enrolment.person.name);
  });

  it('still holds after its end for what was handed in before: declaring one must not tell whose an attempt is', async () => {
    const desk = await openDesk();
    const { person: earner, published } = desk.attempt.enrolment;
    await declare(desk, { who: 'person', email: earner.email });
    const end = (await conflictsPage(desk)).querySelector('form[action$="/end"]')?.getAttribute('action') ?? '';
    expect((await post(site, end, {}, { cookie: desk.cookie })).statusCode).toBe(303);
    expect(await reasons(desk)).toEqual(['conflict-declared']);
    await site.db
      .updateTable('enrolments')
      .set({ state: 'withdrawn', due_at: null })
      .where('id', '=', desk.attempt.enrolment.id)
      .execute();
    const enrolment = await insertEnrolment(site, { person: earner, published });
    const attempt = await insertAttempt(site, { enrolment, submittedAt: new Date(noon.getTime() + 60_000) });
    expect(await reasons({ ...desk, attempt })).toEqual([]);
  });

  it('is with everyone of a school, found by a part of its name', async () => {
    const desk = await openDesk();
    await worksAt(site, desk.attempt.enrolment.person, 'Washington Academy');
    const refused = await declare(desk, { who: 'school', q: 'washington' });
    expect(refused.statusCode).toBe(422);
    const radio = pageOf(refused).querySelector<HTMLInputElement>('input[name=school]');
    expect(radio?.checked).toBe(true);
    const declared = await declare(desk, { who: 'school', q: 'washington', school: radio?.value ?? '' });
    expect(declared.statusCode).toBe(303);
    expect(await reasons(desk)).toEqual(['conflict-declared']);
  });

  it('is listed a page at a time, and bounded', async () => {
    const desk = await openDesk();
    await site.db
      .insertInto('conflicts')
      .values(
        Array.from({ length: 299 }, (_, index) => ({
          ...{ issuer_id: desk.issuer.id, assessor_id: desk.assessor.id, email: `friend-${index}@example.org` },
          ...{ reason: 'A friend.', declared_by: desk.assessor.id, declared_at: noon },
        })),
      )
      .execute();
    const seen: string[] = [];
    let url: string | undefined = '/desk/conflicts';
    while (url !== undefined) {
      const page: Document = pageOf(await get(site, url, { cookie: desk.cookie }));
      const rows = [...page.querySelectorAll('.declared-conflict strong')].map((row) => textOf(row));
      expect(rows.length).toBeLessThanOrEqual(50);
      seen.push(...rows);
      url = page.querySelector('a[rel=next]')?.getAttribute('href') ?? undefined;
    }
    expect(new Set(seen).size).toBe(299);
    expect((await declare(desk, { who: 'person', email: 'last@example.org' })).statusCode).toBe(303);
    const refused = await declare(desk, { who: 'person', email: 'more@example.org' });
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused).querySelector('.error-summary'))).toContain('end some first');
  });

  it('on an attempt takes it off the desk without a name, and only of one that they hold', async () => {
    const desk = await openDesk({ judging: { isBlind: true } });
    const path = `/desk/attempts/${desk.attempt.id}/conflict`;
    expect((await post(site, path, { reason: 'x' }, { cookie: desk.cookie })).statusCode).toBe(404);
    await insertAssessment(site, desk.attempt, desk.assessor);
    expect((await post(site, path, { reason: 'I know this class.' }, { cookie: desk.cookie })).statusCode).toBe(303);
    expect(await reasons(desk)).toEqual(['conflict-declared']);
    const page = textOf(await conflictsPage(desk));
    expect(page).toContain('The earner of an attempt at');
    expect(page).not.toContain(desk.attempt.enrolment.person.name);
    expect(page).not.toContain(desk.attempt.enrolment.person.email);
  });
});

describe('the profile', () => {
  it('takes a new school once, however it is written, and ends it', async () => {
    const { person } = await insertMember(site, 'coordinator');
    const headers = await signIn(site, person);
    const school = { name: 'Maple  Street School', district: 'D1', region: 'Ohio', type: 'elementary' };
    await post(site, '/profile/schools', school, headers);
    await post(site, '/profile/schools', { ...school, name: 'maple street school' }, headers);
    const page = pageOf(await get(site, '/profile', headers));
    expect(page.querySelectorAll('.profile-school')).toHaveLength(1);
    const end = page.querySelector('form[action$="/end"]')?.getAttribute('action') ?? '';
    await post(site, end, {}, headers);
    expect(textOf(pageOf(await get(site, '/profile', headers)))).toContain('Where you worked before (1)');
    const found = pageOf(await get(site, '/profile?q=maple', headers));
    expect(found.querySelectorAll('input[name=school]')).toHaveLength(1);
  });

  it('keeps what was typed, with each error at its field', async () => {
    const { person, issuer } = await insertMember(site, 'assessor');
    const headers = await signIn(site, person);
    const field = (name: string) => `${name}-${issuer.id}`;
    const typed = {
      [field('load')]: '900',
      [field('from')]: '2026-12-02',
      [field('until')]: '2026-12-01',
    };
    const response = await post(site, '/profile/assessing', { issuer: issuer.id, ...typed }, headers);
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    const links = [...page.querySelectorAll('.error-summary a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['load', 'until'].map((name) => `#${field(name)}`));
    for (const [name, value] of Object.entries(typed))
      expect(page.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value).toBe(value);
  });
});

describe('the languages of an assessor', () => {
  it('are chosen by name, kept with what was typed, and at most twenty', async () => {
    const { person, issuer } = await insertMember(site, 'assessor');
    const headers = await signIn(site, person);
    const box = (code: string) => `language-${code}-${issuer.id}`;
    const save = (codes: readonly string[], load = '5') =>
      post(
        site,
        '/profile/assessing',
        {
          issuer: issuer.id,
          [`load-${issuer.id}`]: load,
          ...Object.fromEntries(codes.map((code) => [box(code), 'yes'])),
        },
        headers,
      );
    const shown = (page: Document) => textOf(page.querySelector('.profile-languages summary'));
    expect(shown(pageOf(await get(site, '/profile', headers)))).toBe('Any language');
    expect((await save(['es', 'en'])).statusCode).toBe(303);
    const saved = pageOf(await get(site, '/profile', headers));
    expect(shown(saved)).toContain('Spanish');
    expect(saved.querySelector<HTMLInputElement>(`[name="${box('es')}"]`)?.checked).toBe(true);
    expect(saved.querySelector<HTMLInputElement>(`[name="${box('fr')}"]`)?.checked).toBe(false);

    const refused = pageOf(await save(['fr'], 'many'));
    expect(shown(refused)).toBe('French');
    const boxes = [...saved.querySelectorAll<HTMLInputElement>('.profile-languages input')].map(({ name }) => name);
    const all = await save(boxes.map((name) => name.split('-')[1] ?? ''));
    expect(all.statusCode).toBe(422);
    const target = pageOf(all).querySelector('.error-summary a')?.getAttribute('href') ?? '';
    expect(textOf(pageOf(all).querySelector(target))).toContain('French');
    const kept = await site.db
      .selectFrom('assessor_profiles')
      .select('languages')
      .where('person_id', '=', person.id)
      .executeTakeFirstOrThrow();
    expect(kept.languages.sort()).toEqual(['en', 'es']);
  });
});

describe('an earner’s profile', () => {
  it('is behind their name on every page, and says by which clock their work is due', async () => {
    const { person, published } = await insertEnrolment(site);
    await site.db
      .insertInto('assessing_settings')
      .values({ issuer_id: published.issuer.id, time_zone: 'America/New_York' })
      .execute();
    const headers = await signIn(site, person);
    const home = pageOf(await get(site, '/work', headers));
    const link = home.querySelector('.site-account a');
    expect(textOf(link)).toContain(person.name);
    const page = textOf(pageOf(await get(site, link?.getAttribute('href') ?? '', headers)).querySelector('main'));
    for (const words of [person.name, person.email, 'America/New York', published.issuer.name, 'Where you work'])
      expect(page).toContain(words);
    expect(page).not.toContain('Languages that you can judge in');
  });
});

describe('handing over', () => {
  it('takes an attempt from one and gives it to another, but to nobody who must not score it', async () => {
    const desk = await openDesk();
    const { person: lead } = await insertMember(site, 'lead_assessor', { issuer: desk.issuer });
    const { person: other } = await insertMember(site, 'assessor', { issuer: desk.issuer });
    const { cookie } = await signIn(site, lead);
    await insertAssessment(site, desk.attempt, desk.assessor);
    const over = (fields: Record<string, string>) =>
      post(site, `/lead/attempts/${desk.attempt.id}/hand-over`, fields, { cookie });
    await insertMembership(site, desk.issuer, desk.attempt.enrolment.person, 'assessor');
    const own = await over({ from: desk.assessor.id, to: desk.attempt.enrolment.person.id });
    expect([own.statusCode, textOf(pageOf(own).querySelector('[role=alert]'))]).toEqual([
      409,
      'This is their own work. Choose another assessor.',
    ]);
    expect((await over({ to: other.id })).statusCode).toBe(409);
    expect((await over({ from: desk.assessor.id, to: other.id })).statusCode).toBe(303);
    const page = pageOf(await get(site, `/lead/workload?assessor=${other.id}`, { cookie }));
    expect(textOf(page.querySelector('#attempts')?.parentElement ?? null)).toContain('given');
    const state = await site.db
      .selectFrom('assessments')
      .select('state')
      .where('attempt_id', '=', desk.attempt.id)
      .execute();
    expect(state).toEqual([{ state: 'let_go' }]);
    expect((await over({ from: other.id, to: '' })).statusCode).toBe(303);
    const open = site.db.selectFrom('assignments').select('id').where('attempt_id', '=', desk.attempt.id);
    expect(await open.where('ended_at', 'is', null).execute()).toEqual([]);
  });

  it('of a lead’s own work is nobody else’s to see here, nor theirs to say', async () => {
    const desk = await openDesk();
    const { person } = desk.attempt.enrolment;
    await insertMembership(site, desk.issuer, person, 'lead_assessor');
    const { cookie } = await signIn(site, person);
    const path = `/lead/attempts/${desk.attempt.id}/hand-over`;
    expect((await post(site, path, { to: desk.assessor.id }, { cookie })).statusCode).toBe(404);
    expect((await get(site, '/lead/workload', { cookie })).body).not.toContain(desk.attempt.id);
  });
});
