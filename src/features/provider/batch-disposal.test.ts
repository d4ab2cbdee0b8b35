import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, hold, post, untilBlocked } from '../../../test/support/app.ts';
import { publishCreditRules } from '../../../test/support/credit.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import {
  type ProviderDesk,
  handOverClaim,
  insertEducator,
  insertProviderDesk,
  mainText,
} from '../../../test/support/provider.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site);
});
afterAll(() => site.close());

/** Sent on a day, or not yet. */
async function insertBatch(desk: ProviderDesk, names: readonly string[], sentOn?: string) {
  for (const name of names) await handOverClaim(site, { issuer: desk.issuer, ...(await insertEducator(site, name)) });
  const made = await post(site, `${desk.path}/agencies/${desk.agencyId}/batches`, {}, desk.headers);
  const url = made.headers.location ?? '';
  const id = url.split('/').at(-1) ?? '';
  if (sentOn !== undefined) {
    await post(site, `${url}/send`, {}, desk.headers);
    await sql`update agency_batches set sent_at = ${`${sentOn}T23:00:00Z`} where id = ${id}`.execute(site.db);
  } else await sql`update agency_batches set made_at = '2019-01-01T12:00Z' where id = ${id}`.execute(site.db);
  return { id, url };
}

const dispose = ({ path, headers }: ProviderDesk, kind = 'roster') =>
  post(site, `${path}/records/dispose`, { kind, through: '2020-11-22' }, headers);

const linesOf = (batchId: string) =>
  site.db
    .selectFrom('agency_lines')
    .select(['line', 'number_sealed as number', 'disposed_at as disposedAt', 'answer'])
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute();

describe('the numbers of licences in a batch', () => {
  it('go with the rosters when they are due, once, and the batch says so and goes on', async () => {
    const desk = await insertProviderDesk(site);
    const old = await insertBatch(desk, ['Mo', 'Jo'], '2020-11-22');
    const young = await insertBatch(desk, ['Lu'], '2020-11-23');
    const unsent = await insertBatch(desk, ['Al']);
    const [first, second] = await linesOf(old.id);
    const answer = (line: string) => {
      const content = `Line,Answer,Reason\r\n${line},Accepted,`;
      return postFiles(site, `${old.url}/answers`, {}, [{ field: 'table', name: 'a.csv', content }], desk.headers);
    };
    expect((await answer(first!.line)).headers.location).toContain('taken=1-0-0');
    expect(await mainText(site, `${desk.path}/records`, desk.headers)).toContain(
      '2 licence numbers in batches, of November 22, 2020 and beforeThe next becomes due on November 23, 2026.',
    );
    expect((await dispose(desk, 'evaluation')).statusCode).toBe(409);

    const done = await dispose(desk);
    expect(await mainText(site, done.headers.location ?? '', desk.headers)).toContain(
      'Deleted: 2 licence numbers in batches.',
    );
    expect((await dispose(desk)).statusCode).toBe(409);
    const gone = { number: null, disposedAt: site.deps.now() };
    expect(await linesOf(old.id)).toMatchObject([
      { ...gone, answer: 'accepted' },
      { ...gone, answer: null },
    ]);
    for (const { id } of [young, unsent])
      expect(await linesOf(id)).toMatchObject([{ number: expect.stringMatching(/^v1\./) as string, disposedAt: null }]);

    const file = (await get(site, `${old.url}/claims.csv`, desk.headers)).body;
    expect(file).toContain(`${first!.line},,Mo,Deleted on 2026-11-22,`);
    expect(file).not.toContain('1234567');
    expect((await get(site, `${young.url}/claims.csv`, desk.headers)).body).toContain(',Lu,1234567,');
    const page = await mainText(site, old.url, desk.headers);
    expect(page).toContain('The numbers of the licences were deleted on November 22, 2026');
    expect(page).not.toContain('can’t be read any more');
    expect((await answer(second!.line)).headers.location).toContain('taken=1-0-0');
    const event = await site.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'records.disposed')
      .executeTakeFirstOrThrow();
    expect(event.details).toMatchObject({ kind: 'roster', through: '2020-11-22', years: 6, numbers: 2 });
  });

  it('go after the agency’s answers that are just being taken, in one order of locks', async () => {
    const desk = await insertProviderDesk(site);
    const { id } = await insertBatch(desk, ['Mo', 'Jo'], '2020-11-22');
    const holder = await hold(site);
    await sql`select from agency_batches where id = ${id} for update`.execute(holder);
    const accept = (position: number) =>
      sql`update agency_lines set answer = 'accepted', answered_at = now() where batch_id = ${id} and position = ${position}`.execute(
        holder,
      );
    await accept(2);
    const disposed = dispose(desk).then(({ statusCode }) => statusCode);
    await untilBlocked(site);
    await accept(1);
    await holder.commit().execute();
    expect(await disposed).toBe(303);
    expect(await linesOf(id)).toMatchObject([1, 2].map(() => ({ number: null, answer: 'accepted' })));
  });
});
