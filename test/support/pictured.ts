/** What the pictures of judging show beside the population: figures to report, a seat of an adjudicator, two texts alike. */
import { listLookFors, listRequirements } from '#domain/definition/outline.ts';
import { narrativeFields } from '#domain/evidence/narrative/narrative.ts';
import { compareAttempt } from '../../src/features/concerns/compare-attempt.ts';
import { insertAnchor } from './anchors.ts';
import type { TestSite } from './app.ts';
import { insertAttempt } from './attempts.ts';
import { findPublished } from './calibrated.ts';
import { claimAs } from './judged.ts';
import { type Person, type Published, insertEnrolment, insertMembership, insertPerson } from './factories.ts';
import type { Population } from './population.ts';
import { type RatedAttempt, insertAffiliated, insertRated } from './rated.ts';

/** `adjudicationId` is the coordinator’s, who assesses here, too. */
export type Pictured = { adjudicationId: string; alikeId: string; raterId: string };

const day = 24 * 3600_000;
const earners = 96;
const anchors = 6;

const raterNames = ['Amara Diallo', 'Ben Carter', 'Chloe Dupont', 'Diego Santos'];
const regions = ['North', 'Central', 'South'] as const;
const comments = [
  'Name the data source, and say when it was read.',
  'Say who took part, and what came of it.',
  'Tell what changed in the second test.',
];

export async function makePictured(site: TestSite, population: Population): Promise<Pictured> {
  const { issuer, people, adjudicated } = population;
  const published = await findPublished(site, issuer, 'understanding-improvement');
  const raters: Person[] = [];
  for (const name of raterNames) {
    const person = await insertPerson(site, { name });
    await insertMembership(site, issuer, person, 'assessor');
    raters.push(person);
  }
  for (let index = 0; index < earners; index += 1) await beRated(site, published, raters, index);
  for (let index = 0; index < anchors; index += 1)
    await rateAnchor(site, published, people.lead_assessor, raters, index);
  // Whoever adjudicates has scored nothing of it.
  await insertMembership(site, issuer, people.coordinator, 'assessor');
  const claimed = await claimAs(site, people.coordinator, { id: adjudicated.attemptId });
  if (!claimed.ok) throw new Error(`Not claimed: ${JSON.stringify(claimed)}`);
  return {
    adjudicationId: claimed.assessmentId,
    alikeId: await handInAlike(site, await findPublished(site, issuer, 'listening-to-student-voice')),
    raterId: raters[0]?.id ?? '',
  };
}

/** The same numbers on every run, evenly between 0 and 1. */
function chance(...of: number[]): number {
  const wave = Math.sin(of.reduce((sum, each) => sum * 31.7 + each + 1, 7)) * 43758.5453;
  return wave - Math.floor(wave);
}

/** One earner's way: a first attempt, scored twice in every other case, and mostly a second one. */
async function beRated(site: TestSite, published: Published, raters: readonly Person[], index: number): Promise<void> {
  const earner = await insertPerson(site, { name: `Earner ${index + 1}` });
  const region = regions[Math.floor(chance(index, 1) * 3)] ?? 'North';
  const type = chance(index, 2) < 0.4 ? 'elementary' : chance(index, 3) < 0.5 ? 'middle' : 'high';
  await insertAffiliated(site, earner, { region, type });
  const count = listLookFors(published.definition).length;
  const hard = (at: number) => 0.97 - 0.3 * chance(at, 4);
  const first = Array.from({ length: count }, (_, at) => {
    if (chance(index, at, 5) < hard(at)) return '2';
    return chance(index, at, 6) < 0.6 ? '1' : '0';
  });
  const second = first.map((value, at) => (chance(index, at, 7) < 0.88 ? value : value === '2' ? '1' : '2'));
  const submittedAt = new Date(site.deps.now().getTime() - (12 + 1.6 * index) * day);
  const after = (days: number) => new Date(submittedAt.getTime() + days * day);
  const took = 1.5 + 5 * chance(index, 8);
  const comment = comments[index % comments.length] ?? '';
  const attempts: RatedAttempt[] = [
    {
      ...{ first: first.join(''), submittedAt, checkedAt: after(0.8 * chance(index, 9)), releasedAt: after(took) },
      ...{ minutes: Math.round(240 + 600 * chance(index, 10)), comment },
      ...(index % 2 === 0 && { second: second.join('') }),
    },
  ];
  if (first.some((value) => value !== '2') && index % 5 > 0)
    attempts.push({ first: '2'.repeat(count), submittedAt: after(took + 2), releasedAt: after(took + 5) });
  const at = index % raters.length;
  const [one, other] = [raters[at], raters[(at + 1) % raters.length]];
  if (!one || !other) return;
  await insertRated(site, { published, earner, assessors: [one, other], attempts });
}

/** An anchor that came to everybody's queue, one a month; each assessor leans a little their own way. */
async function rateAnchor(
  site: TestSite,
  published: Published,
  lead: Person,
  raters: readonly Person[],
  index: number,
): Promise<void> {
  const lookFors = listLookFors(published.definition).map(({ id }) => id);
  const values = ['no', 'almost', 'yes'] as const;
  const agreedOf = (at: number) => [2, 1, 2, 0, 2][(at + index) % 5] ?? 2;
  const agreed = Object.fromEntries(lookFors.map((id, at) => [id, values[agreedOf(at)] ?? 'yes']));
  const anchor = await insertAnchor(site, { published, lead, agreed, title: `Tracker ${index + 1}` });
  for (const [who, rater] of raters.entries()) {
    const { id } = await site.db
      .insertInto('assessments')
      .values({
        ...{ issuer_id: published.issuer.id, attempt_id: anchor.attemptId, assessor_id: rater.id, role: 'anchor' },
        lease_expires_at: site.deps.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const ratings = lookFors.map((look_for_key, at) => {
      const step = chance(index, at, who, 11) > 0.85 - 0.05 * who ? (who === 0 ? -1 : 1) : 0;
      const value = values[Math.min(2, Math.max(0, agreedOf(at) + step))] ?? 'yes';
      return { assessment_id: id, attempt_id: anchor.attemptId, look_for_key, value };
    });
    await site.db.insertInto('ratings').values(ratings).execute();
    await site.db
      .updateTable('assessments')
      .set({ state: 'completed', completed_at: new Date(site.deps.now().getTime() - (8 + 30 * index) * day) })
      .where('id', '=', id)
      .execute();
  }
}

const ownWords = [
  'We began with the exit slips of the second week, because nobody could say which of our routines helped.',
  'Our first test was small: one class, one lesson, and a question that students answered in writing.',
];
const sharedWords =
  'The team met every Thursday after lunch and put the exit slips of all four classes on one table. We sorted them by what ' +
  'a student could already explain, and only then by grade. What stood out was that students who spoke in the first five ' +
  'minutes wrote more, whatever they wrote. So we changed one thing: every lesson began with a question that two students ' +
  'answered to each other before anybody answered to the class. After three weeks we counted again, and the number of ' +
  'slips with a reason in them had gone up from eleven to nineteen of twenty-six. We kept the routine and left out the ' +
  'sentence starters, which nobody had used after the first week.';

/** Two earners whose texts share most of their words; the concern that the search raised. */
async function handInAlike(site: TestSite, published: Published): Promise<string> {
  let alikeId = '';
  for (const [index, own] of ownWords.entries()) {
    const person = await insertPerson(site, { name: ['Lucía Herrera', 'Owen Brandt'][index] ?? '' });
    const narrative = listRequirements(published.definition).find(({ kind }) => kind === 'narrative');
    if (narrative?.kind !== 'narrative') throw new Error('There is no text to hand in');
    const [field] = narrativeFields(narrative.rules);
    const evidence = { [narrative.id]: { texts: { [field?.id ?? '']: `${own} ${sharedWords}` } } };
    const submittedAt = new Date(site.deps.now().getTime() - (3 - index) * 3600_000);
    const enrolment = await insertEnrolment(site, { person, published });
    const attempt = await insertAttempt(site, { enrolment, submittedAt, evidence });
    await compareAttempt(site.deps, attempt.id);
    const found = await site.db
      .selectFrom('concerns')
      .select('id')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirst();
    alikeId = found?.id ?? alikeId;
  }
  return alikeId;
}
