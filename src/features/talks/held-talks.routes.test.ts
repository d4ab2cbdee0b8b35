import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertEnrolment, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';

it('come the latest first, and the page says that the oldest are cut', async () => {
  const site = await createTestApp();
  onTestFinished(() => site.close());
  const { person, issuer } = await insertMember(site, 'assessor');
  const { id } = await insertEnrolment(site, { published: await insertPublished(site, { issuer }) });
  await sql`
    insert into coach_talks (issuer_id, enrolment_id, before_attempt, state, asked_at, with_person_id, starts_at, minutes, held_at)
    select ${issuer.id}, ${id}, 4, 'held', ${noon}::timestamptz, ${person.id},
      timestamptz '2025-01-01T15:00:00Z' + day * interval '1 day', 30, ${noon}::timestamptz
    from generate_series(0, 200) as day`.execute(site.db);
  const page = pageOf(await get(site, '/desk/talks', await signIn(site, person)));
  const held = page.querySelector('[aria-labelledby="held-title"]');
  const rows = [...(held?.querySelectorAll('li') ?? [])].map(textOf);
  expect(rows).toHaveLength(200);
  expect(rows[0]).toContain('July 20, 2025');
  expect(rows.at(-1)).toContain('January 2, 2025');
  expect(textOf(held)).toContain('Only the latest 200 are shown.');
  expect(textOf(page.querySelector('[aria-labelledby="open-title"]'))).not.toContain('are shown');
});
