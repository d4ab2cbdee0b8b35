/** One piece of work and who is about it, and what they can do to it, as data: random sequences of it are tried. */
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { type TestSite, noon } from './app.ts';
import {
  type Person,
  type TestIssuer,
  baseDefinition,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertPublished,
} from './factories.ts';

export const lookFors = ['described', 'reasoned', 'reflected'] as const;

export type Said = RatingValue | ConditionCode;

export type Command =
  | { kind: 'submit'; draw: number }
  | { kind: 'check'; by: number; finds: boolean }
  /** `conflict`: declared for them by the lead; `hire`: somebody new comes in their place. */
  | { kind: 'claim' | 'complete' | 'let-go' | 'role' | 'conflict' | 'hire'; by: number }
  | { kind: 'rate' | 'judge'; by: number; says: readonly Said[] }
  | { kind: 'answer'; says: readonly Said[] }
  /** Several steps at once, so that a sequence comes far: handed in and found complete; scored by everyone who may. */
  | { kind: 'hand-in'; draw: number }
  | { kind: 'score'; first: number; says: readonly (readonly Said[])[] }
  | { kind: 'adjudicate' | 'appeal'; lookFors: readonly string[] }
  | { kind: 'recall-check'; to: 'check' | 'scoring' }
  /** `desert`: nobody is left who may judge it; then what a lead does about that. */
  | { kind: 'waive' | 'end-adjudication' | 'names' | 'desert' }
  | { kind: 'release' | 'recall' | 'read' | 'withdraw' | 'withdraw-appeal' | 'award' | 'next-day' | 'concern' };

/** One earner’s work, three who assess and one who leads. */
export type World = {
  site: TestSite;
  issuer: TestIssuer;
  enrolmentId: string;
  earner: Person;
  /** The last one leads. */
  people: Person[];
  now: Date;
  /** Told of what was done within another command. */
  did: (kind: Command['kind']) => void;
};

export async function makeWorld(
  site: TestSite,
  assessment: Record<string, unknown>,
  { hasAdmin = false } = {},
): Promise<World> {
  const issuer = await insertIssuer(site);
  const narrative = (id: string) => ({
    id,
    kind: 'narrative',
    title: id,
    prompt: 'Tell.',
    rules: { words: { min: 1, max: 90 } },
  });
  const definition = baseDefinition({
    slug: `any-${issuer.slug}`,
    parts: [{ id: 'all', title: 'All', requirements: [narrative('story'), narrative('thoughts')] }],
    guides: [
      {
        id: 'guide',
        title: 'Guide',
        lookFors: lookFors.map((id) => ({ id, text: id, judges: [id === 'reflected' ? 'thoughts' : 'story'] })),
      },
    ],
    assessment,
  });
  const enrolment = await insertEnrolment(site, { published: await insertPublished(site, { issuer, definition }) });
  await site.db
    .insertInto('evidence_items')
    .values(
      ['story', 'thoughts'].map((key) => ({
        ...{ issuer_id: issuer.id, enrolment_id: enrolment.id, requirement_key: key, kind: 'narrative' as const },
        data: JSON.stringify({ texts: { text: 'We counted who spoke.' } }),
      })),
    )
    .execute();
  const people: Person[] = [];
  for (const name of ['Ada', 'Ben', 'Cem'])
    people.push((await insertMember(site, 'assessor', { issuer, name })).person);
  people.push((await insertMember(site, 'lead_assessor', { issuer, name: 'Lea' })).person);
  if (hasAdmin) await insertMember(site, 'issuer_admin', { issuer, name: 'Ann' });
  return { site, issuer, enrolmentId: enrolment.id, earner: enrolment.person, people, now: noon, did: () => undefined };
}
