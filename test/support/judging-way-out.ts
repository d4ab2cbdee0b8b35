/** Whatever was done to a piece of work: that somebody can bring what waits to its end, by what their role lets them do. */
import { expect } from 'vitest';
import { apply } from './judging-commands.ts';
import type { Command, Said, World } from './judging-world.ts';

const yes: Said[] = ['yes', 'yes', 'yes'];

/** In how many ways it was brought to its end. */
export type WaysOut = Map<string, number>;

/**
 * Goes on until nothing waits. Whoever is there does what they may; else the lead assessor uses what a lead can do; and only
 * where nobody has said anything of the work yet, or nobody leads who may, does an admin bring somebody new.
 */
export async function bringToEnd(world: World, ways: WaysOut): Promise<void> {
  // Whoever has something in hand has let it lie.
  await apply(world, { kind: 'next-day' });
  for (let step = 0; step < 12; step += 1) {
    const waits = await findWaiting(world);
    if (waits === undefined) return;
    const way = await takeStep(world, waits);
    if (way === undefined) break;
    ways.set(way, (ways.get(way) ?? 0) + 1);
  }
  expect(await findWaiting(world), 'nobody can end this').toBeUndefined();
}

type Waiting = {
  stage: 'pre_check' | 'scoring' | 'adjudication' | 'held' | 'appeal';
  finished: number;
  concern: boolean;
};

async function findWaiting({ site, enrolmentId }: World): Promise<Waiting | undefined> {
  const open = await site.db
    .selectFrom('judgings as j')
    .select(['j.attempt_id', 'j.stage'])
    .where('j.enrolment_id', '=', enrolmentId)
    .where('j.ended_at', 'is', null)
    .executeTakeFirst();
  const appeal = await site.db
    .selectFrom('appeals')
    .select('attempt_id')
    .where('enrolment_id', '=', enrolmentId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  const attemptId = open?.attempt_id ?? appeal?.attempt_id;
  if (attemptId === undefined) return undefined;
  const finished = await site.db
    .selectFrom('assessments')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('state', '=', 'completed')
    .execute();
  const concern = await site.db
    .selectFrom('concerns')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  const stage = open ? (open.stage as Waiting['stage']) : 'appeal';
  return { stage, finished: finished.length, concern: concern !== undefined };
}

async function takeStep(world: World, { stage, finished, concern }: Waiting): Promise<string | undefined> {
  const everyone = [0, 1, 2, 3];
  const ways: Record<Waiting['stage'], Command[]> = {
    pre_check: everyone.map((by) => ({ kind: 'check', by, finds: false })),
    scoring: [...everyone.map((by): Command => ({ kind: 'judge', by, says: yes })), { kind: 'waive' }],
    adjudication: [...everyone.map((by): Command => ({ kind: 'judge', by, says: yes })), { kind: 'end-adjudication' }],
    held: [concern ? { kind: 'concern' } : { kind: 'release' }],
    appeal: [{ kind: 'answer', says: yes }, { kind: 'withdraw-appeal' }],
  };
  for (const command of ways[stage]) if (await apply(world, command)) return `${stage}: ${command.kind}`;
  // An admin brings a lead who has not scored it; else, where nobody has judged yet, an assessor.
  const by = stage === 'held' || finished > 0 ? 3 : 0;
  await apply(world, { kind: 'hire', by });
  return `${stage}: ${by === 3 ? 'a lead' : 'an assessor'} is named`;
}
