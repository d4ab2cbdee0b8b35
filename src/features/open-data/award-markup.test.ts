import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';
import { setAwardStatus } from '../status/set-status.ts';

const baseUrl = 'https://tessera.example';
let site: TestSite;
beforeAll(async () => {
  site = await createTestApp({ baseUrl });
});
afterAll(() => site.close());

/** The nodes of the page's one block of data, and the page's words without it. */
async function markupOf(url: string) {
  const page = pageOf(await get(site, url));
  const blocks = page.querySelectorAll('script[type="application/ld+json"]');
  expect(blocks.length).toBeLessThan(2);
  const data = blocks[0] && (JSON.parse(blocks[0].textContent ?? '') as { '@graph': Record<string, unknown>[] });
  return { nodes: data?.['@graph'] ?? [], words: page.body.textContent ?? '' };
}

it('tells what the page of an award and a public profile show, until the award counts no more', async () => {
  const person = await insertPerson(site, { name: 'Ana </script> Rivera' });
  const published = await insertPublished(site);
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person, published }) });
  const issued = await issueAward(site.deps, { attemptId });
  if (!issued.ok) throw new Error(issued.reason);
  const { publicId } = issued;
  const url = `${baseUrl}/verify/${publicId}`;
  const { definition, issuer } = published;

  const { nodes, words } = await markupOf(`/verify/${publicId}`);
  const [organisation, credential, earner] = nodes;
  expect(organisation).toMatchObject({ '@type': 'Organization', name: issuer.name });
  expect(credential).toMatchObject({
    '@type': 'EducationalOccupationalCredential',
    ...{ '@id': url, url, name: definition.title, description: definition.statement },
    recognizedBy: { '@id': organisation?.['@id'] },
    isBasedOn: `${baseUrl}/micro-credentials/${definition.slug}`,
    datePublished: '2026-11-22',
  });
  expect(earner).toEqual({ '@type': 'Person', name: person.name, hasCredential: { '@id': url } });
  for (const said of [issuer.name, definition.title, definition.statement, person.name]) expect(words).toContain(said);

  const { id: awardId } = await site.db.selectFrom('awards').select('id').executeTakeFirstOrThrow();
  const cookie = await signIn(site, person);
  const form = pageOf(await get(site, '/awards/profile', cookie));
  const revision = form.querySelector('input[name=revision]')?.getAttribute('value') ?? '';
  const fields = { revision, handle: 'ana', then: 'on', [`show-${publicId}`]: 'on' };
  expect((await post(site, '/awards/profile', fields, cookie)).statusCode).toBe(303);
  const [profile] = (await markupOf('/earners/ana')).nodes;
  expect(profile).toEqual({
    '@type': 'ProfilePage',
    '@id': `${baseUrl}/earners/ana`,
    url: `${baseUrl}/earners/ana`,
    mainEntity: {
      '@type': 'Person',
      name: person.name,
      url: `${baseUrl}/earners/ana`,
      // The date is not on the page, since its earner does not show it.
      hasCredential: [
        {
          '@type': 'EducationalOccupationalCredential',
          ...{ '@id': url, url, name: definition.title },
          recognizedBy: { '@type': 'Organization', name: issuer.name },
        },
      ],
    },
  });

  await site.db.transaction().execute((trx) =>
    setAwardStatus(trx, {
      ...{ awardId, issuerId: issuer.id, status: 'revoked', reason: 'A test.', byPerson: null, at: noon },
    }),
  );
  expect((await markupOf(`/verify/${publicId}`)).nodes).toEqual([]);
  expect(JSON.stringify((await markupOf('/earners/ana')).nodes)).not.toContain(publicId);
});
