import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import { type TestSite, createTestApp, untilBlocked } from '../../../test/support/app.ts';
import { begin, insertLicence, insertRecorded, publishCreditRules, ruleLike } from '../../../test/support/credit.ts';
import { insertIssuer, insertPerson } from '../../../test/support/factories.ts';

const caps: CreditRule['caps'] = [{ id: 'sessions', per: 'source', sources: ['session'], hours: 4, source: 'cycle' }];
const licences: CreditRule['licences'] = [
  { id: 'teacher', title: 'Teacher' },
  { id: 'principal', title: 'Principal' },
];

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site, [await ruleLike({ slug: 'two-licences', title: 'Two licences', caps, licences })]);
});
afterAll(() => site.close());

describe('two licences under one rule', () => {
  it('never pass a cap that they have in common, when a claim for each is begun at once', async () => {
    const person = await insertPerson(site);
    const issuer = await insertIssuer(site);
    const held = [
      await insertLicence(site, person, { slug: 'two-licences', type: 0 }),
      await insertLicence(site, person, { slug: 'two-licences', type: 1 }),
    ] as const;
    const entries = [
      await insertRecorded(site, { issuer, person }),
      await insertRecorded(site, { issuer, person, change: { title: 'Another' } }),
    ] as const;
    const holder = await site.db.startTransaction().execute();
    await sql`select from licences where id = ${held[0]} for update`.execute(holder);
    const both = Promise.all(held.map((licenceId, index) => begin(site, person, entries[index]!, licenceId)));
    await untilBlocked(site, 2);
    await holder.commit().execute();
    await both;
    const rows = await site.db
      .selectFrom('credit_claims')
      .select('counted_quarters')
      .where('person_id', '=', person.id)
      .execute();
    // Two sessions of nine quarters each, and room for sixteen.
    expect(rows.map((row) => row.counted_quarters).toSorted((a, b) => a - b)).toEqual([7, 9]);
  });
});
