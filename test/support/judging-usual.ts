/** What usually comes next: random commands alone would mostly knock at closed doors. */
import type { Command, Said, World } from './judging-world.ts';

/** Goes on in the usual way; `pick` chooses where there are several. */
export type GoOn = { kind: 'go-on'; pick: number; by: number; says: readonly Said[]; other: readonly Said[] };

/** The command that suits where the work stands now. */
export async function usualNext({ site, enrolmentId }: World, { pick, by, says, other }: GoOn): Promise<Command> {
  const work = await site.db
    .selectFrom('enrolments as e')
    .leftJoin('attempts as t', (join) =>
      join.onRef('t.enrolment_id', '=', 'e.id').onRef('t.number', '=', 'e.attempts_count'),
    )
    .leftJoin('judgings as j', 'j.attempt_id', 't.id')
    .leftJoin('appeals as p', (join) => join.onRef('p.attempt_id', '=', 't.id').on('p.state', '=', 'open'))
    .select(['e.state', 'j.stage', 'p.attempt_id as appeal'])
    .where('e.id', '=', enrolmentId)
    .executeTakeFirstOrThrow();
  const choose = (...commands: [Command, ...Command[]]) => commands[pick % commands.length] ?? commands[0];
  const hand: Command = { kind: 'hand-in', draw: pick % 2 };
  if (work.appeal) return choose({ kind: 'answer', says }, { kind: 'answer', says }, { kind: 'withdraw-appeal' });
  if (work.state === 'earned') return choose({ kind: 'recall' }, { kind: 'award' });
  if (work.state === 'working') {
    const appeal: Command = { kind: 'appeal', lookFors: ['reasoned'] };
    if (work.stage === 'returned') return choose({ kind: 'recall-check', to: 'check' }, hand);
    return work.stage === 'released' ? choose(appeal, hand, { kind: 'recall' }) : hand;
  }
  const score: Command = { kind: 'score', first: by % 3, says: [says, other] };
  switch (work.stage) {
    case 'pre_check':
      return { kind: 'check', by, finds: pick === 0 };
    case 'adjudication':
      return choose({ kind: 'judge', by, says }, score, { kind: 'end-adjudication' });
    case 'held':
      return choose({ kind: 'release' }, { kind: 'release' }, { kind: 'adjudicate', lookFors: ['reasoned'] });
    default:
      return choose(score, score, score, { kind: 'desert' });
  }
}
