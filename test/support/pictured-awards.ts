/** What the pictures of awards and credit show: somebody with a finished series, half another, a profile and a licence. */
import type { Series } from '#domain/definition/schema.ts';
import { handOver } from '../../src/features/provider/hand-over.ts';
import { saveProfile } from '../../src/features/public-profile/save-profile.ts';
import type { TestSite } from './app.ts';
import { findPublished } from './calibrated.ts';
import { askFor, insertClaim, insertLicence, insertOwnEntry, insertRecorded } from './credit.ts';
import { type Person, type TestIssuer, insertPerson } from './factories.ts';
import type { Population } from './population.ts';
import { earn } from './series.ts';
import { insertOffer } from './wallet-population.ts';

export type PicturedAwards = {
  awarded: Person;
  /** Of one of her awards, and of the one for the whole series. */
  awardId: string;
  stackAwardId: string;
  profileHandle: string;
  licenceId: string;
  claimId: string;
};

const day = 24 * 3600_000;
const finished = 'leadership-for-equity';
const halfDone = 'advancing-powerful-student-learning';

export async function makePicturedAwards(site: TestSite, { issuer }: Population): Promise<PicturedAwards> {
  const awarded = await insertPerson(site, { name: 'Nora Keller' });
  const equity = await earnMembers(site, awarded, finished, (members) => members);
  const powerful = await earnMembers(site, awarded, halfDone, (members) =>
    members.filter((_slug, index) => index % 5 < 3),
  );
  // Her stack award is issued by a job, as everybody's.
  await site.runJobs();
  const stack = await site.db
    .selectFrom('awards')
    .select('public_id')
    .where('person_id', '=', awarded.id)
    .where('kind', '=', 'stack')
    .executeTakeFirstOrThrow();
  const awards = [stack.public_id, ...equity, ...powerful];
  const profile = {
    ...{ handle: 'nora-keller', headline: 'Assistant principal at Lakeside Middle School', awards, series: [finished] },
    about: 'I look at **who speaks** in a lesson, and at what changes when more do.',
    ...{ mayBeFound: false, showsHours: true, showsDates: true },
  };
  const command = { personId: awarded.id, revision: 0, profile, switchOn: true, now: site.deps.now() };
  const saved = await site.db.transaction().execute((trx) => saveProfile(trx, command));
  if (!saved.ok) throw new Error(saved.reason);
  await insertOffer(site, awarded, powerful[0] ?? '');
  return {
    ...{ awarded, awardId: powerful[0] ?? '', stackAwardId: stack.public_id, profileHandle: profile.handle },
    ...(await claimHours(site, awarded, issuer)),
  };
}

/** Lets a person earn some of a series, one a month. Returns the public ids of the awards. */
async function earnMembers(
  site: TestSite,
  person: Person,
  slug: string,
  choose: (members: string[]) => string[],
): Promise<string[]> {
  const row = await site.db
    .selectFrom('series as s')
    .innerJoin('series_versions as v', 'v.id', 's.current_version_id')
    .innerJoin('issuers as i', 'i.id', 's.issuer_id')
    .select(['v.document', 'i.id', 'i.slug', 'i.name'])
    .where('s.slug', '=', slug)
    .executeTakeFirstOrThrow();
  const { members } = row.document as Series;
  const chosen = choose(members.map(({ microCredential }) => microCredential));
  const earned: string[] = [];
  for (const [index, member] of chosen.entries()) {
    const published = await findPublished(site, row, member);
    const at = new Date(site.deps.now().getTime() - (chosen.length - index) * 30 * day);
    earned.push(await earn(site, person, published, at));
  }
  return earned;
}

/** A licence in the middle of its cycle, hours from several sides, and claims that have come so far. */
async function claimHours(
  site: TestSite,
  person: Person,
  issuer: TestIssuer,
): Promise<Pick<PicturedAwards, 'licenceId' | 'claimId'>> {
  const licenceId = await insertLicence(site, person);
  await insertOwnEntry(site, person);
  const studied = await insertRecorded(site, { issuer, person, change: { title: 'Lesson study, three afternoons' } });
  const claimId = await insertClaim(site, person, studied, licenceId);
  await askFor(site, person, claimId, 'ines.prager@example.org');
  const read = await insertRecorded(site, { issuer, person, change: { title: 'Reading circle on student voice' } });
  const handed = {
    personId: person.id,
    claimId: await insertClaim(site, person, read, licenceId),
    ...{ now: site.deps.now(), secret: site.deps.secret },
  };
  await site.db.transaction().execute((trx) => handOver(trx, handed));
  return { licenceId, claimId };
}
