import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { sha256 } from '#platform/hash.ts';
import { type TestSite, createTestApp, noon, post, untilBlocked } from '../../../test/support/app.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import { insertCaptions } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { collectFiles } from './collect-files.ts';
import { insertBlob } from './insert-blob.ts';
import { scrubFiles } from './scrub-files.ts';

let site: TestSite;
let files: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'tessera-files-'));
  site = await createTestApp({ overrides: { storage: createDiskStorage(files) } });
});
afterAll(async () => {
  await site.close();
  await rm(files, { recursive: true, force: true });
});
beforeEach(() => {
  site.setNow(noon);
});

const day = 24 * 3600_000;
const later = (days: number) => {
  site.setNow(new Date(Date.now() + days * day));
};
const has = (name: string) => site.deps.storage.has(name);
const pathOf = (name: string) => join(files, 'blobs', name.slice(0, 2), name);

/** Hands in a text that nobody else has; its artifact and its content. */
async function handInText(desk: Desk, text = randomBytes(20).toString('hex')): Promise<{ id: string; name: string }> {
  const url = `${desk.home}/artifacts?requirement=tally`;
  const sent = [{ name: 'note.txt', content: text }];
  const answer = await postFiles(site, url, {}, sent, { ...desk.headers, accept: 'application/json' });
  return { id: answer.json().added[0].id, name: sha256(text) };
}

async function remove(desk: Desk, id: string, daysAgo = 91): Promise<void> {
  await post(site, `${desk.home}/artifacts/${id}/remove`, {}, desk.headers);
  const removed_at = new Date(Date.now() - daysAgo * day);
  await site.db
    .updateTable('artifacts')
    .set({ removed_at })
    .where('id', '=', id)
    .where('removed_at', 'is not', null)
    .execute();
}

const isThere = async (id: string) =>
  (await site.db.selectFrom('artifacts').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;

describe('an artifact that was removed', () => {
  it('goes after 90 days, and its content a day after it was handed in', async () => {
    const desk = await startWork(site);
    const { id, name } = await handInText(desk);
    await remove(desk, id, 89);
    later(0);
    await collectFiles(site.deps);
    expect([await isThere(id), await has(name)]).toEqual([true, true]);

    await remove(desk, id);
    await collectFiles(site.deps);
    expect([await isThere(id), await has(name)]).toEqual([false, true]);
    later(2);
    await collectFiles(site.deps);
    expect(await has(name)).toBe(false);
    expect(await site.db.selectFrom('blobs').select('sha256').where('sha256', '=', name).execute()).toEqual([]);
    const trail = await site.db.selectFrom('audit_events').select('action').where('subject_id', '=', id).execute();
    expect(trail.map(({ action }) => action)).toContain('artifact.collected');
  });

  it('stays where an attempt has it', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    await submit(site, desk);
    await site.db
      .updateTable('artifacts')
      .set({ removed_at: new Date(0) })
      .where('id', '=', tally)
      .execute();
    later(200);
    await collectFiles(site.deps);
    expect(await isThere(tally)).toBe(true);
  });

  it('stays while the draft, or a state of it from the last 90 days, names it', async () => {
    const desk = await startWork(site);
    const proof = await handIn(site, desk, 'portfolio', 'proof.pdf');
    const source = { artifact: proof, locator: { type: 'page', page: 1 } };
    const named = { entries: { noticed: { sources: [source], explanation: 'It shows it.' } } };
    expect((await putDraft(site, desk, 'portfolio', 0, named)).statusCode).toBe(200);
    await remove(desk, proof);
    site.setNow(new Date());
    await collectFiles(site.deps);
    expect(await isThere(proof)).toBe(true);

    expect((await putDraft(site, desk, 'portfolio', 1, { entries: {} })).statusCode).toBe(200);
    await collectFiles(site.deps);
    expect(await isThere(proof)).toBe(true);

    later(91);
    await collectFiles(site.deps);
    expect(await isThere(proof)).toBe(false);
  });

  it('leaves the captions that an attempt was sealed with, also when the draft has others by now', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    await insertCaptions(site, tally);
    expect((await submit(site, desk)).statusCode).toBe(303);
    const gone = await site.db.deleteFrom('artifact_captions').returning('blob_sha256').execute();
    later(2);
    await collectFiles(site.deps);
    expect(await has(gone[0]!.blob_sha256)).toBe(true);
  });

  it('goes the same day, however many go', async () => {
    await sql`insert into blobs (sha256, size, media_type, created_at)
      select encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), 1, 'text/plain', now() - interval '2 days'
      from generate_series(1, 1001) n`.execute(site.db);
    later(0);
    expect((await collectFiles(site.deps)).contents).toBeGreaterThanOrEqual(1001);
  });

  it('leaves its content to whoever else has the same', async () => {
    const desk = await startWork(site);
    const other = await startWork(site);
    const text = 'The same text in two hands.';
    const { id, name } = await handInText(desk, text);
    await handInText(other, text);
    await remove(desk, id);
    later(2);
    await collectFiles(site.deps);
    expect([await isThere(id), await has(name)]).toEqual([false, true]);
  });
});

describe('a content that nothing refers to', () => {
  /** A content that was kept days ago and that no row names any more. */
  async function lonely(text: string) {
    const received = await site.deps.storage.receive(Readable.from([Buffer.from(text)]), 1000);
    if (received === 'too-large') throw new Error('It is small.');
    await received.keep();
    const values = { sha256: received.sha256, size: received.size, media_type: 'text/plain' };
    await site.db
      .insertInto('blobs')
      .values({ ...values, created_at: new Date(Date.now() - 3 * day) })
      .execute();
    return received.sha256;
  }

  it('stays where somebody is handing in the same at this moment', async () => {
    const name = await lonely('somebody comes with it');
    site.setNow(new Date());
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const handing = site.db.transaction().execute(async (trx) => {
      await insertBlob(trx, { sha256: name, size: 22, mediaType: 'text/plain' });
      await held;
    });
    await expect
      .poll(
        async () =>
          (await site.deps.pool.query(`select 1 from pg_locks where locktype = 'transactionid' and granted`)).rows
            .length,
      )
      .toBeGreaterThan(0);
    await collectFiles(site.deps);
    expect(await has(name)).toBe(true);
    letGo();
    await handing;
    await collectFiles(site.deps);
    expect(await has(name)).toBe(false);
  });

  it('is put there anew by whoever hands in the same while it is being removed', async () => {
    const text = 'it comes while it goes';
    const name = await lonely(text);
    site.setNow(new Date());
    const desk = await startWork(site);
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const { storage } = site.deps;
    const slow = {
      ...storage,
      async remove(which: string) {
        await held;
        await storage.remove(which);
      },
    };
    const collecting = collectFiles({ ...site.deps, storage: slow });
    await expect
      .poll(
        async () =>
          (
            await site.deps.pool.query(
              `select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
            )
          ).rows.length,
      )
      .toBe(1);
    const handing = handInText(desk, text);
    await untilBlocked(site);
    letGo();
    await collecting;

    expect((await handing).name).toBe(name);
    expect(await has(name)).toBe(true);
    const row = await site.db.selectFrom('blobs').select('size').where('sha256', '=', name).executeTakeFirst();
    expect(row?.size).toBe(text.length);
  });

  it('stays where another table refers to it, also one of a later feature', async () => {
    const name = await lonely('an entry of the library');
    site.setNow(new Date());
    await site.deps.pool.query(
      `create table library_entries (file text references blobs); insert into library_entries values ('${name}')`,
    );
    await collectFiles(site.deps);
    expect(await has(name)).toBe(true);
    await site.deps.pool.query('drop table library_entries');
    await collectFiles(site.deps);
    expect(await has(name)).toBe(false);
  });
});

describe('a scrub', () => {
  const scrub = (repair = false) => scrubFiles(site.deps, { repair, now: new Date() });
  const faultOf = async (name: string) => (await scrub()).faults.find((fault) => fault.name === name);

  it('finds nothing where all is well', async () => {
    await handInText(await startWork(site));
    const { checked, faults } = await scrub();
    expect(checked).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  it('finds a file that was changed, cut off or taken away on the disk, and says whose it is', async () => {
    const desk = await startWork(site);
    const [changed, cut, gone] = await Promise.all([handInText(desk), handInText(desk), handInText(desk)]);
    await writeFile(pathOf(changed.name), 'x'.repeat(40));
    await truncate(pathOf(cut.name), 7);
    await rm(pathOf(gone.name));

    const usedBy = [`“note.txt” of ${desk.person.email}`];
    expect(await faultOf(changed.name)).toMatchObject({ kind: 'damaged', usedBy });
    expect(await faultOf(cut.name)).toMatchObject({ kind: 'damaged', usedBy });
    expect(await faultOf(gone.name)).toMatchObject({ kind: 'missing', usedBy });
    expect((await scrub(true)).faults).toHaveLength(3);
    await site.db.deleteFrom('artifacts').where('enrolment_id', '=', desk.id).execute();
    await site.db.deleteFrom('blobs').where('sha256', 'in', [changed.name, cut.name, gone.name]).execute();
    await Promise.all([changed, cut].map(({ name }) => rm(pathOf(name))));
  });

  it('finds what nothing names once it is a day old, and removes that alone', async () => {
    const desk = await startWork(site);
    const kept = await handInText(desk);
    const put = async (name: string, age: number) => {
      await site.deps.storage.receive(Readable.from([Buffer.from(name)]), 100);
      await writeFile(pathOf(kept.name).replace(kept.name, name), 'extra');
      await utimes(pathOf(kept.name).replace(kept.name, name), new Date(), new Date(Date.now() - age));
    };
    const prefix = kept.name.slice(0, 2);
    const orphan = prefix + 'a'.repeat(62);
    await put(orphan, 2 * day);
    await put(`${prefix}-left-by-hand.txt`, 2 * day);
    await put(prefix + 'b'.repeat(62), 3600_000);

    expect((await scrub()).faults.map(({ kind, name }) => [kind, name]).sort()).toEqual([
      ['orphaned', `${prefix}-left-by-hand.txt`],
      ['orphaned', orphan],
    ]);
    expect((await scrub(true)).faults.every(({ isRemoved }) => isRemoved)).toBe(true);
    expect((await scrub()).faults).toEqual([]);
    expect([await has(kept.name), await has(prefix + 'b'.repeat(62))]).toEqual([true, true]);
  });
});

it('a file that was changed on the disk is given to nobody as if it were whole', async () => {
  const desk = await startWork(site);
  const short = 'What we did in the spring term. ';
  const address = await site.app.listen({ port: 0, host: '127.0.0.1' });
  const open = async (id: string) => {
    const answer = await fetch(`${address}/artifacts/${id}`, { headers: desk.headers });
    return answer.ok ? answer.text().catch(() => 'broken off') : answer.status;
  };
  for (const text of [short, short.repeat(30_000)]) {
    const { id, name } = await handInText(desk, text);
    expect(await open(id)).toBe(text);
    await writeFile(pathOf(name), text.replace('spring', 'autumn'));
    // What is short has not begun to be sent; what is long breaks off, so that no browser takes it for whole.
    expect(await open(id)).toBe(text === short ? 500 : 'broken off');

    // Handed in again it is whole for everyone who has it.
    await handInText(desk, text);
    expect(await open(id)).toBe(text);
  }
});
