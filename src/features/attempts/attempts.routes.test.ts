import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { assess, doTheWork, enrolIn, publishProgrammes, submit } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon } from '../../../test/support/app.ts';
import { type Person, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';

let site: TestSite;
let earner: Person;
let assessor: Person;
let attempt: { id: string; sha256: string; issuer_id: string };

beforeAll(async () => {
  site = await createTestApp();
  await publishProgrammes(site);
  earner = await insertPerson(site, { name: 'Maya Okafor' });
  const enrolmentId = await enrolIn(site, earner, 'constructing-and-growing-equity');
  await doTheWork(site, earner, enrolmentId);
  const id = await submit(site, earner, enrolmentId);
  attempt = await site.db
    .selectFrom('attempts')
    .select(['id', 'sha256', 'issuer_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assessor = await insertPerson(site);
  await insertMembership(site, { id: attempt.issuer_id, slug: '', name: '' }, assessor, 'assessor');
});
afterAll(() => site.close());

const fetchPack = async (person: Person) => get(site, `/attempts/${attempt.id}/pack.zip`, await signIn(site, person));

/** What stands in a ZIP, by its path below the one folder that holds everything. */
async function unzip(zip: Buffer): Promise<Map<string, Buffer>> {
  const archive = await yauzl.fromBufferPromise(zip, { validateEntrySizes: true });
  const entries = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    entries.set(entry.fileName.replace(/^[^/]+\//u, ''), Buffer.concat(chunks));
  }
  return entries;
}

const hashOf = (content: Buffer | undefined) =>
  createHash('sha256')
    .update(content ?? '')
    .digest('hex');

describe('the evidence pack', () => {
  it('holds every text and file with hashes that hold, and the JSON that the receipt speaks of', async () => {
    const response = await fetchPack(earner);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-length']).toBe(String(response.rawPayload.length));
    expect(response.headers['content-disposition']).toMatch(/^attachment; filename="constructing.*-attempt-1\.zip"$/u);

    const entries = await unzip(response.rawPayload);
    const sums = entries.get('SHA256SUMS')?.toString().trimEnd().split('\n') ?? [];
    const listed = sums.map((line) => line.split('  ') as [string, string]);
    expect(listed.map(([, path]) => path).sort()).toEqual(
      [...entries.keys()].filter((path) => path !== 'SHA256SUMS').sort(),
    );
    for (const [hash, path] of listed) expect([path, hashOf(entries.get(path))]).toEqual([path, hash]);
    expect(hashOf(entries.get('attempt.json'))).toBe(attempt.sha256);
    expect(entries.get('HOW-TO-CHECK.txt')?.toString()).toContain(attempt.sha256);
    expect(entries.get('attempt.pdf')?.subarray(0, 5).toString()).toBe('%PDF-');
    expect([...entries.keys()].filter((path) => path.startsWith('files/')).length).toBeGreaterThan(1);
    expect([...entries.keys()].filter((path) => path.startsWith('texts/')).length).toBeGreaterThan(1);
  });

  it('has a page that runs nothing, fetches nothing, and whose every link leads to something in the pack', async () => {
    const entries = await unzip((await fetchPack(earner)).rawPayload);
    const page = new JSDOM(entries.get('index.html')?.toString() ?? '').window.document;
    expect(page.querySelectorAll('script, img, iframe, link, [src]').length).toBe(0);
    const links = [...page.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
    expect(links.filter((href) => href.startsWith('files/')).length).toBeGreaterThan(3);
    for (const href of links) {
      if (href.startsWith('#')) expect(page.getElementById(href.slice(1)), href).not.toBeNull();
      else if (!href.startsWith('http'))
        expect(entries.has(decodeURIComponent(href.split('#')[0] ?? '')), href).toBe(true);
    }
  });

  it('is for the earner and the issuer’s assessors; to everyone else there is no such attempt', async () => {
    expect((await fetchPack(assessor)).statusCode).toBe(200);
    expect((await fetchPack(await insertPerson(site))).statusCode).toBe(404);
    expect((await get(site, `/attempts/${attempt.id}/pack.zip`)).statusCode).toBe(303);
  });

  it('leaves out a file that is hidden for privacy, but not for its owner', async () => {
    const { artifact_id } = await site.db
      .selectFrom('attempt_files')
      .select('artifact_id')
      .where('attempt_id', '=', attempt.id)
      .orderBy('artifact_id')
      .limit(1)
      .executeTakeFirstOrThrow();
    const flag = await raise({ artifact_id });
    const all = await unzip((await fetchPack(earner)).rawPayload);
    const some = await unzip((await fetchPack(assessor)).rawPayload);
    expect(all.size - some.size).toBe(1);
    expect(some.get('index.html')?.toString()).toContain('left out of this pack');
    await lift(flag);
    expect((await unzip((await fetchPack(assessor)).rawPayload)).size).toBe(all.size);
  });

  it('leaves out, also for its owner, a file in which a virus was found since', async () => {
    const { blob_sha256 } = await site.db
      .selectFrom('attempt_files')
      .select('blob_sha256')
      .where('attempt_id', '=', attempt.id)
      .where('blob_sha256', 'is not', null)
      .limit(1)
      .executeTakeFirstOrThrow();
    const scan = (found: 'infected' | 'none') =>
      site.db.updateTable('blob_facts').set({ scan: found }).where('blob_sha256', '=', blob_sha256).execute();
    const whole = await unzip((await fetchPack(earner)).rawPayload);
    await scan('infected');
    for (const person of [earner, assessor]) {
      const entries = await unzip((await fetchPack(person)).rawPayload);
      expect([...entries.values()].map(hashOf)).not.toContain(blob_sha256);
    }
    await scan('none');
    expect([...whole.values()].map(hashOf)).toContain(blob_sha256);
  });

  it('is refused to assessors while a text is hidden, since it stands in the sealed JSON too', async () => {
    const flag = await raise({ requirement_key: 'reflection', place: 'text' });
    expect((await fetchPack(assessor)).statusCode).toBe(409);
    expect((await get(site, `/attempts/${attempt.id}/attempt.pdf`, await signIn(site, assessor))).statusCode).toBe(409);
    expect((await fetchPack(earner)).statusCode).toBe(200);
    await lift(flag);
  });

  it('breaks off rather than deliver a file that is not what was sealed', async () => {
    const { sha256 } = await site.db
      .selectFrom('attempt_files')
      .innerJoin('blobs', 'blobs.sha256', 'attempt_files.blob_sha256')
      .select('blobs.sha256')
      .where('attempt_id', '=', attempt.id)
      .limit(1)
      .executeTakeFirstOrThrow();
    const path = join(site.dataDir, 'files/blobs', sha256.slice(0, 2), sha256);
    const chunks: Buffer[] = [];
    for await (const chunk of site.deps.storage.read(sha256)) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks);
    await writeFile(path, Buffer.from(content).fill('x', 10, 12));
    const address = await site.app.listen({ port: 0, host: '127.0.0.1' });
    const response = await fetch(`${address}/attempts/${attempt.id}/pack.zip`, { headers: await signIn(site, earner) });
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow();
    await writeFile(path, content);
    expect((await fetchPack(earner)).statusCode).toBe(200);
  });
});

it('gives the attempt as a PDF', async () => {
  const response = await get(site, `/attempts/${attempt.id}/attempt.pdf`, await signIn(site, earner));
  expect(response.headers['content-type']).toBe('application/pdf');
  expect(response.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
});

it('is fixed by one hash, which the page of the award and its credential name', async () => {
  await assess(site, assessor, attempt.id);
  await site.runJobs();
  const { public_id, credential } = await site.db
    .selectFrom('awards as a')
    .innerJoin('award_credentials as c', 'c.award_id', 'a.id')
    .select(['a.public_id', 'c.credential'])
    .where('a.person_id', '=', earner.id)
    .executeTakeFirstOrThrow();
  const own = new JSDOM((await get(site, `/verify/${public_id}`, await signIn(site, earner))).body).window.document;
  const pack = own.querySelector('.award-yours a[href$="/pack.zip"]')?.getAttribute('href') ?? '';
  const entries = await unzip((await get(site, pack, await signIn(site, earner))).rawPayload);

  const sealed = entries.get('attempt.json');
  for (const [path, content] of entries)
    if (path.startsWith('files/')) expect(sealed?.toString(), path).toContain(hashOf(content));
  const stranger = (await get(site, `/verify/${public_id}`)).body;
  expect(stranger).toContain(`<dt>Evidence pack</dt>`);
  expect(stranger).toContain(`<code>${hashOf(sealed)}</code>`);
  expect(stranger).not.toContain('pack.zip');
  const { evidence } = credential as { evidence: { narrative: string }[] };
  expect(evidence[0]?.narrative).toContain(`: ${hashOf(sealed)}.`);
});

async function raise(what: { artifact_id: string } | { requirement_key: string; place: string }): Promise<string> {
  const { id } = await site.db
    .insertInto('privacy_flags')
    .values({
      issuer_id: attempt.issuer_id,
      attempt_id: attempt.id,
      reason: 'A name can be read',
      raised_by: assessor.id,
      raised_at: noon,
      ...what,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function lift(id: string): Promise<void> {
  await site.db
    .updateTable('privacy_flags')
    .set({ lifted_at: noon, lifted_by: assessor.id })
    .where('id', '=', id)
    .execute();
}
