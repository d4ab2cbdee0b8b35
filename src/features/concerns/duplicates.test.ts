import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon, untilBlocked } from '../../../test/support/app.ts';
import { type TestAttempt, insertAttempt } from '../../../test/support/attempts.ts';
import { doTheWork, submit } from '../../../test/support/acts.ts';
import {
  type Enrolment,
  type Published,
  type TestIssuer,
  insertEnrolment,
  insertIssuer,
  insertPublished,
} from '../../../test/support/factories.ts';
import { compareAttempt } from './compare-attempt.ts';
import { FoundEvidence } from './concern-evidence.ts';

let site: TestSite;
let issuer: TestIssuer;
let published: Published;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** A text in words that no other of these tests uses. */
const prose = (name: string, count = 120) => Array.from({ length: count }, (_, index) => `${name}${index}`).join(' ');

const fresh = async () => {
  issuer = await insertIssuer(site);
  published = await insertPublished(site, { issuer });
};

async function handIn(text: string, options: Partial<Parameters<typeof insertAttempt>[1]> & { at?: number } = {}) {
  const { at = 0, ...rest } = options;
  const enrolment = options.enrolment ?? (await insertEnrolment(site, { published }));
  const submittedAt = new Date(noon.getTime() + at * 60_000);
  return insertAttempt(site, { enrolment, submittedAt, evidence: { overview: { texts: { text } } }, ...rest });
}

const compare = (attempt: TestAttempt) => compareAttempt(site.deps, attempt.id);

const concernsOf = (...attempts: TestAttempt[]) =>
  site.db
    .selectFrom('concerns')
    .selectAll()
    .where(
      'attempt_id',
      'in',
      attempts.map(({ id }) => id),
    )
    .orderBy('raised_at')
    .execute();

it('raises a concern about the later of two attempts that share most of their wording', async () => {
  await fresh();
  const first = await handIn(`${prose('shared')} ${prose('mine', 20)}`);
  const second = await handIn(`${prose('other', 20)} ${prose('shared')}`, { at: 1 });
  await compare(first);
  await compare(second);
  const concerns = await concernsOf(first, second);
  expect(concerns).toHaveLength(1);
  const [concern] = concerns;
  expect(concern).toMatchObject({
    attempt_id: second.id,
    kind: 'plagiarism',
    state: 'open',
    raised_by: null,
    requirement_key: 'overview',
  });
  const evidence = FoundEvidence.parse(concern?.evidence);
  expect(evidence.other).toEqual({ attempt: first.id, enrolment: first.enrolment.id });
  expect(evidence.texts[0]?.similarity).toBeGreaterThan(0.7);
  expect(concern?.detail).not.toContain(first.enrolment.person.name);
});

it('raises it about the later one also where the earlier is compared last', async () => {
  await fresh();
  const first = await handIn(prose('late'));
  const second = await handIn(prose('late'), { at: 1 });
  await compare(second);
  await compare(first);
  expect((await concernsOf(first, second)).map(({ attempt_id }) => attempt_id)).toEqual([second.id]);
});

it.each([
  [
    'less than half of the wording',
    `${prose('common', 40)} ${prose('one', 80)}`,
    `${prose('common', 40)} ${prose('two', 80)}`,
  ],
  ['a few words alone', prose('few', 30), prose('few', 30)],
  [
    'what both quote as a block',
    `${prose('left', 60)}\n\n> ${prose('quote', 200)}`,
    `${prose('right', 60)}\n\n> ${prose('quote', 200)}`,
  ],
])('raises nothing for %s', async (_, one, two) => {
  await fresh();
  const first = await handIn(one);
  const second = await handIn(two, { at: 1 });
  await compare(first);
  await compare(second);
  expect(await concernsOf(first, second)).toEqual([]);
});

it('never compares an earner with themselves, nor with the work of another issuer', async () => {
  await fresh();
  const text = prose('again');
  const first = await handIn(text);
  await site.db
    .updateTable('enrolments')
    .set({ state: 'working', due_at: null })
    .where('id', '=', first.enrolment.id)
    .execute();
  const again = await handIn(text, { enrolment: first.enrolment, number: 2, at: 1 });
  await compare(first);
  await compare(again);
  expect(await concernsOf(first, again)).toEqual([]);

  await fresh();
  const elsewhere = await handIn(text, { at: 3 });
  await compare(elsewhere);
  expect(await concernsOf(elsewhere)).toEqual([]);
});

it('leaves anchors out, which are copies of attempts', async () => {
  await fresh();
  const anchor = await handIn(prose('anchor'));
  await compare(anchor);
  await site.db
    .updateTable('enrolments')
    .set({ state: 'anchor', due_at: null })
    .where('id', '=', anchor.enrolment.id)
    .execute();
  const attempt = await handIn(prose('anchor'), { at: 1 });
  await compare(attempt);
  expect(await concernsOf(anchor, attempt)).toEqual([]);
});

it('raises the same two pieces of work once, however often it looks', async () => {
  await fresh();
  const first = await handIn(prose('once'));
  const second = await handIn(prose('once'), { at: 1 });
  for (const attempt of [first, second, second, first]) await compare(attempt);
  expect(await concernsOf(first, second)).toHaveLength(1);

  const third = await reSubmit(second, prose('once'));
  await compare(third);
  expect(await concernsOf(third)).toEqual([]);
});

it('asks nobody about what others took from them, when they hand it in again', async () => {
  await fresh();
  const first = await handIn(prose('mineFirst'));
  const copied = await handIn(prose('mineFirst'), { at: 1 });
  for (const attempt of [first, copied]) await compare(attempt);
  const again = await reSubmit(first, prose('mineFirst'));
  await compare(again);
  expect((await concernsOf(first, copied, again)).map(({ attempt_id }) => attempt_id)).toEqual([copied.id]);
  // What they took themselves meanwhile is another matter.
  const other = await handIn(prose('theirs'), { at: 30 });
  await compare(other);
  const taken = await reSubmit(again, prose('theirs'));
  await compare(taken);
  expect(await concernsOf(taken)).toHaveLength(1);
});

it('finds two that are handed in at once, whoever’s signatures come second', async () => {
  await fresh();
  const [first, second] = [await handIn(prose('race')), await handIn(prose('race'), { at: 1 })];
  const held = await site.deps.pool.connect();
  await held.query('begin');
  await held.query('lock table text_signatures in share mode');
  const both = [compare(first), compare(second)];
  await untilBlocked(site, 2);
  await held.query('commit');
  held.release();
  await Promise.all(both);
  expect((await concernsOf(first, second)).map(({ attempt_id }) => attempt_id)).toEqual([second.id]);
});

const blob = 'cd'.repeat(32);

it('raises a concern about the same file of two earners, unless it was declared as team work', async () => {
  await fresh();
  await site.db.insertInto('blobs').values({ sha256: blob, size: 1000, media_type: 'application/pdf' }).execute();
  const [one, two, team] = [await withFile(0), await withFile(1), await withFile(2, true)];
  for (const attempt of [one, two, team]) await compare(attempt);
  const concerns = await concernsOf(one, two, team);
  expect(concerns.map(({ attempt_id }) => attempt_id)).toEqual([two.id]);
  expect(FoundEvidence.parse(concerns[0]?.evidence).files).toHaveLength(1);
  expect(concerns[0]?.detail).toBe('1 file that another earner handed in, too.');
});

it('compares the text of documents, as far as it was taken out of them', async () => {
  await fresh();
  const [a, b] = ['ef'.repeat(32), 'ab'.repeat(32)];
  for (const [sha256, own] of [
    [a, 'alpha'],
    [b, 'beta'],
  ] as const) {
    await site.db.insertInto('blobs').values({ sha256, size: 1000, media_type: 'application/pdf' }).execute();
    await site.db
      .insertInto('blob_facts')
      .values({ blob_sha256: sha256, body_text: `${prose('document')} ${prose(own, 10)}` })
      .execute();
  }
  const [one, two] = [await withFile(0, false, a), await withFile(1, false, b)];
  await compare(one);
  await compare(two);
  const [concern] = await concernsOf(one, two);
  expect(concern?.attempt_id).toBe(two.id);
  expect(FoundEvidence.parse(concern?.evidence).texts[0]?.source).toMatch(/^file:/);
});

it('is done by a job once an attempt is handed in', async () => {
  await fresh();
  const long = (name: string) => ({ overview: { texts: { text: prose(name) } } });
  const first = await handIn(prose('job'), { evidence: long('job') });
  await compare(first);
  const { person, id } = await insertEnrolment(site, { published });
  await doTheWork(site, person, id);
  await site.db
    .updateTable('evidence_items')
    .set({ data: JSON.stringify(long('job').overview) })
    .where('enrolment_id', '=', id)
    .where('requirement_key', '=', 'overview')
    .execute();
  const attemptId = await submit(site, person, id);
  await site.runJobs();
  const concerns = await site.db.selectFrom('concerns').select('kind').where('attempt_id', '=', attemptId).execute();
  expect(concerns).toEqual([{ kind: 'plagiarism' }]);
});

async function reSubmit(attempt: TestAttempt, text: string) {
  await site.db
    .updateTable('enrolments')
    .set({ state: 'working', due_at: null })
    .where('id', '=', attempt.enrolment.id)
    .execute();
  return handIn(text, { enrolment: attempt.enrolment, number: attempt.number + 1, at: 60 });
}

async function withFile(at: number, teamWork = false, sha256 = blob): Promise<TestAttempt> {
  const enrolment: Enrolment = await insertEnrolment(site, { published });
  const { id } = await site.db
    .insertInto('artifacts')
    .values({
      ...{ issuer_id: issuer.id, enrolment_id: enrolment.id, owner_id: enrolment.person.id },
      ...{ requirement_key: 'tally', kind: 'file', name: 'tally.pdf', blob_sha256: sha256 },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const file = {
    ...{ id, kind: 'file' as const, name: 'tally.pdf', mediaType: 'application/pdf', size: 1000, sha256 },
    ...{ url: null, pages: 1, ...(teamWork && { teamWork }) },
  };
  return handIn(prose(`file${at}-`), { enrolment, at, artifacts: [file] });
}
