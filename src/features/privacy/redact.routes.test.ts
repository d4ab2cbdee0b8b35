import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { releaseRatings } from '../../../test/support/attempts.ts';
import { type Person, insertMember, signIn } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import type { ArtifactData } from '#domain/evidence/artifact/artifact.ts';
import { findWorkspace } from '../work/workspace.queries.ts';

let site: TestSite;
let desk: Desk;
beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});
beforeEach(async () => {
  desk = await startWork(site);
});

/** Noise of reds and greens, with a preview and a place beside its pixels: nothing of it is black. */
async function photo(format: 'jpeg' | 'png' | 'webp' = 'jpeg', orientation?: number): Promise<Buffer> {
  const [width, height] = [200, 100];
  const raw = Buffer.alloc(width * height * 3);
  for (let at = 0; at < raw.length; at += 1) raw[at] = at % 3 === 2 ? 90 : 120 + ((at * 7919) % 130);
  const image = sharp(raw, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { Artist: 'Noor Haddad' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata(orientation === undefined ? {} : { orientation });
  return image.toFormat(format).toBuffer();
}

async function handInPhoto(content: Buffer, name = 'class.jpg', requirement = 'tally'): Promise<string> {
  const url = `${desk.home}/artifacts?requirement=${requirement}`;
  const answer = await postFiles(site, url, {}, [{ name, content }], { ...desk.headers, accept: 'application/json' });
  expect(answer.json().refused).toEqual([]);
  return answer.json().added[0].id as string;
}

const box = (index: number, x: number, y: number, width: number, height: number) => ({
  [`region.${index}.x`]: String(x),
  [`region.${index}.y`]: String(y),
  [`region.${index}.width`]: String(width),
  [`region.${index}.height`]: String(height),
});
const redact = (id: string, fields: Record<string, string>, headers = desk.headers) =>
  post(site, `${desk.home}/artifacts/${id}/redact`, fields, headers);
const content = async (id: string) => (await get(site, `/artifacts/${id}`, desk.headers)).rawPayload;
const newId = (location: unknown) => /artifacts\/([\da-f-]{36})/.exec(String(location))?.[1] ?? '';
const isPrivate = async (id: string) =>
  (await site.db.selectFrom('artifacts').select('is_private').where('id', '=', id).executeTakeFirstOrThrow())
    .is_private;

describe('what is blacked out', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('is in no pixel and no byte of the new version: %s', async (format) => {
    const original = await photo(format);
    const id = await handInPhoto(original, `class.${format}`);
    const response = await redact(id, { ...box(0, 10, 20, 30, 40), ...box(2, 90, 90, 50, 50) });
    expect(response.statusCode).toBe(303);
    const next = await content(newId(response.headers.location));
    const before = await sharp(original).raw().toBuffer();
    const { data, info } = await sharp(next).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([200, 100, 3]);
    let inside = 0;
    let apart = 0;
    for (let y = 0; y < 100; y += 1)
      for (let x = 0; x < 200; x += 1) {
        const at = (y * 200 + x) * 3;
        const isIn = (x >= 20 && x < 80 && y >= 20 && y < 60) || (x >= 180 && y >= 90);
        if (isIn) inside = Math.max(inside, data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255);
        else if (Math.hypot(x - 50, y - 40) > 70 && x < 170) apart += Math.abs((data[at] ?? 0) - (before[at] ?? 0));
      }
    // Solid, but for what compression does at an edge; and far from it the picture is what it was.
    expect(inside).toBeLessThan(format === 'png' ? 1 : 60);
    expect(apart / 20_000).toBeLessThan(12);
    const { exif, xmp, iptc } = await sharp(next).metadata();
    expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    expect(next.includes('Noor')).toBe(false);
  });

  it('lies where it was drawn on the picture as it is looked at', async () => {
    const id = await handInPhoto(await photo('png', 6), 'turned.png');
    const response = await redact(id, box(0, 0, 0, 50, 25));
    const { data, info } = await sharp(await content(newId(response.headers.location)))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([100, 200]);
    const at = (x: number, y: number) => data[(y * info.width + x) * info.channels];
    expect([at(0, 0), at(49, 49)]).toEqual([0, 0]);
    expect(at(50, 0)).toBeGreaterThan(100);
    expect(at(0, 50)).toBeGreaterThan(100);
  });

  it('is not seen through a transparent picture', async () => {
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#ff000020' } })
      .png()
      .toBuffer();
    const response = await redact(await handInPhoto(clear, 'clear.png'), box(0, 0, 0, 100, 50));
    const { data } = await sharp(await content(newId(response.headers.location)))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
  });
});

describe('the original', () => {
  it('stays with its owner alone, in the attempts that used it and in every copy; evidence points into the new one', async () => {
    await makeEverything(site, desk);
    const original = await photo();
    const id = await handInPhoto(original);
    await putDraft(site, desk, 'tally', 0, { items: [{ artifact: id, note: 'Our class' }] });
    await submit(site, desk);
    const { person } = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
    const assessor = await signIn(site, person);
    expect((await get(site, `/artifacts/${id}`, assessor)).statusCode).toBe(200);
    await sendBack(person);
    const copy = await handInPhoto(original, 'again.jpg', 'portfolio');

    const response = await redact(id, box(0, 10, 10, 20, 20));
    const next = newId(response.headers.location);
    const ways = ['', '/view', '/text', '/facts', '/rendition', '/captions/en.vtt'];
    for (const way of ways) expect((await get(site, `/artifacts/${id}${way}`, assessor)).statusCode).toBe(404);
    expect((await get(site, `/artifacts/${id}`, desk.headers)).rawPayload.equals(original)).toBe(true);
    expect([await isPrivate(id), await isPrivate(copy), await isPrivate(next)]).toEqual([true, true, false]);
    const workspace = await findWorkspace(site.db, desk.person.id, desk.id);
    const { items } = workspace?.evidence.get('tally')?.data as ArtifactData;
    expect(items[0]).toEqual({ artifact: next, note: 'Our class' });

    // In the attempt that it stands in, nothing but that it is there.
    const attempt = await site.db
      .selectFrom('attempts')
      .select('id')
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    const pack = await get(site, `/attempts/${attempt.id}/pack.zip`, assessor);
    expect(pack.statusCode).toBe(200);
    expect(pack.rawPayload.includes(original)).toBe(false);
    expect(pack.rawPayload.includes('class.jpg')).toBe(false);
    const page = textOf(pageOf(await get(site, `${desk.home}/artifacts/${next}?replaced=1`, desk.headers)));
    expect(page).toContain('kept from everyone but you');
  });

  it('keeps other work that still uses it from being handed in, and is itself again once that is undone', async () => {
    await makeEverything(site, desk);
    const original = await photo();
    const id = await handInPhoto(original);
    const copy = await handInPhoto(original, 'again.jpg');
    const next = newId((await redact(id, box(0, 10, 10, 20, 20))).headers.location);
    const refused = await submit(site, desk);
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused))).toContain('Replace “again.jpg” by the version that you blacked out');
    await post(site, `${desk.home}/artifacts/${next}/replace`, { undo: '1' }, desk.headers);
    expect([await isPrivate(id), await isPrivate(copy)]).toEqual([false, false]);
    expect((await submit(site, desk)).statusCode).toBe(303);
  });
});

describe('what can’t be blacked out', () => {
  it('says what is wrong with the boxes, with what was typed', async () => {
    const id = await handInPhoto(await photo());
    const none = await redact(id, {});
    expect(none.statusCode).toBe(422);
    const wrong = await redact(id, { ...box(0, 10, 10, 20, 20), 'region.0.width': 'half' });
    expect(wrong.statusCode).toBe(422);
    const page = pageOf(wrong);
    expect(page.querySelector<HTMLInputElement>('[name="region.0.width"]')?.value).toBe('half');
    expect(page.querySelector('.error-summary a')?.getAttribute('href')).toBe('#region.0.width');
    expect(await isPrivate(id)).toBe(false);
  });

  it('says of a document what to do instead, and of an animation', async () => {
    const pdf = await handIn(site, desk, 'tally');
    expect(textOf(pageOf(await get(site, `${desk.home}/artifacts/${pdf}/redact`, desk.headers)))).toContain(
      'save the page as an image first',
    );
    expect((await redact(pdf, box(0, 1, 1, 9, 9))).statusCode).toBe(409);
    const frame = (red: number) => Buffer.alloc(20 * 20 * 3, red);
    const animation = await sharp(Buffer.concat([frame(10), frame(200)]), {
      raw: { width: 20, height: 40, channels: 3, pageHeight: 20 },
    })
      .gif({ loop: 0 })
      .toBuffer();
    const gif = await handInPhoto(animation, 'moving.gif');
    const response = await redact(gif, box(0, 1, 1, 9, 9));
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain('animation');
  });

  it('is anybody else’s file, and one that was replaced meanwhile', async () => {
    const id = await handInPhoto(await photo());
    const other = await startWork(site);
    expect((await redact(id, box(0, 1, 1, 9, 9), other.headers)).statusCode).toBe(404);
    expect((await redact(id, box(0, 1, 1, 9, 9))).statusCode).toBe(303);
    expect((await redact(id, box(0, 1, 1, 9, 9))).statusCode).toBe(404);
  });

  it('goes once where it is sent twice at the same moment', async () => {
    const id = await handInPhoto(await photo());
    const holder = await hold(site);
    await sql`select 1 from enrolments where id = ${desk.id} for update`.execute(holder);
    const both = Promise.all([redact(id, box(0, 1, 1, 9, 9)), redact(id, box(0, 5, 5, 9, 9))]);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    expect((await both).map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  });
});

/** The last attempt goes back to the earner. */
async function sendBack(assessor: Person): Promise<void> {
  const { issuer } = desk.published;
  const { id } = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  const { id: assessment } = await site.db
    .insertInto('assessments')
    .values({
      ...{ issuer_id: issuer.id, attempt_id: id, assessor_id: assessor.id },
      ...{ claimed_at: noon, lease_expires_at: noon },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await releaseRatings(site, { assessmentId: assessment, outcome: 'not_yet' });
}
