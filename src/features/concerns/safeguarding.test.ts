import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon } from '../../../test/support/app.ts';
import type { TestAttempt } from '../../../test/support/attempts.ts';
import {
  type Concerned,
  actionsOf,
  ask,
  concernOf,
  makeConcerned,
  raise,
  resolve,
} from '../../../test/support/concerned.ts';
import { type Person, type Published, insertMember, signIn } from '../../../test/support/factories.ts';

let site: TestSite;
let c: Concerned;
let assessor: Person;
let lead: Person;
let admin: Person;
let published: Published;
let attempt: TestAttempt;
let earner: Person;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  site.setNow(noon);
  c = await makeConcerned(site);
  ({ assessor, lead, admin, published, attempt, earner } = c);
});

describe('safeguarding', () => {
  const secret = 'A child said that she is afraid to go home.';
  const raiseIt = () => raise(c, { kind: 'safeguarding', detail: secret, passage: '', requirement: '' });

  it('is mailed at once to those who can open it, with a link and no detail', async () => {
    const { id } = await raiseIt();
    await site.runJobs();
    const mails = await site.mailsTo(lead.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(`/lead/concerns/${id}`);
    expect(JSON.stringify(mails)).not.toContain('afraid');
    expect(JSON.stringify(mails)).not.toContain(earner.name);
    for (const person of [admin, earner]) expect(await site.mailsTo(person.email)).toEqual([]);
    expect(JSON.stringify(await actionsOf(site, id))).not.toContain('afraid');
  });

  it('is mailed to the admins where nobody can open it, with a link that they can open', async () => {
    await site.db.deleteFrom('memberships').where('person_id', '=', lead.id).execute();
    await raiseIt();
    await site.runJobs();
    const mails = await site.mailsTo(admin.email);
    expect(mails).toHaveLength(1);
    const path = /https?:\/\/[^/]+(\/\S+)/u.exec(mails[0]?.text ?? '')?.[1] ?? '';
    expect((await get(site, path, await signIn(site, admin))).statusCode).toBe(200);
    expect(JSON.stringify(mails)).not.toContain('afraid');
  });

  it('is raised and mailed once, however often the form is sent', async () => {
    const { id } = await raiseIt();
    expect((await raiseIt()).id).toBe(id);
    await site.runJobs();
    expect(await site.mailsTo(lead.email)).toHaveLength(1);
    // Something else that was seen is another concern, and so is the same once the first is settled.
    const other = await raise(c, { kind: 'safeguarding', detail: 'She said it again.', passage: '', requirement: '' });
    expect(other.id).not.toBe(id);
    await resolve(c, id, 'referred');
    expect((await raiseIt()).id).not.toBe(id);
  });

  it('is seen by lead assessors and its raiser alone', async () => {
    const { id } = await raiseIt();
    const { person: other } = await insertMember(site, 'assessor', { issuer: published.issuer });
    const { person: foreign } = await insertMember(site, 'lead_assessor');
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, lead))).body).toContain('afraid');
    expect((await get(site, '/desk/concerns', await signIn(site, assessor))).body).toContain('afraid');
    expect((await get(site, '/desk/concerns', await signIn(site, other))).body).not.toContain('afraid');
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, admin))).statusCode).toBe(403);
    expect((await get(site, `/lead/concerns/${id}`, await signIn(site, foreign))).statusCode).toBe(404);
    const own = await signIn(site, earner);
    expect((await get(site, `/work/${attempt.enrolment.id}/concerns/${id}`, own)).statusCode).toBe(404);
    for (const path of [`/work/${attempt.enrolment.id}`, `/work/${attempt.enrolment.id}/attempts/1`])
      expect((await get(site, path, own)).body).not.toMatch(/afraid|concern|safeguarding/i);
  });

  it('is kept from a lead assessor whose own work it is', async () => {
    const { id } = await raiseIt();
    await site.db
      .insertInto('memberships')
      .values({ issuer_id: published.issuer.id, person_id: earner.id, role: 'lead_assessor' })
      .execute();
    const own = await signIn(site, earner);
    expect((await get(site, `/lead/concerns/${id}`, own)).statusCode).toBe(404);
    expect((await get(site, '/lead/concerns', own)).body).not.toContain(id);
    expect((await resolve(c, id, 'dismissed', earner)).statusCode).toBe(404);
    await raiseIt();
    await site.runJobs();
    expect(await site.mailsTo(earner.email)).toEqual([]);
  });

  it('is never put to the earner nor upheld', async () => {
    const { id } = await raiseIt();
    expect((await ask(c, id)).statusCode).toBe(409);
    expect((await resolve(c, id, 'upheld')).statusCode).toBe(422);
    expect((await concernOf(site, id)).state).toBe('open');
    expect((await resolve(c, id, 'referred')).statusCode).toBe(303);
    await site.runJobs();
    expect(await site.mailsTo(earner.email)).toEqual([]);
  });
});
