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
import { type Person, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type TestSeries, earn, insertSeries, publishSeries } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { askForMissingStackAwards } from './ask-for-stack-awards.ts';
import { issueStackAward } from './issue-stack-award.ts';

let site: TestSite;
let series: TestSeries;
let hours = 0;

beforeAll(async () => {
  site = await createTestApp();
  series = await insertSeries(site);
  return () => site.close();
});

/** Nothing happens at the same moment as what came before. */
function later(): Date {
  hours += 1;
  const at = new Date(noon.getTime() + hours * 3600_000);
  site.setNow(at);
  return at;
}

async function stacksOf({ id }: Person) {
  return site.db
    .selectFrom('awards')
    .selectAll()
    .where('person_id', '=', id)
    .where('kind', '=', 'stack')
    .orderBy('awarded_at')
    .orderBy('id')
    .execute();
}

async function setStatus(publicId: string, status: 'suspended' | 'revoked' | 'in-force') {
  later();
  await site.db.transaction().execute(async (trx) => {
    const { id, issuer_id: issuerId } = await trx
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', publicId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    await setAwardStatus(trx, {
      ...{ issuerId, awardId: id, status, reason: 'A test.', byPerson: null, at: site.deps.now() },
    });
  });
  await site.runJobs();
}

/** Somebody with the stack award; `lost`: whose stack award was revoked after a piece was suspended. */
async function finisher({ lost = false, of = series } = {}) {
  const person = await insertPerson(site);
  const pieces: string[] = [];
  for (const member of of.members) pieces.push(await earn(site, person, member, later()));
  await site.runJobs();
  const [stack] = await stacksOf(person);
  if (lost) {
    await setStatus(pieces[0]!, 'suspended');
    await setStatus(stack!.public_id, 'revoked');
  }
  return { person, pieces, stack: stack!, asked: { personId: person.id, seriesId: of.id } };
}

describe('a stack award that was revoked for want of a piece', () => {
  it('is issued again, as another award, once the piece counts again', async () => {
    const { person, pieces, stack } = await finisher({ lost: true });
    expect(await stacksOf(person)).toHaveLength(1);
    const headers = await signIn(site, person);
    const section = async () =>
      textOf(pageOf(await get(site, `/series/${series.slug}`, headers)).querySelector('[aria-labelledby=stack]'));
    expect(await section()).toMatch(/Revoked See your stack award .* the stack award is issued to you again\.$/);

    await setStatus(pieces[0]!, 'in-force');

    const [old, again, ...more] = await stacksOf(person);
    expect(more).toEqual([]);
    expect(old?.id).toBe(stack.id);
    expect(again).toMatchObject({ instead_of: stack.id, awarded_at: site.deps.now() });
    expect(again?.public_id).not.toBe(stack.public_id);
    const outcome = async (publicId: string) =>
      textOf(pageOf(await get(site, `/verify/${publicId}`)).querySelector('.verification__outcome'));
    expect([await outcome(stack.public_id), await outcome(again!.public_id)]).toEqual(['Revoked', 'Verified']);
    expect(await section()).toMatch(/ Earned See your stack award$/);
    const mails = (await site.mailsTo(person.email)).map(({ subject }) => subject);
    expect(mails.filter((subject) => subject.startsWith('You have earned “Stack'))).toHaveLength(2);
  });

  it('is issued again by another award of the same micro-credential, or by one that the rule takes instead', async () => {
    const any = await insertSeries(site, {
      members: 3,
      change: () => ({ stackAward: { title: 'Any two', statement: 'S.', rule: { choose: 'n-of', atLeast: 2 } } }),
    });
    const person = await insertPerson(site);
    const first = await earn(site, person, any.members[0]!, later());
    await earn(site, person, any.members[1]!, later());
    await site.runJobs();
    const [stack] = await stacksOf(person);
    await setStatus(first, 'revoked');
    await setStatus(stack!.public_id, 'revoked');
    expect(await stacksOf(person)).toHaveLength(1);

    await earn(site, person, any.members[2]!, later());
    await site.runJobs();

    expect(await stacksOf(person)).toMatchObject([{ id: stack!.id }, { instead_of: stack!.id }]);
  });

  it('is issued again by a version of the series that asks for less', async () => {
    const strict = await insertSeries(site, { members: 3 });
    const { person, stack } = await finisher({ lost: true, of: strict });
    const rule = { choose: 'n-of' as const, atLeast: 2 };
    later();
    await publishSeries(site, { ...strict.document, stackAward: { ...strict.document.stackAward!, rule } });
    await site.runJobs();
    expect(await stacksOf(person)).toMatchObject([{ id: stack.id }, { instead_of: stack.id }]);
  });

  it('is issued again each time', async () => {
    const { person, pieces } = await finisher({ lost: true });
    await setStatus(pieces[0]!, 'in-force');
    const [, second] = await stacksOf(person);
    await setStatus(pieces[1]!, 'suspended');
    await setStatus(second!.public_id, 'revoked');
    await setStatus(pieces[1]!, 'in-force');
    expect((await stacksOf(person)).map(({ instead_of }) => instead_of)).toEqual([
      null,
      expect.any(String),
      second!.id,
    ]);
  });

  it('is issued again once by two at once', async () => {
    const { person, pieces, asked, stack } = await finisher({ lost: true });
    // As by the job of the piece, which is not run here.
    const piece = await site.db
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', pieces[0]!)
      .executeTakeFirstOrThrow();
    await site.db
      .insertInto('award_status_events')
      .values({ issuer_id: piece.issuer_id, award_id: piece.id, status: 'in-force', reason: 'A test.', at: later() })
      .execute();
    const held = await hold(site);
    await held.selectFrom('people').select('id').where('id', '=', person.id).forUpdate().execute();
    const both = [0, 1].map(() => issueStackAward(site.deps, asked));
    await untilBlocked(site, 2);
    await held.commit().execute();
    expect((await Promise.all(both)).map((result) => result.ok && result.issued).sort()).toEqual([false, true]);
    const stacks = await stacksOf(person);
    expect(stacks).toMatchObject([{ id: stack.id }, { instead_of: stack.id }]);

    const { id: _, ...values } = stacks[1]!;
    const insert = (change: object) =>
      site.db
        .insertInto('awards')
        .values({ ...values, public_id: 'x'.repeat(21), ...change })
        .execute();
    await expect(insert({})).rejects.toThrow('awards_instead_of');
    await expect(insert({ instead_of: null })).rejects.toThrow('awards_stack');
    await expect(insert({ instead_of: stacks[1]!.id })).rejects.toThrow('instead of a revoked one');
    const other = await finisher({ lost: true });
    await expect(insert({ instead_of: other.stack.id })).rejects.toThrow('same person');
  });
});

describe('a stack award that was revoked though its rule was met', () => {
  it('is not issued again by any rule: not at a start, and not when a piece is lost and comes back', async () => {
    const { person, pieces, stack, asked } = await finisher();
    await setStatus(stack.public_id, 'revoked');
    expect(await issueStackAward(site.deps, asked)).toEqual({ ok: false, reason: 'revoked' });
    await askForMissingStackAwards(site.db);
    await site.runJobs();
    await setStatus(pieces[0]!, 'suspended');
    await setStatus(pieces[0]!, 'in-force');
    expect(await stacksOf(person)).toHaveLength(1);
  });

  it('is judged by the rule that it was issued by, and by the awards that there were', async () => {
    const two = await insertSeries(site, {
      members: 3,
      change: () => ({ stackAward: { title: 'Any two', statement: 'S.', rule: { choose: 'n-of', atLeast: 2 } } }),
    });
    const person = await insertPerson(site);
    for (const member of two.members.slice(0, 2)) await earn(site, person, member, later());
    await site.runJobs();
    const [stack] = await stacksOf(person);
    await setStatus(stack!.public_id, 'revoked');
    later();
    await publishSeries(site, { ...two.document, stackAward: { title: 'All', statement: 'S.', rule: 'all-members' } });
    await earn(site, person, two.members[2]!, later());
    await site.runJobs();
    expect(await stacksOf(person)).toHaveLength(1);
  });
});

it('a stack award that is suspended stands, and no other is issued beside it', async () => {
  const { person, stack, asked } = await finisher();
  await setStatus(stack.public_id, 'suspended');
  expect(await issueStackAward(site.deps, asked)).toMatchObject({ ok: true, issued: false });
  expect(await stacksOf(person)).toHaveLength(1);
});
