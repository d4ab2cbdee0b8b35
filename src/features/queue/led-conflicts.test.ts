import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotFoundError } from '#platform/errors.ts';
import { claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Person, insertMember, signIn } from '../../../test/support/factories.ts';
import { claimAs, insertJudged } from '../../../test/support/judged.ts';
import { declareFor, endConflictFor } from './declare-for.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const address = (person: Person) => `/lead/workload/${person.id}/conflicts`;

async function declare(lead: Person, about: Person, fields: Record<string, string>) {
  return post(site, address(about), { reason: 'They are married.', ...fields }, await signIn(site, lead));
}

describe('a conflict that a lead assessor declares for somebody', () => {
  it('takes what they hold of it, keeps them from it, and does not tell them with whom', async () => {
    const { attempt, ada, lead, issuer, earner } = await insertJudged(site);
    const seat = await claim(site, ada, attempt.id);
    const page = pageOf(await get(site, address(ada), await signIn(site, lead)));
    expect(page.querySelector(`option[value="${attempt.id}"]`)).not.toBeNull();
    const declared = await declare(lead, ada, { who: 'attempt', attempt: attempt.id });
    expect(declared.headers.location).toBe(`${address(ada)}?notice=declared`);
    await site.runJobs();
    const { state } = await site.db
      .selectFrom('assessments')
      .select('state')
      .where('id', '=', seat)
      .executeTakeFirstOrThrow();
    expect(state).toBe('let_go');
    expect(await claimAs(site, ada, attempt)).toMatchObject({ obstacle: { reason: 'conflict-declared' } });

    await declare(lead, ada, { who: 'person', issuer: issuer.id, email: earner.email });
    const own = pageOf(await get(site, '/desk/conflicts', await signIn(site, ada)));
    expect(textOf(own.querySelector('.conflict-list'))).toContain('Somebody whom a lead assessor named');
    for (const secret of [earner.email, 'married', 'End it']) expect(textOf(own)).not.toContain(secret);
    const actions = await site.db
      .selectFrom('audit_events')
      .select(['action', 'actor_id', 'details'])
      .where('action', '=', 'conflict.declared')
      .where('issuer_id', '=', issuer.id)
      .execute();
    expect(actions).toMatchObject([{ actor_id: lead.id, details: { assessor: ada.id } }, { actor_id: lead.id }]);
  });

  it('is ended by a lead, never by the assessor', async () => {
    const { ada, lead, issuer } = await insertJudged(site);
    await declare(lead, ada, { who: 'person', issuer: issuer.id, email: 'friend@example.org' });
    const { id } = await site.db
      .selectFrom('conflicts')
      .select('id')
      .where('assessor_id', '=', ada.id)
      .executeTakeFirstOrThrow();
    expect((await post(site, `/desk/conflicts/${id}/end`, {}, await signIn(site, ada))).statusCode).toBe(404);
    expect((await post(site, `${address(ada)}/${id}/end`, {}, await signIn(site, lead))).statusCode).toBe(303);
    expect(textOf(pageOf(await get(site, address(ada), await signIn(site, lead))))).toContain('Ended');
  });

  it('is not opened by the lead assessor for whom another declared it, nor ended', async () => {
    const { lead, issuer } = await insertJudged(site);
    const { person: other } = await insertMember(site, 'lead_assessor', { issuer });
    await declare(other, lead, { who: 'person', issuer: issuer.id, email: 'friend@example.org' });
    const { id } = await site.db
      .selectFrom('conflicts')
      .select('id')
      .where('assessor_id', '=', lead.id)
      .executeTakeFirstOrThrow();
    const own = await signIn(site, lead);
    const workload = pageOf(await get(site, `/lead/workload?assessor=${lead.id}`, own));
    expect(workload.querySelector('#attempts ~ p a')?.getAttribute('href')).toBe('/desk/conflicts');
    expect((await get(site, address(lead), own)).statusCode).toBe(404);
    const command = { lead: { ...lead, issuerIds: [issuer.id] }, assessorId: lead.id, now: noon };
    const ending = site.db.transaction().execute((trx) => endConflictFor(trx, { ...command, conflictId: id }));
    await expect(ending).rejects.toThrow(NotFoundError);
    const about = { with: { email: 'friend@example.org' }, reason: 'Try.', issuerId: issuer.id };
    const declaring = site.db.transaction().execute((trx) => declareFor(trx, { ...command, ...about }));
    await expect(declaring).rejects.toThrow(NotFoundError);
  });

  it.each([200, 201])('says where more are declared than are shown: of %d', async (count) => {
    const { ada, lead, issuer } = await insertJudged(site);
    await sql`
      insert into conflicts (issuer_id, assessor_id, email, reason, declared_by, declared_at)
      select ${issuer.id}, ${ada.id}, 'friend' || one || '@example.org', 'A friend.', ${ada.id}, ${noon}::timestamptz
      from generate_series(1, ${count}::int) as one`.execute(site.db);
    const page = pageOf(await get(site, address(ada), await signIn(site, lead)));
    expect(page.querySelectorAll('.conflict-list > li')).toHaveLength(200);
    expect(textOf(page).includes('Only 200 are shown')).toBe(count > 200);
  });

  it('asks again for what is missing, and is for their own assessors alone', async () => {
    const { ada, lead, issuer } = await insertJudged(site);
    const refused = await declare(lead, ada, { who: 'person', issuer: issuer.id, email: 'nobody' });
    expect(refused.statusCode).toBe(422);
    expect(pageOf(refused).querySelector<HTMLInputElement>('#email')?.value).toBe('nobody');
    expect((await declare(lead, ada, { who: 'attempt' })).statusCode).toBe(422);
    const { person: stranger } = await insertMember(site, 'assessor');
    expect((await get(site, address(stranger), await signIn(site, lead))).statusCode).toBe(404);
  });
});
