import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSeedDue } from '#domain/assessment/seed-draw.ts';
import { agreeToAnchor, postRevised } from '../../../test/support/calibrated.ts';
import { assess, decide, doTheWork, enrolIn, passCheck, rate, submit } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post } from '../../../test/support/app.ts';
import {
  baseDefinition,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { agreedFields } from './calibration.form.ts';
import { seedAnchor } from './seed-anchor.ts';

/*
 * A real attempt and a seeded anchor that was copied from another real one go the same way, page by page and post by post.
 */

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

type Seen = { attempt: string; assessment: string; files: string[]; name: string };

/** Two attempts that wait for the same assessor: one real, one seeded. */
async function waitingTwins(assessment: Record<string, unknown>) {
  site.setNow(noon);
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor');
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  const { person: colleague } = await insertMember(site, 'assessor', { issuer });
  const { person: third } = await insertMember(site, 'assessor', { issuer });
  const definition = baseDefinition({ slug: `like-${randomUUID().slice(0, 8)}`, assessment });
  const published = await insertPublished(site, { issuer, definition });
  const handIn = async (name: string) => {
    const earner = await insertPerson(site, { name });
    const enrolmentId = await enrolIn(site, earner, published.definition.slug);
    await doTheWork(site, earner, enrolmentId);
    const id = await submit(site, earner, enrolmentId);
    await passCheck(site, colleague, id);
    return { earner, id };
  };
  const first = await handIn('Maya Okafor');
  await assess(site, colleague, first.id);
  if (assessment.policy === 'two-blind') await assess(site, third, first.id);
  const cookies = { lead: await signIn(site, lead), assessor: await signIn(site, assessor) };
  await agreeToAnchor(site, { attemptId: first.id, earner: first.earner, lead, issuer });
  const { sealed } = await site.db
    .selectFrom('attempts')
    .select('sealed')
    .where('id', '=', first.id)
    .executeTakeFirstOrThrow();
  const keep = (sealed as { artifacts: { id: string }[] }).artifacts.map(({ id }) => [`keep.${id}`, '1']);
  const fields = { title: 'Almost there', use: 'seed', names: '', ...Object.fromEntries(keep) };
  const copied = await post(site, `/lead/calibration/consents/${first.id}`, fields, cookies.lead);
  const anchor = copied.headers.location?.split('?')[0] ?? '';
  const ratings = ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'].flatMap((lookFor) => [
    [agreedFields.value(lookFor), 'yes'],
    [agreedFields.rationale(lookFor), 'It is all there.'],
  ]);
  await postRevised(site, anchor, 'ratings', Object.fromEntries(ratings), cookies.lead);
  expect((await post(site, `${anchor}/state`, { to: 'active' }, cookies.lead)).headers.location).toContain('active');

  const real = await handIn('Nia Abara');
  let secret = randomUUID();
  while (!isSeedDue({ secret, assessorId: assessor.id, given: 0, rate: 0.1 })) secret = randomUUID();
  await sql`insert into anchor_draws (issuer_id, secret) values (${issuer.id}, ${secret})
    on conflict (issuer_id) do update set secret = excluded.secret`.execute(site.db);
  const seeded = await site.db
    .transaction()
    .execute((trx) => seedAnchor(trx, { assessor, issuerId: issuer.id, now: noon }));
  await sql`insert into assessing_settings (issuer_id, seed_rate) values (${issuer.id}, 0)`.execute(site.db);
  return { issuer, lead, assessor, colleague, cookies, anchor, real: real.id, seeded: seeded ?? '', published };
}

async function describeAttempt(attempt: string): Promise<Omit<Seen, 'assessment'>> {
  const row = await site.db
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .select(['p.name', 't.sealed'])
    .where('t.id', '=', attempt)
    .executeTakeFirstOrThrow();
  const { artifacts } = row.sealed as { artifacts: { id: string; name: string }[] };
  return { attempt, name: row.name, files: artifacts.map(({ id }) => id) };
}

/** What is said, without what tells one attempt from any other: ids, digests, names, dates, sizes. */
function plain(text: string, { name, attempt }: Pick<Seen, 'name' | 'attempt'>): string {
  return text
    .replaceAll(name, 'NAME')
    .replaceAll(name.replaceAll(' ', '-').toLowerCase(), 'NAME')
    .replaceAll(`Earner ${attempt.slice(-4).toUpperCase()}`, 'NAME')
    .replaceAll(`earner-${attempt.slice(-4).toLowerCase()}`, 'NAME')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/gu, 'ID')
    .replaceAll(/\b[0-9a-f]{64}\b/gu, 'SHA')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, 'MOMENT')
    .replaceAll(
      /(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+, \d{4}/gu,
      'DAY',
    )
    .replaceAll(/\d+(?:\.\d)? [kM]B|(?<=&quot;size&quot;:)\d+/gu, 'SIZE')
    .replaceAll(/in \d+ (?:business )?(?:days?|hours?)/gu, 'SOON')
    .replaceAll(/[\w &;’“”%-]+\.pdf/gu, 'FILE');
}

const policies: [string, Record<string, unknown>][] = [
  ['decided by one', {}],
  ['decided by one, blind', { blind: true }],
  ['decided by two', { policy: 'two-blind' }],
];

describe.each(policies)('a seeded anchor among attempts %s', (_, assessment) => {
  it('goes the way of a real attempt, page by page', async () => {
    const desk = await waitingTwins(assessment);
    const { assessor, cookies, colleague } = desk;
    const real = await describeAttempt(desk.real);
    const seeded = await describeAttempt(desk.seeded);
    expect(seeded.files).toHaveLength(real.files.length);
    const here = cookies.assessor;

    /** Does the same to both, and demands that as much comes of it. */
    const both = async (
      what: string,
      act: (one: Omit<Seen, 'assessment'>) => Promise<Awaited<ReturnType<typeof get>>>,
    ) => {
      const [a, b] = [await act(real), await act(seeded)];
      expect([b.statusCode, plain(b.headers.location ?? '', seeded)], what).toEqual([
        a.statusCode,
        plain(a.headers.location ?? '', real),
      ]);
      const headers = ({ headers: h }: typeof a) =>
        Object.keys(h)
          .filter((name) => !['content-length', 'etag', 'last-modified', 'set-cookie'].includes(name))
          .toSorted();
      expect(headers(b), what).toEqual(headers(a));
      expect(plain(String(b.headers['content-disposition']), seeded), what).toBe(
        plain(String(a.headers['content-disposition']), real),
      );
      if (/html|json|text/u.test(String(a.headers['content-type'])))
        expect(plain(b.body, seeded).split('<'), what).toEqual(plain(a.body, real).split('<'));
      expect(b.body, what).not.toMatch(/anchors\.invalid|\banchor_/u);
      return [a, b] as const;
    };
    /** The row of an attempt in whichever list of the desk. */
    const row = async (one: Pick<Seen, 'attempt' | 'name'>) => {
      const page = pageOf(await get(site, '/desk', here));
      const rows = [...page.querySelectorAll('tr, .desk-decided li')].filter((item) =>
        [one.name, one.attempt, `Earner ${one.attempt.slice(-4).toUpperCase()}`].some((it) =>
          item.outerHTML.includes(it),
        ),
      );
      const section = rows.map((item) => item.closest('section')?.querySelector('h2')?.textContent);
      return [...section, ...rows.map((item) => plain(item.outerHTML, one))];
    };
    const sameRow = async (what: string) => {
      const shown = await row(real);
      expect(await row(seeded), what).toEqual(shown);
      return shown;
    };
    const lead = async (text: RegExp) =>
      text.exec(pageOf(await get(site, '/desk', here)).querySelector('.lead')?.textContent ?? '');

    expect(await sameRow('waiting')).not.toEqual([]);
    await both('its completeness check', ({ attempt }) => get(site, `/desk/checks/${attempt}`, here));
    expect((await lead(/\d+/u))?.[0]).toBe('2');
    await both('somebody else’s claim', ({ attempt }) =>
      attempt === real.attempt
        ? Promise.resolve({ statusCode: 409, headers: {}, body: '' } as never)
        : signIn(site, colleague).then(async (cookie) => {
            const { statusCode } = await post(site, `/desk/attempts/${attempt}/claim`, {}, cookie);
            return { statusCode, headers: {}, body: '' } as never;
          }),
    );

    const seats = new Map<string, string>();
    const path = ({ attempt }: Pick<Seen, 'attempt'>) => `/desk/assessments/${seats.get(attempt) ?? ''}`;
    const claim = () =>
      both('claim', async (one) => {
        const response = await post(site, `/desk/attempts/${one.attempt}/claim`, {}, here);
        seats.set(one.attempt, response.headers.location?.split('/').at(-1) ?? '');
        return response;
      });
    await claim();
    await sameRow('claimed');
    await both('claimed twice', ({ attempt }) => post(site, `/desk/attempts/${attempt}/claim`, {}, here));
    await both('scoring page', (one) => get(site, path(one), here));
    await both('comments', (one) => get(site, `${path(one)}/comments`, here));
    await both('too early', (one) => get(site, `${path(one)}/decide`, here));
    for (const one of [real, seeded])
      await rate(site, assessor, seats.get(one.attempt) ?? '', { 'noticed-shown': 'almost' }, 2);

    await both('let go', (one) => post(site, `${path(one)}/release`, {}, here));
    expect((await sameRow('let go'))[0]).toContain('Waiting');
    await both('page of what was let go', (one) => get(site, path(one), here));
    await claim();
    await both('scoring page with ratings', (one) => get(site, path(one), here));

    await both('PDF', ({ attempt }) => get(site, `/attempts/${attempt}/attempt.pdf`, here));
    await both('pack', ({ attempt }) => get(site, `/attempts/${attempt}/pack.zip`, here));
    for (const at of real.files.keys()) {
      await both('file', ({ files }) => get(site, `/artifacts/${files[at]}`, here));
      await both('viewer', ({ files }) => get(site, `/artifacts/${files[at]}/view`, here));
      await both('rendition', ({ files }) => get(site, `/artifacts/${files[at]}/rendition`, here));
    }
    await both('taken along', async (one) => {
      const response = await post(site, '/desk/export', { assessment: seats.get(one.attempt) ?? '' }, here);
      return response;
    });
    await both('the lead’s page of it', ({ attempt }) => get(site, `/lead/attempts/${attempt}`, here));

    await both('form for a concern', ({ attempt }) => get(site, `/desk/attempts/${attempt}/concerns`, here));
    const concern = { kind: 'safeguarding', detail: 'Somebody is afraid.', passage: '', requirement: '' };
    await both('concern', ({ attempt }) => post(site, `/desk/attempts/${attempt}/concerns`, concern, here));
    const raised = pageOf(await get(site, '/desk/concerns', here)).querySelectorAll('.concern-rows li');
    expect(new Set([...raised].map((item) => plain(item.innerHTML, real))).size).toBe(1);
    expect(raised).toHaveLength(2);

    const page = pageOf(await get(site, path(real), here));
    const target = page.querySelector<HTMLOptionElement>('option[value^="text:"], input[value^="text:"]')?.value ?? '';
    await both('privacy', ({ attempt }) =>
      post(site, `/desk/attempts/${attempt}/privacy-flags`, { target, reason: 'A name.' }, here),
    );
    await sameRow('paused');
    const paused = await site.db
      .selectFrom('judgings')
      .select('paused_at')
      .where('attempt_id', 'in', [real.attempt, seeded.attempt])
      .execute();
    expect(paused).toEqual([{ paused_at: noon }, { paused_at: noon }]);
    await both('scoring page with what is hidden', (one) => get(site, path(one), here));
    const { rows: mails } = await sql`
      select 1 from graphile_worker._private_jobs where payload::text like '%anchors.invalid%'`.execute(site.db);
    expect(mails).toEqual([]);

    for (const one of [real, seeded])
      await rate(site, assessor, seats.get(one.attempt) ?? '', { 'noticed-shown': 'almost' });
    await both('asked to confirm', (one) => get(site, `${path(one)}/decide`, here));
    for (const one of [real, seeded]) await decide(site, assessor, seats.get(one.attempt) ?? '');
    const trail = await site.db
      .selectFrom('audit_events')
      .select(['subject_id', 'action', 'details', 'before_sha256', 'after_sha256'])
      .where('subject_id', 'in', [...seats.values()])
      .orderBy('id')
      .execute();
    const trailOf = ({ attempt }: Pick<Seen, 'attempt'>) =>
      trail
        .filter((event) => event.subject_id === seats.get(attempt))
        .map(({ action, details, before_sha256, after_sha256 }) => [
          action,
          Object.entries(details as object).map(
            ([key, value]) => `${key}: ${key === 'attempt' ? 'ID' : String(value)}`,
          ),
          before_sha256 !== null,
          after_sha256 !== null,
        ]);
    expect(trailOf(seeded)).toEqual(trailOf(real));
    await both('claimed again', ({ attempt }) => post(site, `/desk/attempts/${attempt}/claim`, {}, here));
  }, 120_000);
});
