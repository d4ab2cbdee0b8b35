import { beforeAll, describe, expect, it } from 'vitest';
import { type AnnouncedCode, announcedCodes, endsForGood } from '#domain/award/revocation.ts';
import { addJob } from '#platform/jobs.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Person, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type TestSeries, earn, insertSeries } from '../../../test/support/series.ts';
import { issueStackAward } from './issue-stack-award.ts';

let site: TestSite;
let series: TestSeries;
let lead: Person;
let passed = 0;

beforeAll(async () => {
  site = await createTestApp();
  series = await insertSeries(site);
  lead = await insertPerson(site);
  await insertMembership(site, series.issuer, lead, 'lead_assessor');
  return () => site.close();
});

/** Nothing happens at the same moment as what came before. */
function later(days = 0): Date {
  passed += days * 86_400_000 + 3600_000;
  const at = new Date(noon.getTime() + passed);
  site.setNow(at);
  return at;
}

const stacksOf = ({ id }: Person) =>
  site.db
    .selectFrom('awards')
    .select(['id', 'public_id', 'instead_of'])
    .where('person_id', '=', id)
    .where('kind', '=', 'stack')
    .orderBy('awarded_at')
    .execute();

/** Somebody with the stack award, of whose pieces one is suspended. */
async function finisher() {
  const person = await insertPerson(site);
  const pieces: string[] = [];
  for (const member of series.members) pieces.push(await earn(site, person, member, later()));
  await site.runJobs();
  const [stack] = await stacksOf(person);
  const piece = pieces[0]!;
  await act(piece, 'suspend', { statusReason: 'A question about it.' });
  return { person, piece, stack: stack!, asked: { personId: person.id, seriesId: series.id } };
}

/** What the lead assessor does on the page of an award. */
async function act(publicId: string, what: string, fields: Record<string, string>) {
  later();
  const headers = await signIn(site, lead);
  const answer = await post(site, `/admin/${series.issuer.slug}/awards/${publicId}/${what}`, fields, headers);
  expect(answer.statusCode).toBe(303);
  await site.runJobs();
}

/** Announces it, and lets it take effect: nobody appeals. */
async function revoke(publicId: string, code: AnnouncedCode) {
  await act(publicId, 'announce', { code, announceReason: 'A test.' });
  later(200);
  await site.db.transaction().execute((trx) => addJob(trx, 'end-revocations', undefined));
  await site.runJobs();
}

const reinstate = (piece: string) => act(piece, 'reinstate', { statusReason: 'It is fine.' });

const stackWords = async (person: Person) => {
  const page = await get(site, `/series/${series.slug}`, await signIn(site, person));
  return textOf(pageOf(page).querySelector('[aria-labelledby=stack]'));
};

describe('a stack award that ended while a piece was suspended', () => {
  it('does not come back to an earner who gave it up', async () => {
    const { person, piece, stack, asked } = await finisher();
    later();
    const given = await post(
      site,
      `/awards/${stack.public_id}/status/give-up`,
      { sure: 'yes' },
      await signIn(site, person),
    );
    expect(given.statusCode).toBe(303);
    expect(await stackWords(person)).not.toContain('issued to you again');

    await reinstate(piece);

    expect(await issueStackAward(site.deps, asked)).toEqual({ ok: false, reason: 'revoked' });
    expect(await stacksOf(person)).toEqual([stack]);
    const mails = (await site.mailsTo(person.email)).filter(({ subject }) =>
      subject.startsWith('You have earned “Stack'),
    );
    expect(mails).toHaveLength(1);
  });

  it.each(announcedCodes.map((code) => ({ code, forGood: endsForGood(code) })))(
    'for $code: gone for good is $forGood',
    async ({ code, forGood }) => {
      const { person, piece, stack } = await finisher();
      await revoke(stack.public_id, code);
      if (forGood) expect(await stackWords(person)).not.toContain('issued to you again');
      else expect(await stackWords(person)).toContain('issued to you again');

      await reinstate(piece);

      expect((await stacksOf(person)).map(({ instead_of }) => instead_of)).toEqual(forGood ? [null] : [null, stack.id]);
    },
  );
});
