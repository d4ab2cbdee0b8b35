import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon } from '../../../test/support/app.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import { actionsOf, ask, concernOf, makeConcerned, resolve } from '../../../test/support/concerned.ts';
import { insertEnrolment, insertMember, signIn } from '../../../test/support/factories.ts';
import { compareAttempt } from './compare-attempt.ts';
import { countToSettle } from './led-concerns.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const prose = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ');
const evidence = { overview: { texts: { text: prose } } };

/** What the search found in an attempt, and those of two lead assessors whose own earlier text it is like. */
async function insertFound() {
  const c = await makeConcerned(site);
  const { issuer } = c.published;
  const { person: writer } = await insertMember(site, 'lead_assessor', { issuer });
  const own = await insertEnrolment(site, { published: c.published, person: writer });
  await insertAttempt(site, { enrolment: own, evidence, submittedAt: new Date(noon.getTime() - 60_000) }).then(
    ({ id }) => compareAttempt(site.deps, id),
  );
  const later = await insertAttempt(site, {
    enrolment: await insertEnrolment(site, { published: c.published }),
    evidence,
  });
  await compareAttempt(site.deps, later.id);
  const { id } = await site.db
    .selectFrom('concerns')
    .select('id')
    .where('attempt_id', '=', later.id)
    .executeTakeFirstOrThrow();
  return { c, id, writer, issuer };
}

it('is neither seen, asked about nor settled by the lead assessor whose text was there first', async () => {
  const { c, id, writer } = await insertFound();
  const theirs = await signIn(site, writer);
  expect((await get(site, '/lead/concerns', theirs)).body).not.toContain(id);
  expect((await get(site, `/lead/concerns/${id}`, theirs)).statusCode).toBe(404);
  expect((await ask({ ...c, lead: writer }, id)).statusCode).toBe(404);
  expect((await resolve(c, id, 'dismissed', writer)).statusCode).toBe(404);
  expect((await concernOf(site, id)).state).toBe('open');
});

it('is for another lead assessor', async () => {
  const { c, id, writer, issuer } = await insertFound();
  expect((await get(site, '/lead/concerns', await signIn(site, c.lead))).body).toContain(id);
  expect((await ask(c, id)).statusCode).toBe(303);
  expect((await resolve(c, id, 'dismissed')).statusCode).toBe(303);
  expect((await actionsOf(site, id)).map(({ action }) => action).slice(1)).toEqual([
    'concern.asked',
    'concern.dismissed',
  ]);
  const found = await insertFound();
  const toSettle = (personId: string, issuerId: string) =>
    countToSettle(site.db, { personId, issuerIds: [issuerId], now: noon });
  expect(await toSettle(found.c.lead.id, found.issuer.id)).toEqual({ all: 1, found: 1 });
  expect(await toSettle(found.writer.id, found.issuer.id)).toEqual({ all: 0, found: 0 });
  expect(await toSettle(writer.id, issuer.id)).toEqual({ all: 0, found: 0 });
});
