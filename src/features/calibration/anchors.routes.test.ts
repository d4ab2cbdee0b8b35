import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { insertSet } from '../../../test/support/anchors.ts';
import { agreeToAnchor, postRevised } from '../../../test/support/calibrated.ts';
import { assess, doTheWork, enrolIn, submit } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  type Person,
  insertMember,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { agreedFields } from './calibration.form.ts';
import { startQualification } from './start-qualification.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** An earner’s decided attempt at an issuer with two leads. */
async function decided() {
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  const { person: second } = await insertMember(site, 'lead_assessor', { issuer, name: 'Otto Brandt' });
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  const published = await insertPublished(site, { issuer });
  const earner = await insertPerson(site, { name: 'Maya Okafor' });
  const enrolmentId = await enrolIn(site, earner, published.definition.slug);
  await doTheWork(site, earner, enrolmentId);
  const attemptId = await submit(site, earner, enrolmentId);
  await assess(site, assessor, attemptId, { 'noticed-shown': 'almost' });
  const cookies = {
    lead: await signIn(site, lead),
    second: await signIn(site, second),
    earner: await signIn(site, earner),
  };
  return { lead, issuer, second, assessor, published, earner, attemptId, cookies };
}

type Decided = Awaited<ReturnType<typeof decided>>;

async function copied(desk: Decided, keep: (id: string) => boolean = () => true) {
  await agreeToAnchor(site, desk);
  const { artifacts } = await sealedOf(desk.attemptId);
  const files = Object.fromEntries(artifacts.filter(({ id }) => keep(id)).map(({ id }) => [`keep.${id}`, '1']));
  const fields = { title: 'Almost there', use: 'seed', names: 'Rosalind Pike', ...files };
  const response = await post(site, `/lead/calibration/consents/${desk.attemptId}`, fields, desk.cookies.lead);
  expect(response.statusCode).toBe(303);
  return response.headers.location?.split('?')[0] ?? '';
}

async function sealedOf(attemptId: string): Promise<SealedAttempt> {
  const row = await site.db
    .selectFrom('attempts')
    .select('sealed')
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow();
  return row.sealed as SealedAttempt;
}

const anchorAt = (path: string) =>
  site.db
    .selectFrom('anchors as n')
    .innerJoin('enrolments as e', 'e.id', 'n.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .selectAll('n')
    .select(['e.state as enrolment', 'p.email', 'p.email_verified'])
    .where('n.id', '=', path.split('/').at(-1) ?? '')
    .executeTakeFirstOrThrow();

const ratings = Object.fromEntries(
  ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'].flatMap((lookFor) => [
    [agreedFields.value(lookFor), 'yes'],
    [agreedFields.rationale(lookFor), 'It is all there.'],
  ]),
);

describe('an anchor with an earner’s leave', () => {
  it('is asked for by mail, and the earner reads what happens before they answer', async () => {
    const desk = await decided();
    const ask = `/lead/calibration/consents/${desk.attemptId}/ask`;
    expect((await post(site, ask, {}, desk.cookies.lead)).headers.location).toContain('done=asked');
    expect((await post(site, ask, {}, desk.cookies.lead)).headers.location).toContain('done=asked-before');
    await site.runJobs();
    const mails = (await site.mailsTo(desk.earner.email)).filter(({ text }) => text.includes('/calibration/consents/'));
    expect(mails).toHaveLength(1);
    const path = `/calibration/consents/${desk.attemptId}`;
    expect(textOf(pageOf(await get(site, path, desk.cookies.earner)))).toContain('You can take a yes back');
    expect((await get(site, path, desk.cookies.lead)).statusCode).toBe(404);
    expect((await get(site, `/lead${path}`, desk.cookies.lead)).statusCode).toBe(404);
    await post(site, path, { answer: 'no' }, desk.cookies.earner);
    expect((await get(site, `/lead/calibration/consents/${desk.attemptId}`, desk.cookies.lead)).statusCode).toBe(404);
  });

  it('is a copy without names, of a person who can’t sign in, in files of its own', async () => {
    const desk = await decided();
    const [left] = (await sealedOf(desk.attemptId)).artifacts;
    const anchor = await anchorAt(await copied(desk, (id) => id !== left?.id));
    expect(anchor).toMatchObject({ state: 'draft', source: 'consented', enrolment: 'anchor', email_verified: false });
    expect(anchor.email).toMatch(/@anchors\.invalid$/u);
    const sealed = await sealedOf(anchor.attempt_id ?? '');
    const original = await sealedOf(desk.attemptId);
    expect(JSON.stringify(sealed)).not.toMatch(/maya|okafor/iu);
    expect(sealed.artifacts).toHaveLength(original.artifacts.length - 1);
    const before = new Set(original.artifacts.map(({ id }) => id));
    expect(sealed.artifacts.filter(({ id }) => before.has(id))).toEqual([]);
    const file = await get(site, `/artifacts/${sealed.artifacts[0]?.id}`, desk.cookies.lead);
    expect(file.statusCode).toBe(200);
    const { person_id } = await site.db
      .selectFrom('enrolments')
      .select('person_id')
      .where('id', '=', anchor.enrolment_id)
      .executeTakeFirstOrThrow();
    const accounts = site.db.selectFrom('accounts').select('id').where('person_id', '=', person_id);
    expect(await accounts.execute()).toEqual([]);
  });

  it('leaves out a file of which nobody can take out who made it', async () => {
    const desk = await decided();
    const { artifacts } = await sealedOf(desk.attemptId);
    const damaged = artifacts[0]?.sha256 ?? '';
    const local = await site.deps.storage.openLocally(damaged);
    await writeFile(local.path, 'no PDF any more');
    await local.done();
    const anchor = await anchorAt(await copied(desk));
    const sealed = await sealedOf(anchor.attempt_id ?? '');
    expect(sealed.artifacts).toHaveLength(artifacts.filter(({ sha256 }) => sha256 !== damaged).length);
    expect(sealed.artifacts.map(({ sha256 }) => sha256)).not.toContain(damaged);
  });

  it('is retired for good when the earner takes their leave back', async () => {
    const desk = await decided();
    const path = await copied(desk);
    await postRevised(site, path, 'ratings', ratings, desk.cookies.lead);
    await postRevised(site, path, 'agree', {}, desk.cookies.second);
    await post(site, `${path}/state`, { to: 'active' }, desk.cookies.lead);
    expect((await anchorAt(path)).state).toBe('active');
    const { person: scorer } = await insertMember(site, 'assessor', { issuer: desk.issuer });
    const anchorId = path.split('/').at(-1) ?? '';
    const attemptId = (await anchorAt(path)).attempt_id ?? '';
    const set = await insertSet(site, [{ id: anchorId, attemptId, published: desk.published }], { lead: desk.lead });
    const begin = { assessor: { id: scorer.id, issuerIds: [desk.issuer.id] }, setId: set, now: noon };
    const start = () => site.db.transaction().execute((trx) => startQualification(trx, begin));
    expect((await start()).ok).toBe(true);
    await post(site, `/calibration/consents/${desk.attemptId}`, { answer: 'withdraw' }, desk.cookies.earner);
    expect((await anchorAt(path)).state).toBe('retired');
    // A go at a set with it is void, and nobody begins another that has too few look-fors left.
    const rows = site.db.selectFrom('qualifications').select(['void_at']).where('set_id', '=', set);
    expect(await rows.execute()).toEqual([{ void_at: expect.any(Date) as Date }]);
    expect(await start()).toEqual({ ok: false, reason: 'short' });
    const cookie = await signIn(site, scorer);
    expect(textOf(pageOf(await get(site, '/desk/calibration', cookie)))).toContain('is being made anew');
    const again = await post(site, `${path}/state`, { to: 'active' }, desk.cookies.lead);
    expect(again.statusCode).toBe(409);
    expect((await anchorAt(path)).state).toBe('retired');
  });

  it('counts in none of the issuer’s figures', async () => {
    const desk = await decided();
    const admin = await insertPerson(site);
    await insertMembership(site, desk.issuer, admin, 'issuer_admin');
    const look = async (path: string, who: Person) =>
      textOf(pageOf(await get(site, path, await signIn(site, who))).querySelector('main'));
    const pages = async () => [
      await look(`/admin/${desk.issuer.slug}`, admin),
      await look(`/admin/${desk.issuer.slug}/programmes`, admin),
      await look(`/admin/${desk.issuer.slug}/programmes/${desk.published.definition.slug}`, admin),
      await look(`/admin/${desk.issuer.slug}/awards`, admin),
      await look('/lead/reports', desk.lead),
      await look('/library', desk.lead),
      await look('/desk', desk.assessor),
      await look('/lead', desk.lead),
    ];
    const before = await pages();
    await copied(desk);
    expect(await pages()).toEqual(before);
  });
});

describe('agreed ratings', () => {
  it('need a rationale each, a second lead, and never change once the anchor is in use', async () => {
    const desk = await decided();
    const path = await copied(desk);
    const save = (fields: Record<string, string>) => postRevised(site, path, 'ratings', fields, desk.cookies.lead);
    const agree = (cookie: Record<string, string>) => postRevised(site, path, 'agree', {}, cookie);
    const lacking = await save({ ...ratings, [agreedFields.rationale('tally-readable')]: ' ' });
    expect(lacking.statusCode).toBe(422);
    expect(pageOf(lacking).querySelector('.error-summary a')?.getAttribute('href')).toBe('#rationale.tally-readable');
    const state = (to: string) => post(site, `${path}/state`, { to }, desk.cookies.lead);
    expect(textOf(pageOf(await state('active')))).toContain('Give every look-for an agreed rating');
    expect((await save(ratings)).statusCode).toBe(303);
    expect(textOf(pageOf(await state('active')))).toContain('Another lead assessor has to agree');
    expect((await agree(desk.cookies.lead)).statusCode).toBe(409);
    expect((await agree(desk.cookies.second)).statusCode).toBe(303);
    await save(ratings);
    expect((await state('active')).statusCode).toBe(409);
    await agree(desk.cookies.second);
    expect((await state('active')).statusCode).toBe(303);
    expect((await save(ratings)).statusCode).toBe(409);
    const { id } = await anchorAt(path);
    await expect(
      site.db.updateTable('anchor_ratings').set({ value: 'no' }).where('anchor_id', '=', id).execute(),
    ).rejects.toThrow('agreed ratings of an anchor in use never change');
  });
});

it('writes an anchor in the form of an earner, seals it, and keeps it out of everybody’s work', async () => {
  const desk = await decided();
  const begin = (fields: Record<string, string>) => post(site, '/lead/calibration/anchors', fields, desk.cookies.lead);
  expect((await begin({ title: '', use: 'seed', microCredentialId: 'x' })).statusCode).toBe(422);
  const { microCredentialId } = desk.published;
  const path = (await begin({ title: 'Thin overview', use: 'seed', microCredentialId })).headers.location ?? '';
  const seal = () => post(site, `${path}/seal`, {}, desk.cookies.lead);
  expect((await seal()).statusCode).toBe(422);
  const form = pageOf(await get(site, `${path}/evidence/overview`, desk.cookies.lead));
  expect(form.querySelector('textarea')).not.toBeNull();
  const name = form.querySelector('textarea')?.getAttribute('name') ?? '';
  const text = 'A class of thirty with three groups.';
  const saved = await post(site, `${path}/evidence/overview`, { [name]: text, revision: '0' }, desk.cookies.lead);
  expect(saved.headers.location).toBe(`${path}/evidence/overview?saved=1`);
  expect((await anchorAt(path)).enrolment).toBe('anchor');
  expect((await seal()).statusCode).toBe(303);
  expect((await seal()).statusCode).toBe(303);
  expect((await get(site, `${path}/evidence/overview`, desk.cookies.lead)).statusCode).toBe(404);
  expect(JSON.stringify(await sealedOf((await anchorAt(path)).attempt_id ?? ''))).toContain(text);
  expect(textOf(pageOf(await get(site, path, desk.cookies.lead)))).toContain(text);
  const stranger = await insertMember(site, 'lead_assessor');
  expect((await get(site, path, await signIn(site, stranger.person))).statusCode).toBe(404);
});
