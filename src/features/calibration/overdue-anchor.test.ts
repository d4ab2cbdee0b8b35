import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isSeedDue } from '#domain/assessment/seed-draw.ts';
import { insertAnchor } from '../../../test/support/anchors.ts';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import { insertEnrolment, insertMember, insertPublished } from '../../../test/support/factories.ts';
import { claimAttempt } from '../desk/claim-attempt.ts';
import { assignWaiting } from '../queue/assign-waiting.ts';
import { listAssigned } from '../queue/on-desk.queries.ts';
import { seedAnchor } from './seed-anchor.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('can be taken by whom it was given to though it is overdue and the next one is drawn', async () => {
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor');
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  const published = await insertPublished(site, { issuer });
  await insertAnchor(site, { published, lead });
  await insertAttempt(site, {
    enrolment: await insertEnrolment(site, { published }),
    submittedAt: new Date(noon.getTime() - 3600_000),
  });
  await site.db
    .insertInto('assessing_settings')
    .values({ issuer_id: issuer.id, assignment: 'auto', seed_rate: '0.5' })
    .execute();
  await site.db
    .insertInto('assessor_profiles')
    .values({ issuer_id: issuer.id, person_id: lead.id, max_load: 0 })
    .execute();
  const everyDraw = (secret: string) =>
    [1, 2, 3].every((given) => isSeedDue({ secret, assessorId: assessor.id, given, rate: 0.5 }));
  let secret = randomUUID();
  while (!everyDraw(secret)) secret = randomUUID();
  await site.db.insertInto('anchor_draws').values({ issuer_id: issuer.id, secret }).execute();

  await site.db.transaction().execute((trx) => assignWaiting(trx, { issuerId: issuer.id, now: noon }));
  const desk = { id: assessor.id, issuerIds: [issuer.id] };
  expect(await listAssigned(site.db, desk)).toHaveLength(2);
  const muchLater = new Date(noon.getTime() + 60 * 24 * 3600_000);
  await site.db.transaction().execute((trx) => seedAnchor(trx, { assessor, issuerId: issuer.id, now: muchLater }));
  const { attempt_id } = await site.db
    .selectFrom('anchor_seatings')
    .select('attempt_id')
    .where('person_id', '=', assessor.id)
    .executeTakeFirstOrThrow();
  const claim = { assessor: { ...desk, name: assessor.name }, attemptId: attempt_id, now: muchLater };
  expect(await site.db.transaction().execute((trx) => claimAttempt(trx, claim))).toMatchObject({ ok: true });
});
