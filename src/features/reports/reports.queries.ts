import { sql } from 'kysely';
import type { Definition } from '#domain/definition/schema.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { type PairOfSheets, type PairedRatings, countPairs, lookForId } from '#domain/assessment/statistics/index.ts';
import type { Database } from '#platform/database.ts';
import { type Offered, type ReportScope, within } from './report-scope.ts';

/** The micro-credentials of these issuers with their versions, for the filter and for scopes. */
export async function listOffered(db: Database, issuerIds: readonly string[]): Promise<Offered[]> {
  const { rows } = await sql<Offered>`
    select m.id, m.slug, m.title,
      (select json_agg(json_build_object('id', v.id, 'number', v.number) order by v.number desc)
       from definition_versions v where v.micro_credential_id = m.id) as versions
    from micro_credentials m where m.issuer_id = any(${[...issuerIds]}::uuid[]) and m.current_version_id is not null
    order by m.title`.execute(db);
  return rows;
}

/** The smallest group of people that any of these issuers lets be shown. */
export async function smallestGroupOf(db: Database, issuerIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ smallest: number }>`
    select coalesce(max(smallest_group), 10) as smallest from assessing_settings
    where issuer_id = any(${[...issuerIds]}::uuid[])`.execute(db);
  return rows[0]?.smallest ?? 10;
}

export type LookForName = { id: string; key: string; text: string; title: string };

/** What every look-for is called now, by its micro-credential and key; the newest version that has it says so. */
export async function nameLookFors(db: Database, scope: ReportScope): Promise<Map<string, LookForName>> {
  const { rows } = await sql<{ microCredentialId: string; title: string; guides: Definition['guides'] }>`
    select v.micro_credential_id as "microCredentialId", m.title, v.document -> 'guides' as guides
    from definition_versions v join micro_credentials m on m.id = v.micro_credential_id
    where v.issuer_id = any(${[...scope.issuerIds]}::uuid[])
      and (${scope.microCredentialId ?? null}::uuid is null or m.id = ${scope.microCredentialId ?? null}::uuid)
    order by v.number`.execute(db);
  return new Map(
    rows.flatMap(({ microCredentialId, title, guides }) =>
      listLookFors({ guides }).map(({ id: key, text }) => {
        const id = lookForId(microCredentialId, key);
        return [id, { id, key, text, title }] as const;
      }),
    ),
  );
}

/** Lists of look-fors by number: the same number is the same list. */
async function listLookForSets(db: Database): Promise<Map<number, readonly string[]>> {
  const rows = await db.selectFrom('look_for_sets').select(['id', 'keys']).execute();
  return new Map(rows.map(({ id, keys }) => [id, keys]));
}

type SheetPairRow = Omit<PairOfSheets, 'firstLookFors' | 'secondLookFors'> & { firstSet: number; secondSet: number };

/**
 * The independent first ratings of attempts that two assessors scored, counted: their `first` and `second` seats, both
 * completed. Adjudicators, appeals, anchors and qualification sets are other seats.
 */
export async function countPairedRatings(db: Database, scope: ReportScope): Promise<PairedRatings> {
  const [sets, { rows }] = await Promise.all([
    listLookForSets(db),
    sql<SheetPairRow>`
      select s.micro_credential_id as "microCredentialId", s.assessor_id as "firstAssessor", o.assessor_id as "secondAssessor",
        s.look_for_set as "firstSet", o.look_for_set as "secondSet", s.scores as first, o.scores as second
      from rating_sheets s join rating_sheets o on o.attempt_id = s.attempt_id and o.role = 'second'
      where s.role = 'first' and ${within(scope, 's')}`.execute(db),
  ]);
  return countPairs(withLookFors(rows, sets));
}

function* withLookFors(
  rows: readonly SheetPairRow[],
  sets: ReadonlyMap<number, readonly string[]>,
): Generator<PairOfSheets> {
  const none: readonly string[] = [];
  for (const { firstSet, secondSet, ...row } of rows)
    yield { ...row, firstLookFors: sets.get(firstSet) ?? none, secondLookFors: sets.get(secondSet) ?? none };
}

/**
 * How the first assessor rated each look-for the first time that the earner was judged: [no, almost, yes]; where the other
 * seat was waived, the one who is left. An attempt before it that could not be judged doesn't count.
 */
export async function countFirstRatings(db: Database, scope: ReportScope): Promise<Map<string, number[]>> {
  const [sets, { rows }] = await Promise.all([
    listLookForSets(db),
    sql<{ microCredentialId: string; lookForSet: number; scores: string; count: number }>`
      select s.micro_credential_id as "microCredentialId", s.look_for_set as "lookForSet", s.scores, count(*) as count
      from rating_sheets s
      where s.role in ('first', 'second') and (s.role = 'first' or s.attempt_id in (
          select attempt_id from judgings where waived_at is not null and issuer_id = any(${[...scope.issuerIds]}::uuid[])))
        and ${within(scope, 's')}
        and (s.attempt_number = 1 or not exists (
          select from attempts t join attempts p on p.enrolment_id = t.enrolment_id and p.number < t.number
            join decisions d on d.attempt_id = p.id and d.outcome <> 'incomplete'
          where t.id = s.attempt_id))
      group by 1, 2, 3`.execute(db),
  ]);
  const counts = new Map<string, number[]>();
  for (const { microCredentialId, lookForSet, scores, count } of rows)
    (sets.get(lookForSet) ?? []).forEach((key, at) => {
      const category = '012'.indexOf(scores[at] ?? '-');
      if (category < 0) return;
      const id = lookForId(microCredentialId, key);
      const each = counts.get(id) ?? [0, 0, 0];
      each[category] = (each[category] ?? 0) + count;
      counts.set(id, each);
    });
  return counts;
}

/** How many attempts are decided, and what came of them. */
export async function countDecided(db: Database, scope: ReportScope): Promise<Record<string, number>> {
  const { rows } = await sql<{ outcome: string; count: number }>`
    select d.outcome, count(*) as count from judgings j join decisions d on d.attempt_id = j.attempt_id
    where ${within(scope, 'j')} group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}
