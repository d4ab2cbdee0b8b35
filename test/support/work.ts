import { expect } from 'vitest';
import { documentSha256 } from '#platform/hash.ts';
import { type TestSite, noon, post } from './app.ts';
import { type Enrolment, type Published, type Rows, insertEnrolment, insertPerson, signIn } from './factories.ts';
import { makePdf, postFiles } from './multipart.ts';

export type Desk = Enrolment & { home: string; headers: { cookie: string } };

/** Somebody at work on the base micro-credential, signed in. */
export async function startWork(site: TestSite, published?: Published): Promise<Desk> {
  const person = await insertPerson(site);
  const enrolment = await insertEnrolment(site, published ? { person, published } : { person });
  return { ...enrolment, home: `/work/${enrolment.id}`, headers: await signIn(site, person) };
}

/** Hands in a PDF for a requirement, as the editor does; its id. */
export async function handIn(site: TestSite, desk: Desk, requirement: string, name = 'plan.pdf'): Promise<string> {
  const url = `${desk.home}/artifacts?requirement=${requirement}`;
  const files = [{ name, content: await makePdf(3) }];
  const response = await postFiles(site, url, {}, files, { ...desk.headers, accept: 'application/json' });
  expect(response.json().refused).toEqual([]);
  return response.json().added[0].id as string;
}

/** So many PDFs of twenty pages handed in for the portfolio, their content never stored; their ids. */
export async function insertArtifacts(
  site: Rows,
  { id, person, published }: Enrolment,
  count: number,
): Promise<string[]> {
  const sha256 = documentSha256({ made: 'for a large portfolio' });
  await site.db
    .insertInto('blobs')
    .values({ sha256, size: 250_000, media_type: 'application/pdf' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await site.db
    .insertInto('artifacts')
    .values(
      Array.from({ length: count }, (_, index) => ({
        issuer_id: published.issuer.id,
        enrolment_id: id,
        owner_id: person.id,
        requirement_key: 'portfolio',
        kind: 'file' as const,
        name: `Minutes of the team, meeting ${index + 1}.pdf`,
        blob_sha256: sha256,
        pages: 20,
        created_at: new Date(noon.getTime() + index * 1000),
      })),
    )
    .returning(['id', 'name'])
    .execute();
  return rows.map((row) => row.id);
}

/** Saves a draft, as the editor does. */
export function putDraft(site: TestSite, desk: Desk, requirement: string, revision: number, data: unknown) {
  return site.app.inject({
    method: 'PUT',
    url: `${desk.home}/requirements/${requirement}/draft`,
    headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin', ...desk.headers },
    payload: { revision, data },
  });
}

/** Everything that the base micro-credential asks for. */
export async function makeEverything(site: TestSite, desk: Desk): Promise<{ tally: string; proof: string }> {
  const tally = await handIn(site, desk, 'tally', 'tally.pdf');
  const proof = await handIn(site, desk, 'portfolio', 'proof.pdf');
  const source = { artifact: proof, locator: { type: 'page', page: 2 } };
  const entry = { sources: [source], explanation: 'It shows what changed.' };
  const saves = [
    await putDraft(site, desk, 'overview', 0, { texts: { text: 'We counted who spoke in every lesson.' } }),
    await putDraft(site, desk, 'portfolio', 0, { entries: { noticed: entry, changed: entry } }),
  ];
  expect(saves.map((save) => save.statusCode)).toEqual([200, 200]);
  return { tally, proof };
}

export function submit(site: TestSite, desk: Desk, number = 1) {
  return post(site, `${desk.home}/submit`, { number: String(number) }, desk.headers);
}
