import { sql } from 'kysely';
import type { Nature } from '#domain/credit/entry.ts';
import type { RecordKind } from '#domain/credit/provider-records.ts';
import type { Database } from '#platform/database.ts';
import { nameAmong } from '../awards/present-name.ts';
import { listEvaluations, listMicroCredentials } from './evaluation.queries.ts';
import type { Ending } from './table-file.ts';

/** Both days in it. */
export type Scope = { issuerId: string; from: string; to: string; microCredentialId: string | undefined };

/** Hours of awards and of what the issuer’s people entered, that were neither taken out nor revoked. */
const counted = ({ issuerId, from, to, microCredentialId }: Scope) => sql`
  credit_entries e left join awards a on a.id = e.award_id
  where e.issuer_id = ${issuerId} and e.ends_on between ${from}::date and ${to}::date and e.corrects_id is null
    and (${microCredentialId ?? null}::uuid is null or a.micro_credential_id = ${microCredentialId ?? null}::uuid)
    and not exists (select from credit_entries k where k.corrects_id = e.id)
    and coalesce((select s.status from award_status_events s where s.award_id = e.award_id order by s.at desc, s.id desc limit 1),
      'in-force') <> 'revoked'`;

export type RosterRow = {
  personId: string;
  educator: string;
  /**
   * Of claims of these very hours; and of licences of which the earner lets providers have the number, where the issuer reports
   * under the rule and the hours are of an award or were claimed. What the issuer’s people enter for anybody opens nothing.
   */
  numbers: { sealed: string; name: string }[];
  title: string;
  nature: Nature;
  beginsOn: string;
  endsOn: string;
  quarters: number;
  providerNumbers: string[];
};

/** Whether an earner stands by a claim `c`. */
const handedIn = sql`c.state not in ('draft', 'withdrawn')`;

/** Everyone who took part, by day; at most `most` and one more, which says that there are more. */
export async function listRoster(db: Database, scope: Scope, most: number): Promise<RosterRow[]> {
  const { rows } = await sql<RosterRow>`
    select x.*, ${nameAmong('p', sql`array[${scope.issuerId}::uuid]`)} as educator,
      coalesce((select json_agg(json_build_object('sealed', l.number_sealed, 'name', v.document -> 'licenceNumber' ->> 'name') order by l.id)
        from licences l join credit_rules r on r.id = l.rule_id join credit_rule_versions v on v.id = r.current_version_id
        where l.person_id = x."personId" and (
          l.id in (select c.licence_id from credit_claims c where c.entry_id = x.id and ${handedIn})
          or l.shares_number and l.removed_at is null
            and l.rule_id in (select g.rule_id from provider_agency_rules g where g.issuer_id = ${scope.issuerId})
            and (x.source = 'award' or exists (select from credit_claims c where c.entry_id = x.id and ${handedIn})))), '[]') as numbers,
      array(select distinct g.name || ': ' || n.number from provider_approvals n join provider_agencies g on g.id = n.agency_id
        where n.issuer_id = ${scope.issuerId} and n.removed_at is null and x."endsOn" between n.valid_from and n.valid_to
        order by 1) as "providerNumbers"
    from (select e.id, e.source, e.person_id as "personId", e.title, e.nature, e.begins_on as "beginsOn", e.ends_on as "endsOn", e.quarters
      from ${counted(scope)}) x
      join people p on p.id = x."personId"
    order by x."endsOn", x.title, educator, x.id limit ${most + 1}`.execute(db);
  return rows;
}

/** What the rules under which an issuer reports call the number of a licence, in the order of their letters. */
export async function listNumberNames(db: Database, issuerId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct v.document -> 'licenceNumber' ->> 'name' as name
    from provider_agency_rules a join credit_rules r on r.id = a.rule_id
      join credit_rule_versions v on v.id = r.current_version_id
    where a.issuer_id = ${issuerId} order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

export type ActivityRow = {
  title: string;
  nature: Nature;
  times: number;
  educators: number;
  quarters: number;
  first: string;
  last: string;
  /** Evaluations that came out in the period; of a micro-credential. */
  evaluations: number;
};

export async function listActivities(db: Database, scope: Scope, most: number): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select e.title, e.nature, count(*)::int as times, count(distinct e.person_id)::int as educators,
      sum(e.quarters)::int as quarters, min(e.ends_on) as first, max(e.ends_on) as last,
      coalesce((select sum(b.respondents) from evaluation_batches b
        where b.micro_credential_id = any(array_agg(distinct a.micro_credential_id)) and b.issuer_id = ${scope.issuerId}
          and b.disposed_at is null and b.released_on between ${scope.from}::date and ${scope.to}::date), 0)::int as evaluations
    from ${counted(scope)}
    group by e.title, e.nature order by e.title, e.nature limit ${most + 1}`.execute(db);
  return rows;
}

export type EvaluationRow = { microCredential: string; form: string; question: string; answer: string; count: number };

/** What was answered; at most `most` and one more, which says that there are more. */
export async function listEvaluationRows(db: Database, scope: Scope, most: number): Promise<EvaluationRow[]> {
  const offered = await listMicroCredentials(db, scope.issuerId);
  const rows: EvaluationRow[] = [];
  for (const { id, title } of offered) {
    if (scope.microCredentialId !== undefined && scope.microCredentialId !== id) continue;
    const room = most + 1 - rows.length;
    if (room <= 0) break;
    const results = await listEvaluations(db, scope.issuerId, { ...scope, microCredentialId: id }, room);
    for (const { form, number, questions } of results) {
      const head = { microCredential: title, form: `${form.title}, version ${number}` };
      for (const question of questions) {
        const answers =
          question.kind === 'counts' ? question.counts : question.texts.map((label) => ({ label, count: 1 }));
        rows.push(...answers.map(({ label, count }) => ({ ...head, question: question.text, answer: label, count })));
      }
    }
  }
  return rows.slice(0, most + 1);
}

export type KeptFile = {
  id: string;
  kind: RecordKind;
  ending: Ending;
  from: string;
  to: string;
  microCredential: string | null;
  rowCount: number;
  /** Of a roster: how many rows have no number of a licence; null of other files, and of rosters before that was counted. */
  withoutNumber: number | null;
  sha256: string;
  madeAt: Date;
  madeBy: string;
  disposedAt: Date | null;
};

export async function listFiles(db: Database, issuerId: string): Promise<KeptFile[]> {
  return files(db)
    .where('f.issuer_id', '=', issuerId)
    .orderBy('f.made_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(200)
    .execute();
}

/** Of this issuer only; without content where it was disposed of. */
export async function findFile(
  db: Database,
  issuerId: string,
  id: string,
): Promise<(KeptFile & { content: Buffer | null }) | undefined> {
  return files(db).select('f.content').where('f.issuer_id', '=', issuerId).where('f.id', '=', id).executeTakeFirst();
}

function files(db: Database) {
  return db
    .selectFrom('provider_files as f')
    .innerJoin('people as p', 'p.id', 'f.made_by')
    .leftJoin('micro_credentials as m', 'm.id', 'f.micro_credential_id')
    .select([
      'f.id',
      'f.kind',
      'f.ending',
      'f.period_from as from',
      'f.period_to as to',
      'f.row_count as rowCount',
      'f.sha256',
    ])
    .select(
      sql<number | null>`(select (v.details ->> 'withoutNumber')::int from audit_events v
        where v.subject_type = 'provider-file' and v.subject_id = f.id::text and v.action = 'provider-file.made' limit 1)`.as(
        'withoutNumber',
      ),
    )
    .select(['f.made_at as madeAt', 'p.name as madeBy', 'f.disposed_at as disposedAt', 'm.slug as microCredential']);
}
