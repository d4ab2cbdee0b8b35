/** Anchors seeded into the queue, with the draw that decides it in the hand of the test. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { isSeedDue } from '#domain/assessment/seed-draw.ts';
import { seedAnchor } from '../../src/features/calibration/seed-anchor.ts';
import { insertAnchor } from './anchors.ts';
import { type TestSite, noon, post } from './app.ts';
import { insertAttempt } from './attempts.ts';
import {
  type Person,
  type TestIssuer,
  baseDefinition,
  insertEnrolment,
  insertMember,
  insertPublished,
  signIn,
} from './factories.ts';

/** Lets the next draw of somebody come out so. */
export async function nextDraw(site: TestSite, issuer: TestIssuer, assessor: Person, due: boolean): Promise<void> {
  const { given } = await site.db
    .selectFrom('assessments')
    .select((eb) => eb.fn.countAll<number>().as('given'))
    .where('assessor_id', '=', assessor.id)
    .where('role', 'in', ['first', 'second', 'anchor'])
    .executeTakeFirstOrThrow();
  let secret = randomUUID();
  while (isSeedDue({ secret, assessorId: assessor.id, given, rate: 0.1 }) !== due) secret = randomUUID();
  await sql`insert into anchor_draws (issuer_id, secret) values (${issuer.id}, ${secret})
    on conflict (issuer_id) do update set secret = excluded.secret`.execute(site.db);
}

/** An assessor at an issuer with an anchor to be seeded and an attempt that waits. */
export async function seededDesk(site: TestSite, assessment: Record<string, unknown> = {}) {
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor');
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  const published = await insertPublished(site, {
    issuer,
    definition: baseDefinition({ slug: `seeded-${randomUUID().slice(0, 8)}`, assessment }),
  });
  const anchor = await insertAnchor(site, { published, lead, agreed: { 'tally-readable': 'no' } });
  const { cookie } = await signIn(site, assessor);
  const waiting = async (submittedAt = new Date(noon.getTime() - 3600_000)) =>
    insertAttempt(site, {
      enrolment: await insertEnrolment(site, { published }),
      submittedAt,
      judging: { isBlind: assessment.blind === true },
    });
  await waiting();
  /** Draws anew for what somebody was given so far, and has the draw come out so. */
  const draw = async (due = true, who: Person = assessor) => {
    await nextDraw(site, issuer, who, due);
    await site.db.deleteFrom('anchor_turns').where('person_id', '=', who.id).execute();
    return site.db.transaction().execute((trx) => seedAnchor(trx, { assessor: who, issuerId: issuer.id, now: noon }));
  };
  const next = async () => {
    const response = await post(site, '/desk/next', {}, { cookie });
    return /\/desk\/assessments\/([0-9a-f-]{36})$/.exec(response.headers.location ?? '')?.[1] ?? '';
  };
  /** Takes the next one, with no anchor to follow it; a seeded one that waits is due before all others. */
  const take = async (seeded: boolean) => {
    if (seeded) await draw();
    await nextDraw(site, issuer, assessor, false);
    return next();
  };
  return { lead, issuer, assessor, published, anchor, cookie, waiting, draw, next, take };
}

/** In which seat an assessment is. */
export const roleOf = async (site: TestSite, assessmentId: string) =>
  (await site.db.selectFrom('assessments').select('role').where('id', '=', assessmentId).executeTakeFirstOrThrow())
    .role;
