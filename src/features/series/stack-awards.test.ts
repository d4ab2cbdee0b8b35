import { beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type Person, insertPerson } from '../../../test/support/factories.ts';
import { type TestSeries, earn, insertSeries, publishSeries } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { issueStackAward } from './issue-stack-award.ts';
import { reviewStackAwards } from './review-stack-awards.ts';
import { seriesJobs } from './series.jobs.ts';

let site: TestSite;
let series: TestSeries;

beforeAll(async () => {
  site = await createTestApp();
  series = await insertSeries(site);
  return () => site.close();
});

function stacksOf({ id }: Person) {
  return site.db.selectFrom('awards').selectAll().where('person_id', '=', id).where('kind', '=', 'stack').execute();
}

function setStatus(publicId: string, status: 'suspended' | 'revoked' | 'in-force') {
  return site.db.transaction().execute(async (trx) => {
    const { id, issuer_id } = await trx
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', publicId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const change = { issuerId: issuer_id, awardId: id, status, reason: 'A test.', byPerson: null, at: site.deps.now() };
    await setAwardStatus(trx, change);
    return id;
  });
}

async function finisher(of: TestSeries = series) {
  const person = await insertPerson(site);
  const pieces: string[] = [];
  for (const member of of.members) pieces.push(await earn(site, person, member));
  await site.runJobs();
  const [stack] = await stacksOf(person);
  return { person, pieces, stack: stack! };
}

describe('a stack award', () => {
  it('is issued by itself with the last piece, signed, dated by it, mailed, and made of its pieces', async () => {
    const person = await insertPerson(site);
    const given = [await earn(site, person, series.members[0]!, new Date('2026-11-20T08:00:00Z'))];
    await site.runJobs();
    expect(await stacksOf(person)).toEqual([]);

    given.push(await earn(site, person, series.members[1]!));
    await site.runJobs();

    const [stack, ...more] = await stacksOf(person);
    expect(more).toEqual([]);
    expect(stack).toMatchObject({ series_id: series.id, issuer_id: series.issuer.id, awarded_at: noon });
    const pieces = await site.db
      .selectFrom('award_pieces')
      .selectAll()
      .where('stack_award_id', '=', stack!.id)
      .execute();
    expect(pieces).toHaveLength(2);
    const { credential } = await site.db
      .selectFrom('award_credentials')
      .select('credential')
      .where('award_id', '=', stack!.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(credential)).toContain('Earn all 2 micro-credentials.');
    expect((await site.mailsTo(person.email)).at(-1)?.subject).toBe(
      `You have earned “${series.document.stackAward!.title}”`,
    );
    const page = pageOf(await get(site, `/verify/${stack!.public_id}`));
    for (const publicId of given) expect(page.querySelector(`main a[href="/verify/${publicId}"]`)).not.toBeNull();
    expect(textOf(page)).toContain('Earn all 2 micro-credentials.');
    expect((await get(site, `/verify/${stack!.public_id}/certificate.pdf`)).statusCode).toBe(200);
    expect((await get(site, `/tiles/${series.slug}.svg`)).statusCode).toBe(200);
  });

  it('is issued once, however often it is asked for, and by two at once that each hold the last piece', async () => {
    const { person, stack } = await finisher();
    await site.db.transaction().execute(async (trx) => {
      await trx.selectFrom('people').select('id').where('id', '=', person.id).forUpdate().execute();
    });
    expect(await issueStackAward(site.deps, { personId: person.id, seriesId: series.id })).toMatchObject({
      issued: false,
    });
    expect(await stacksOf(person)).toHaveLength(1);
    expect(stack.recipient_name).toBe(person.name);

    const other = await insertPerson(site);
    for (const member of series.members) await earn(site, other, member);
    const held = await hold(site);
    await held.selectFrom('people').select('id').where('id', '=', other.id).forUpdate().execute();
    const both = [0, 1].map(() => issueStackAward(site.deps, { personId: other.id, seriesId: series.id }));
    await untilBlocked(site, 2);
    await held.commit().execute();
    expect((await Promise.all(both)).map((result) => result.ok && result.issued).sort()).toEqual([false, true]);
    expect(await stacksOf(other)).toHaveLength(1);
  });

  it('waits for a piece whose status is being changed, and does not count it then; and comes when it counts again', async () => {
    const person = await insertPerson(site);
    const pieces: string[] = [];
    for (const member of series.members) pieces.push(await earn(site, person, member));
    const held = await hold(site);
    const award = await held
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', pieces[0]!)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const issuing = issueStackAward(site.deps, { personId: person.id, seriesId: series.id });
    await untilBlocked(site);
    await held
      .insertInto('award_status_events')
      .values({ issuer_id: award.issuer_id, award_id: award.id, status: 'suspended', reason: 'A test.', at: noon })
      .execute();
    await held.commit().execute();

    expect(await issuing).toEqual({ ok: false, reason: 'not-met' });
    await site.runJobs();
    expect(await stacksOf(person)).toEqual([]);

    site.setNow(new Date(noon.getTime() + 1000));
    await setStatus(pieces[0]!, 'in-force');
    await site.runJobs();
    expect(await stacksOf(person)).toHaveLength(1);
  });

  it('stands when a piece is revoked, and is noted once for a decision, unless others meet the rule', async () => {
    const { stack, pieces } = await finisher();
    const pieceId = await setStatus(pieces[0]!, 'revoked');
    await site.runJobs();

    const reviews = await site.db
      .selectFrom('stack_reviews')
      .selectAll()
      .where('stack_award_id', '=', stack.id)
      .execute();
    expect(reviews).toMatchObject([{ decided_at: null, issuer_id: series.issuer.id }]);
    expect(await reviewStackAwards(site.deps, { awardId: pieceId })).toEqual({ noted: 0 });
    const events = await site.db
      .selectFrom('audit_events')
      .select('action')
      .where('subject_id', '=', stack.id)
      .execute();
    expect(events.map(({ action }) => action)).toContain('stack-award.piece-lost');

    const any = await insertSeries(site, {
      change: () => ({ stackAward: { title: 'Any one', statement: 'S.', rule: { choose: 'n-of', atLeast: 1 } } }),
    });
    const lucky = await finisher(any);
    await earn(site, lucky.person, series.members[0]!);
    const lost = await setStatus(lucky.pieces[0]!, 'revoked');
    await site.runJobs();
    expect(await reviewStackAwards(site.deps, { awardId: lost })).toEqual({ noted: 0 });
  });

  it('comes to whoever meets a new version that asks for less, and is dated by that version', async () => {
    const strict = await insertSeries(site, { members: 3 });
    const person = await insertPerson(site);
    const begun = await insertPerson(site);
    for (const member of strict.members.slice(0, 2)) await earn(site, person, member, new Date('2026-11-01T08:00:00Z'));
    await earn(site, begun, strict.members[0]!);
    await site.runJobs();
    expect(await stacksOf(person)).toEqual([]);

    const rule = { choose: 'n-of' as const, atLeast: 2 };
    const looser = { ...strict.document, stackAward: { ...strict.document.stackAward!, rule } };
    await publishSeries(site, looser);
    await site.runJobs();

    const [stack] = await stacksOf(person);
    expect(stack?.awarded_at.getTime()).toBeGreaterThan(new Date('2026-11-01T08:00:00Z').getTime());
    expect(await stacksOf(begun)).toEqual([]);
    const { number } = await site.db
      .selectFrom('series_versions')
      .select('number')
      .where('id', '=', stack!.series_version_id)
      .executeTakeFirstOrThrow();
    expect(number).toBe(2);
  });

  it('is issued by the sweep to all others where it fails for one, who gets it when the sweep is tried again', async () => {
    const strict = await insertSeries(site, { members: 2 });
    const people = [await insertPerson(site), await insertPerson(site), await insertPerson(site)];
    for (const person of people) for (const member of strict.members) await earn(site, person, member);
    let signed = 0;
    const canonize: typeof site.deps.canonize = (...asked) => {
      signed += 1;
      return signed === 1 ? Promise.reject(new Error('A thread that died.')) : site.deps.canonize(...asked);
    };
    const sweep = (deps: Pick<typeof site.deps, 'canonize'>) =>
      seriesJobs({ ...site.deps, ...deps }, { peopleAtOnce: 1 })['sweep-stack-awards']({ seriesId: strict.id });
    const counts = async () => (await Promise.all(people.map(stacksOf))).map((stacks) => stacks.length).toSorted();

    await expect(sweep({ canonize })).rejects.toThrow('1 failed, the others are done');
    expect(await counts()).toEqual([0, 1, 1]);
    await sweep(site.deps);
    await sweep(site.deps);
    expect(await counts()).toEqual([1, 1, 1]);
    // None of them asked for another; the one that waits came with the series.
    const asked = `select key from graphile_worker.jobs where task_identifier = 'sweep-stack-awards'`;
    expect((await site.deps.pool.query(asked)).rows).toEqual([{ key: `sweep-stack-awards:${strict.id}` }]);
  });
});
