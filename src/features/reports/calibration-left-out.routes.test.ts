import { expect, it } from 'vitest';
import { createTestApp, get, noon } from '../../../test/support/app.ts';
import { insertAnchor, insertSet } from '../../../test/support/anchors.ts';
import { insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { insertRated } from '../../../test/support/rated.ts';
import { reportTitles } from './report.ts';

it('counts what was rated of anchors and sets in no figure but how assessors do on anchors', async () => {
  const site = await createTestApp();
  try {
    const { person: leader, issuer } = await insertMember(site, 'lead_assessor');
    const { person: ruth } = await insertMember(site, 'assessor', { issuer, name: 'Ruth Lindqvist' });
    const { person: sam } = await insertMember(site, 'assessor', { issuer, name: 'Sam Adeyemi' });
    const { person: ada } = await insertMember(site, 'assessor', { issuer, name: 'Ada Nowak' });
    const published = await insertPublished(site, { issuer });
    for (const first of ['2222', '2212', '2202', '0222'])
      await insertRated(site, {
        published,
        assessors: [ruth, sam],
        attempts: [{ first, second: '2222', minutes: 50, comment: 'Name the data source that you used' }],
      });
    const lead = await signIn(site, leader);
    const figuresOf = async (report: string) =>
      (await get(site, `/lead/reports/${report}/figures.csv`, lead)).body.split('\r\n');
    const all = () =>
      Promise.all(Object.keys(reportTitles).map(async (report) => [report, await figuresOf(report)] as const));
    const before = new Map(await all());
    expect([...before.values()].every((lines) => lines.length > 3)).toBe(true);

    // Seats of every kind that calibration has, on an anchor in the queue and on one of a set; all of it severe.
    const lookFors = published.definition.guides.flatMap((guide) => guide.lookFors.map(({ id }) => id));
    const seeded = await insertAnchor(site, { published, lead: leader });
    const inSet = await insertAnchor(site, { published, lead: leader, use: 'qualify', title: 'In a set' });
    const set_id = await insertSet(site, [inSet], { lead: leader });
    const { id: qualification_id } = await site.db
      .insertInto('qualifications')
      .values({ set_id, issuer_id: issuer.id, person_id: sam.id, started_at: noon })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const [{ attemptId: attempt_id }, role, rater] of [
      [seeded, 'anchor', ada],
      [seeded, 'anchor', ruth],
      [inSet, 'qualification', sam],
    ] as const)
      await site.db.transaction().execute(async (trx) => {
        const { id: assessment_id } = await trx
          .insertInto('assessments')
          .values({
            issuer_id: issuer.id,
            attempt_id,
            assessor_id: rater.id,
            role,
            lease_expires_at: noon,
            ...(role === 'qualification' && { qualification_id }),
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        const rated = { assessment_id, attempt_id, value: 'no' as const, comment: 'Nothing is there to be seen' };
        await trx
          .insertInto('ratings')
          .values(lookFors.map((look_for_key) => ({ ...rated, look_for_key })))
          .execute();
        await trx
          .updateTable('assessments')
          .set({ state: 'completed', completed_at: noon, active_seconds: 5000 })
          .where('id', '=', assessment_id)
          .execute();
      });

    for (const [report, lines] of await all())
      if (report !== 'assessors') expect([report, lines]).toEqual([report, before.get(report)]);
    // Ada is there by her anchor alone, Ruth has one more figure, and Sam, who rated a set, is as he was.
    const work = async (name: string) => (await figuresOf('assessors')).filter((line) => line.startsWith(name));
    const of = (name: string) => before.get('assessors')?.filter((line) => line.startsWith(name));
    expect(of('Ada')).toEqual([]);
    expect(await work('Ada')).not.toEqual([]);
    expect(await work('Sam')).toEqual(of('Sam'));
    expect(await work('Ruth')).not.toEqual(of('Ruth'));
    // What she did beside it is as it was: how far she agreed with others, of how many pairs, her pieces and their times.
    const beside = (lines: string[] = []) => lines.map((line) => line.split(',').slice(-5));
    expect(beside(await work('Ruth'))).toEqual(beside(of('Ruth')));
  } finally {
    await site.close();
  }
});
