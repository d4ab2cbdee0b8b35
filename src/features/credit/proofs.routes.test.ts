import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  approvalLink,
  askFor,
  insertClaim,
  insertLicence,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertPerson, signIn } from '../../../test/support/factories.ts';
import { makePdf, postFiles } from '../../../test/support/multipart.ts';
import { collectFiles } from '../artifacts/collect-files.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  const { accepts } = await ruleLike({});
  await publishCreditRules(site, [
    await ruleLike({ slug: 'takes-own', title: 'Takes own hours', accepts: { ...accepts, selfReported: true } }),
  ]);
});
afterAll(() => site.close());

const fields = {
  ...{ source: 'session', title: 'Reading data together', provider: 'Lakeside Network', nature: 'workshop' },
  ...{ beginsOn: '2026-10-05', endsOn: '', heldAt: '4 to 6 p.m.', place: 'Lakeside School', hours: '2' },
  ...{ how: 'One evening.', proof: 'The sign-in sheet.' },
};

const enter = async (
  headers: Record<string, string>,
  content: Uint8Array | string,
  change: Partial<typeof fields> = {},
) =>
  postFiles(
    site,
    '/credit/entries',
    { ...fields, ...change },
    [{ field: 'proofFile', name: 'Sheet.pdf', content }],
    headers,
  );

const entryOf = async (location: string | undefined) => location?.split('#entry-')[1] ?? '';

describe('a file that shows hours', () => {
  it('is opened by its earner and by whoever is asked to approve, as long as they are, and by nobody else', async () => {
    const person = await insertPerson(site);
    const headers = await signIn(site, person);
    const pdf = await makePdf(2);
    const entryId = await entryOf((await enter(headers, pdf)).headers.location);
    const url = `/credit/entries/${entryId}/proof`;
    expect(pageOf(await get(site, '/credit', headers)).querySelector(`a[href="${url}"]`)?.textContent).toBe(
      'Sheet.pdf',
    );
    const own = await get(site, url, headers);
    expect(own.rawPayload.equals(Buffer.from(pdf))).toBe(true);
    expect(own.headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' });
    expect((await get(site, url, await signIn(site, await insertPerson(site)))).statusCode).toBe(404);

    const licenceId = await insertLicence(site, person, { slug: 'takes-own' });
    const claimId = await insertClaim(site, person, entryId, licenceId);
    await askFor(site, person, claimId, 'head@example.org');
    const link = await approvalLink(site, 'head@example.org');
    expect(textOf(pageOf(await get(site, link)))).toContain('Proof: Sheet.pdf');
    const shown = await get(site, `${link}/proof`);
    expect(shown.rawPayload.equals(Buffer.from(pdf))).toBe(true);
    expect(shown.headers).toMatchObject({ 'referrer-policy': 'no-referrer' });
    await post(site, link, { answer: 'approved', approverName: 'Ada', approverRole: 'Head' });
    expect((await get(site, `${link}/proof`)).statusCode).toBe(404);

    const csv = (await get(site, '/credit/transcript.csv', headers)).body;
    expect(csv).toMatch(/The sign-in sheet\.,Sheet\.pdf,[0-9a-f]{64}/);
  });

  it('stays with the line as long as the line is there, and is never changed', async () => {
    const headers = await signIn(site, await insertPerson(site));
    const pdf = await makePdf(3);
    const entryId = await entryOf((await enter(headers, pdf)).headers.location);
    await collectFiles({ ...site.deps, now: () => new Date(site.deps.now().getTime() + 400 * 86_400_000) });
    expect((await get(site, `/credit/entries/${entryId}/proof`, headers)).statusCode).toBe(200);
    await expect(site.db.updateTable('credit_proofs').set({ name: 'x' }).execute()).rejects.toThrow(/never change/);
    await expect(site.db.deleteFrom('credit_proofs').execute()).rejects.toThrow(/never change/);
  });

  it('is nothing but a PDF or a picture of one virus-free file; what is refused loses nothing and keeps nothing', async () => {
    const headers = await signIn(site, await insertPerson(site));
    const blobs = async () => (await site.db.selectFrom('blobs').select('sha256').execute()).length;
    const before = await blobs();
    const program = await enter(headers, 'MZ\u0090\u0000 no picture');
    const wrong = await enter(headers, await makePdf(4), { hours: '2.1' });
    for (const refused of [program, wrong]) {
      expect(refused.statusCode).toBe(422);
      expect(pageOf(refused).querySelector<HTMLInputElement>('#title')?.value).toBe('Reading data together');
      expect(pageOf(refused).querySelector('#proofFile-error')).not.toBeNull();
    }
    expect(await blobs()).toBe(before);
    expect(textOf(pageOf(await get(site, '/credit', headers)))).toContain('There are no hours yet');

    const entryId = await entryOf((await enter(headers, await makePdf(5))).headers.location);
    await site.db
      .updateTable('blob_facts')
      .set({ scan: 'infected' })
      .where('blob_sha256', 'in', (eb) =>
        eb.selectFrom('credit_proofs').select('blob_sha256').where('entry_id', '=', entryId),
      )
      .execute();
    expect((await get(site, `/credit/entries/${entryId}/proof`, headers)).statusCode).toBe(409);
  });
});
