import type { Series } from '#domain/definition/schema.ts';
import { Series as SeriesSchema } from '#domain/definition/schema.ts';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { publishProgramme } from '../../src/features/programmes/publish-programme.ts';
import { type TestSite, noon } from './app.ts';
import { insertDecided } from './earned.ts';
import {
  type Person,
  type Published,
  type TestIssuer,
  insertEnrolment,
  insertIssuer,
  insertPublished,
} from './factories.ts';

export type TestSeries = { id: string; slug: string; document: Series; issuer: TestIssuer; members: Published[] };

let made = 0;

/** A published series of so many micro-credentials of one issuer: two tiers, two strands by turns, and a stack award. */
export async function insertSeries(
  site: TestSite,
  {
    members: count = 2,
    change = () => ({}),
  }: { members?: number; change?: (slugs: string[]) => Record<string, unknown> } = {},
): Promise<TestSeries> {
  made += 1;
  const issuer = await insertIssuer(site);
  const members: Published[] = [];
  for (let i = 0; i < count; i += 1) members.push(await insertPublished(site, { issuer }));
  const slugs = members.map(({ definition }) => definition.slug);
  const document = SeriesSchema.parse({
    ...{ format: 'tessera/1', kind: 'series', slug: `mosaic-${made}`, issuer: issuer.slug, title: `Mosaic ${made}` },
    ...{ statement: 'Several that belong together.', summary: 'Several that belong together.', audience: ['teacher'] },
    tiers: [
      { id: 'one', title: 'First steps' },
      { id: 'two', title: 'Further on' },
    ],
    strands: [
      { id: 'x', title: 'Skills' },
      { id: 'y', title: 'Impact' },
    ],
    members: slugs.map((microCredential, i) => ({
      microCredential,
      tier: i < count / 2 ? 'one' : 'two',
      strand: i % 2 === 0 ? 'x' : 'y',
    })),
    stackAward: { title: `Stack ${made}`, statement: 'Has earned them.' },
    ...change(slugs),
  });
  return { ...(await publishSeries(site, document)), issuer, members };
}

/** Publishes a series, or its next version. */
export async function publishSeries(
  site: TestSite,
  document: Series,
): Promise<Pick<TestSeries, 'id' | 'slug' | 'document'>> {
  const result = await publishProgramme(site.db, [document], null);
  if (!result.ok) throw new Error(result.reason);
  const { id } = await site.db
    .selectFrom('series')
    .select('id')
    .where('slug', '=', document.slug)
    .executeTakeFirstOrThrow();
  return { id, slug: document.slug, document };
}

/** Lets a person earn a micro-credential, award and all. Returns the public id of the award. */
export async function earn(site: TestSite, person: Person, published: Published, at: Date = noon): Promise<string> {
  const enrolment = await insertEnrolment(site, { person, published });
  const { attemptId } = await insertDecided(site, { enrolment, releasedAt: at });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

/** A stack award of the series, without its signing, about which somebody has to decide. Returns the id of what is to be decided. */
export async function insertReview(
  site: Pick<TestSite, 'db'>,
  person: Pick<Person, 'id' | 'name'>,
  slug: string,
): Promise<string> {
  const series = await site.db
    .selectFrom('series')
    .select(['id', 'issuer_id', 'current_version_id'])
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  const stack = await site.db
    .insertInto('awards')
    .values({
      kind: 'stack',
      public_id: `stack00000${slug.replaceAll('-', '').slice(0, 20)}`,
      issuer_id: series.issuer_id,
      person_id: person.id,
      series_id: series.id,
      series_version_id: series.current_version_id,
      recipient_name: person.name,
      awarded_at: noon,
    })
    .returning(['id', 'issuer_id'])
    .executeTakeFirstOrThrow();
  const event = await site.db
    .insertInto('award_status_events')
    .values({ issuer_id: stack.issuer_id, award_id: stack.id, status: 'in-force', reason: 'A test.', at: noon })
    .returning('id')
    .executeTakeFirstOrThrow();
  const review = await site.db
    .insertInto('stack_reviews')
    .values({ issuer_id: stack.issuer_id, stack_award_id: stack.id, piece_event_id: event.id, found_at: noon })
    .returning('id')
    .executeTakeFirstOrThrow();
  return review.id;
}
