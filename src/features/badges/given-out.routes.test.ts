import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awardFileName } from '#domain/award/award-file-name.ts';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertPerson } from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';

/** What is given out of an award: to whom it belongs, under which name, and in the same words everywhere. */
let site: TestSite;
let award: { id: string; issuerId: string; issuer: string; slug: string; publicId: string; attemptId: string };
beforeAll(async () => {
  site = await createTestApp();
  const { enrolment, attemptId } = await insertDecided(site);
  const issued = await issueAward(site.deps, { attemptId });
  const { id, issuer_id } = await site.db
    .selectFrom('awards')
    .select(['id', 'issuer_id'])
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const { issuer, definition } = enrolment.published;
  award = {
    ...{ id, issuerId: issuer_id, issuer: issuer.slug, slug: definition.slug, attemptId },
    publicId: issued.ok ? issued.publicId : '',
  };
});
afterAll(() => site.close());

const files = [
  'certificate.pdf',
  'certificate.pdf?paper=letter',
  'badge.png',
  'badge.png?format=jwt',
  'badge.png?format=ob2',
  'badge.svg',
  'badge.svg?format=jwt',
  'credential.json',
  'credential.jwt',
];

it('goes by a name that tells the award and the kind of file, no two alike', async () => {
  const names = [];
  for (const file of files) {
    const { statusCode, headers } = await get(site, `/verify/${award.publicId}/${file}`);
    expect(statusCode, file).toBe(200);
    names.push(/filename="([^"]+)"/.exec(String(headers['content-disposition']))?.[1]);
  }
  expect(names).toContain(`${award.slug}-certificate-letter.pdf`);
  expect(names).toContain(`${award.slug}-badge-ob2.png`);
  expect(names).toContain(`${award.slug}-credential.json`);
  expect(new Set(names).size).toBe(files.length);
});

it('has a name that no slug can break out of', () => {
  expect(awardFileName('a"; x=/../é', 'badge-png')).toBe('a-x--badge.png');
});

it('is for no search engine, and shows its card where a link to it is shared', async () => {
  const response = await get(site, `/verify/${award.publicId}`);
  expect(response.headers['x-robots-tag']).toBe('noindex');
  const { head } = pageOf(response);
  expect(head.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
  expect(head.querySelector('meta[property="og:image"]')?.getAttribute('content')).toContain('/image.png');
  for (const file of files)
    expect((await get(site, `/verify/${award.publicId}/${file}`)).headers['x-robots-tag'], file).toBe('noindex');
  for (const file of [`assertions/${award.publicId}`, `issuers/${award.issuer}`])
    expect((await get(site, `/ob2/${file}`)).headers['x-robots-tag'], file).toBe('noindex');
  // Those who show the card fetch its picture, and what they may read is not forbidden to them.
  expect((await get(site, `/verify/${award.publicId}/image.png`)).headers['x-robots-tag']).toBeUndefined();
  expect((await get(site, '/robots.txt')).body).not.toContain('Disallow: /verify');
  expect((await get(site, '/sitemap.xml')).body).not.toContain(award.publicId);
  expect((await get(site, '/library')).headers['x-robots-tag']).toBeUndefined();
});

describe('the folder of an issuer’s status lists', () => {
  it('is where its DID document says, and names each list', async () => {
    const did = (await get(site, `/issuers/${award.issuer}/did.json`)).json<{
      id: string;
      service: { serviceEndpoint: string }[];
    }>();
    const folder = did.service[0]!.serviceEndpoint;
    const answer = await get(site, folder.replace(site.deps.baseUrl, ''));
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(answer.json()).toEqual({ issuer: did.id, statusPurpose: 'suspension', statusLists: [`${folder}/1`] });
    expect((await get(site, `${folder}/1`.replace(site.deps.baseUrl, ''))).statusCode).toBe(200);
  });

  it.each(['/issuers/nobody/status/suspension', '/issuers/ISSUER/status/refresh'])(
    'is at no other address: %s',
    async (path) => {
      expect((await get(site, path.replace('ISSUER', award.issuer))).statusCode).toBe(404);
    },
  );
});

it('says in Open Badges 2.0 why it was revoked in the words of its page', async () => {
  const { id: startedBy } = await insertPerson(site);
  await site.db
    .insertInto('revocations')
    .values({
      ...{ issuer_id: award.issuerId, award_id: award.id, code: 'issued-in-error', reason: 'Told to the earner.' },
      ...{ started_by: startedBy, started_at: noon, suspends: false, appeal_until: noon },
      ...{ state: 'revoked', decided_at: noon },
    })
    .execute();
  await site.db
    .insertInto('award_status_events')
    .values({ issuer_id: award.issuerId, award_id: award.id, status: 'revoked', reason: 'Told.', at: noon })
    .execute();
  const older = await get(site, `/ob2/assertions/${award.publicId}`);
  expect([older.statusCode, older.json()]).toMatchObject([410, { revocationReason: 'It was issued in error.' }]);
  expect(textOf(pageOf(await get(site, `/verify/${award.publicId}`)))).toContain('It was issued in error.');
});
