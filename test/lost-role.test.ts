import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeRole } from '../src/features/admin/remove-role.ts';
import { claim, passCheck } from './support/acts.ts';
import { type TestSite, createTestApp, get, post, untilBlocked } from './support/app.ts';
import { type BlindWork, type Judges, handInBlindWork, makeBlindWork } from './support/blind-work.ts';
import { insertMember, insertMembership, insertPerson, signIn } from './support/factories.ts';

let site: TestSite;
let work: BlindWork & { judges: Judges };
let attemptId: string;
let assessmentId: string;
let cookie: { cookie: string };

beforeEach(async () => {
  site = await createTestApp();
  work = await makeBlindWork(site);
  attemptId = await handInBlindWork(site, work, 1);
  await passCheck(site, work.judges.third, attemptId);
  assessmentId = await claim(site, work.judges.first, attemptId);
  await site.runJobs();
  cookie = await signIn(site, work.judges.first);
});
afterEach(() => site.close());

const saveRating = () =>
  site.app.inject({
    method: 'PUT',
    url: `/desk/assessments/${assessmentId}/ratings/overview-complete`,
    headers: { accept: 'application/json', origin: site.deps.baseUrl, 'sec-fetch-site': 'same-origin', ...cookie },
    payload: { revision: 0, value: 'yes', comment: 'All is there.' },
  });

/** As the page of the people of an issuer does. */
async function takeRoleAway() {
  const admin = await insertPerson(site, { name: 'Grace Oduya' });
  await insertMembership(site, work.issuer, admin, 'issuer_admin');
  const url = `/admin/${work.issuer.slug}/people/${work.judges.first.id}/roles/assessor/remove`;
  expect((await post(site, url, {}, await signIn(site, admin))).statusCode).toBe(303);
}

const pages = () => [
  `/desk/assessments/${assessmentId}`,
  `/desk/assessments/${assessmentId}/decide`,
  `/attempts/${attemptId}/pack.zip`,
  `/attempts/${attemptId}/attempt.pdf`,
  ...Object.values(work.artifacts).map((id) => `/artifacts/${id}/view`),
  ...['', '/text', '/facts', '/captions/en.vtt'].map((form) => `/artifacts/${work.artifacts.film}${form}`),
];

const statuses = () => Promise.all(pages().map(async (url) => (await get(site, url, cookie)).statusCode));

describe('an assessor who loses the role', { timeout: 90_000 }, () => {
  it('loses at once what they had open: pages, files, saves and what they held', async () => {
    expect(await statuses()).not.toContain(404);
    expect((await saveRating()).statusCode).toBe(200);
    await takeRoleAway();
    expect((await statuses()).filter((status) => status !== 403 && status !== 404)).toEqual([]);
    expect((await saveRating()).statusCode).toBe(403);
    const held = await site.db.selectFrom('assessments').select('state').where('id', '=', assessmentId).execute();
    expect(held).toEqual([{ state: 'let_go' }]);
    // What was free again is free for others.
    expect(await claim(site, work.judges.second, attemptId)).not.toBe(assessmentId);
  });

  it('finds nothing of it by a role at another issuer', async () => {
    const elsewhere = await insertMember(site, 'assessor');
    await insertMembership(site, elsewhere.issuer, work.judges.first, 'assessor');
    await takeRoleAway();
    expect((await get(site, '/desk', cookie)).statusCode).toBe(200);
    expect((await statuses()).filter((status) => status !== 404)).toEqual([]);
    expect((await saveRating()).statusCode).toBe(404);
  });

  it('saves nothing in the very moment', async () => {
    const saved = await site.db.transaction().execute(async (trx) => {
      const { issuer, judges } = work;
      const who = { issuerId: issuer.id, personId: judges.first.id, role: 'assessor' as const };
      await removeRole(trx, { ...who, actorId: judges.lead.id, now: site.deps.now() });
      const waiting = saveRating();
      await untilBlocked(site, 1);
      return { waiting };
    });
    expect((await saved.waiting).statusCode).toBe(409);
    expect(await site.db.selectFrom('ratings').selectAll().execute()).toEqual([]);
  });

  it.each([
    ['claims', () => `/desk/attempts/${attemptId}/claim`],
    ['takes', () => '/desk/next'],
  ])('%s nothing in the very moment', async (_, address) => {
    const { issuer, judges } = work;
    const headers = await signIn(site, judges.second);
    const taken = await site.db.transaction().execute(async (trx) => {
      const who = { issuerId: issuer.id, personId: judges.second.id, role: 'assessor' as const };
      await removeRole(trx, { ...who, actorId: judges.lead.id, now: site.deps.now() });
      const waiting = post(site, address(), {}, headers);
      await untilBlocked(site, 1);
      return { waiting };
    });
    expect([404, 409]).toContain((await taken.waiting).statusCode);
    const seats = site.db.selectFrom('assessments').select('id').where('assessor_id', '=', judges.second.id);
    expect(await seats.execute()).toEqual([]);
  });
});
