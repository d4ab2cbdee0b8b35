/** What holds of one piece of work whatever was done to it, and in what order. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { standings } from '#domain/assessment/standing.ts';
import { listJudgedAttempts } from '../../src/features/work/work.queries.ts';
import { type Command, type World, lookFors } from './judging-world.ts';

/** What was there before a command: what was said stays as it was said. */
export type Snapshot = {
  demonstrated: ReadonlySet<string>;
  /** Of every finished assessment its ratings; of every decision and every answered appeal what it says; by their ids. */
  said: ReadonlyMap<string, string>;
};

export const nothing: Snapshot = { demonstrated: new Set(), said: new Map() };

const guides = [
  {
    id: 'guide',
    title: 'Guide',
    lookFors: lookFors.map((id) => ({ id, text: id, points: [], judges: [], details: [] })),
  },
];

type Facts = {
  state: string;
  awards: number;
  open: number;
  stage: string | null;
  strays: number;
  foreign: number;
  unread: number;
  outcomes: { outcome: string; earns: boolean; stage: string }[];
};

/** Checks everything, and returns what must still be so after the next command. */
export async function checkInvariants(world: World, before: Snapshot, command: Command): Promise<Snapshot> {
  const { site, enrolmentId } = world;
  const { rows } = await sql<Facts>`
    select e.state,
      (select count(*) from awards where enrolment_id = e.id) as awards,
      (select count(*) from judgings where enrolment_id = e.id and ended_at is null) as open,
      (select stage from judgings j join attempts t on t.id = j.attempt_id where t.enrolment_id = e.id order by t.number desc limit 1) as stage,
      (select count(*) from ratings r join assessments a on a.id = r.assessment_id join attempts t on t.id = a.attempt_id
        where t.enrolment_id = e.id and r.attempt_id <> a.attempt_id) as strays,
      (select count(*) from decision_ratings r join attempts t on t.id = r.attempt_id where t.enrolment_id = e.id
        and jsonb_path_exists(t.sealed, '$.carriedOver[*].lookFor ? (@ == $k)', jsonb_build_object('k', r.look_for_key))) as foreign,
      (select count(*) from decisions d join attempts t on t.id = d.attempt_id join judgings j on j.attempt_id = t.id
        where t.enrolment_id = e.id and j.stage not in ('released', 'returned')) as unread,
      coalesce((select json_agg(json_build_object('outcome', d.outcome, 'earns', coalesce(p.earns, false), 'stage', j.stage))
        from decisions d join attempts t on t.id = d.attempt_id join judgings j on j.attempt_id = t.id
        left join appeals p on p.attempt_id = d.attempt_id where t.enrolment_id = e.id), '[]') as outcomes
    from enrolments e where e.id = ${enrolmentId}`.execute(site.db);
  const [facts] = rows;
  if (!facts) throw new Error('There is no such work');
  const judged = await listJudgedAttempts(site.db, enrolmentId);
  const all = standings({ guides }, judged);
  const demonstrated = new Set(all.filter(({ state }) => state === 'demonstrated').map(({ lookFor }) => lookFor));
  const earnings = facts.outcomes.filter(({ outcome, earns }) => outcome === 'earned' || earns).length;

  // Never two awards, never one with an undemonstrated look-for, never a decision that earns without them.
  expect(facts.awards).toBeLessThanOrEqual(1);
  expect(earnings).toBeLessThanOrEqual(1);
  if (facts.awards > 0) expect(facts.state).toBe('earned');
  expect(facts.state === 'earned').toBe(earnings === 1);
  if (earnings > 0) expect([...demonstrated].sort()).toEqual([...lookFors].sort());
  // Ratings only on their own attempt, and only of what was open in it.
  expect([facts.strays, facts.foreign, facts.unread]).toEqual([0, 0, 0]);
  // With the assessors exactly while a judging is open.
  expect(facts.open).toBe(facts.state === 'submitted' ? 1 : 0);

  const said = await listSaid(world);
  for (const [id, content] of before.said) {
    const isRecalled = takesBack(command) && id.startsWith('decision');
    if (!isRecalled || said.has(id)) expect(said.get(id), `${id} after ${command.kind}`).toBe(content);
  }
  if (!takesBack(command))
    for (const lookFor of before.demonstrated)
      expect(demonstrated, `${lookFor} after ${command.kind}`).toContain(lookFor);
  return { demonstrated, said };
}

function takesBack({ kind }: Command): boolean {
  return kind === 'recall' || kind === 'recall-check';
}

async function listSaid({ site, enrolmentId }: World): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; content: string }>`
    select 'assessment ' || a.id as id, (select coalesce(jsonb_agg(to_jsonb(r) order by r.look_for_key), '[]')::text
      from ratings r where r.assessment_id = a.id) as content
    from assessments a join attempts t on t.id = a.attempt_id where t.enrolment_id = ${enrolmentId} and a.state = 'completed'
    union all
    select 'decision ' || d.attempt_id, to_jsonb(d)::text || (select coalesce(jsonb_agg(to_jsonb(r) order by r.look_for_key), '[]')::text
      from decision_ratings r where r.attempt_id = d.attempt_id)
    from decisions d join attempts t on t.id = d.attempt_id where t.enrolment_id = ${enrolmentId}
    union all
    select 'appeal ' || p.attempt_id, to_jsonb(p)::text || (select coalesce(jsonb_agg(to_jsonb(r) order by r.look_for_key), '[]')::text
      from appeal_ratings r where r.attempt_id = p.attempt_id)
    from appeals p where p.enrolment_id = ${enrolmentId} and p.state <> 'open'`.execute(site.db);
  return new Map(rows.map(({ id, content }) => [id, content]));
}

/** Every event of an issuer’s trail is linked to the one before it, and is as it was written. */
export async function checkTrail({ site, issuer }: World): Promise<void> {
  const { rows } = await sql<{ broken: number; events: number }>`
    select count(*) filter (where previous_hash <> expected or position <> place or hash <> made) as broken, count(*) as events
    from (
      select previous_hash, position, hash, row_number() over (order by position) as place,
        coalesce(lag(hash) over (order by position), repeat('0', 64)) as expected,
        encode(sha256(convert_to(jsonb_build_array(previous_hash, chain, position, actor_id, action, subject_type, subject_id,
          details, before_sha256, after_sha256, extract(epoch from at))::text, 'UTF8')), 'hex') as made
      from audit_events where chain = ${issuer.id}
    ) linked`.execute(site.db);
  expect(rows[0]?.broken).toBe(0);
}
