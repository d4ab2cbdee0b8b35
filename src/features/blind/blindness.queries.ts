import { sql } from 'kysely';
import type { Viewer } from '#domain/access/viewer.ts';
import {
  type NamesNamed,
  blindAttempt,
  blindFileName,
  countNames,
  listTrueFindings,
  namesIn,
} from '#domain/assessment/blind-attempt.ts';
import { blindName } from '#domain/assessment/blind-name.ts';
import { type KnownNames, blindText, phrasesOf } from '#domain/assessment/blind-text.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { type BlindFile, listBlindFiles, listNamingFiles } from './blind-files.queries.ts';

/** Whoever could judge: a person, and the issuers where they hold a role that assesses. */
export type Judge = { id: string; issuerIds: readonly string[] };

/** What may be shown where somebody judges blind, in the place of names. */
export type Blindness = {
  /** “Earner 7F3A”. */
  name: string;
  files: ReadonlyMap<string, BlindFile>;
  /** The attempt without names; `linkBase` goes before the address from which a link is opened. */
  show: (definition: Definition, sealed: SealedAttempt, linkBase?: string) => SealedAttempt;
  /** Something that was said about the attempt, without names. */
  say: (text: string) => string;
  /** What to say beside the attempt, of which `sealed` is the whole. */
  annotate: (definition: Definition, sealed: SealedAttempt) => Promise<BlindNotes>;
};

export type BlindNotes = {
  /** By requirement, whom its texts and files name. */
  naming: ReadonlyMap<string, NamesNamed>;
  /** The findings of the automatic checks that hold for what was handed in; see `findingKey`. */
  findings: ReadonlySet<string>;
};

export function judgeOf({ person, memberships }: Viewer): Judge {
  const held = memberships.filter(({ role }) => role === 'assessor' || role === 'lead_assessor');
  return { id: person.id, issuerIds: [...new Set(held.map(({ issuerId }) => issuerId))] };
}

/**
 * Where names stand in for the earner’s own: SQL over an enrolment’s id. One attempt that is judged blind makes all the work
 * so, since an assessor sees what changed since the attempt before, and files stand in both.
 */
export const isBlindWork = (enrolmentId: string) =>
  sql<boolean>`exists (select from judgings bj where bj.enrolment_id = ${sql.ref(enrolmentId)} and bj.is_blind)`;

/** A part in judging a work: a seat, one held once, one to come, or the glance before it. SQL over an enrolment’s id. */
const hasPart = (enrolmentId: string, personId: string) => sql<boolean>`(exists (
    select from attempts bo join assessments ba on ba.attempt_id = bo.id
    where bo.enrolment_id = ${sql.ref(enrolmentId)} and ba.assessor_id = ${personId}
  ) or exists (
    select from attempts bo join assignments bg on bg.attempt_id = bo.id
    where bo.enrolment_id = ${sql.ref(enrolmentId)} and bg.assessor_id = ${personId} and bg.ended_at is null
  ) or exists (
    select from attempts bo join completeness_checks bc on bc.attempt_id = bo.id
    where bo.enrolment_id = ${sql.ref(enrolmentId)} and bc.checked_by = ${personId}
  ))`;

/** Whether a lead assessor has asked whose work it is, and so no longer judges it blind. SQL over an enrolment’s id. */
const hasSeenNames = (enrolmentId: string, personId: string) => sql<boolean>`exists (
    select from names_seen bs where bs.enrolment_id = ${sql.ref(enrolmentId)} and bs.person_id = ${personId})`;

/** How much of whose work it is a lead assessor may know. */
export type NamesStanding =
  /** It is not judged blind, or they have asked. */
  | 'shown'
  /** They may ask, and then judge it no more. */
  | 'hidden'
  /** They have a part in judging it. */
  | 'has-part';

export async function namesStandingOf(
  db: Database | Trx,
  { enrolmentId, personId }: { enrolmentId: string; personId: string },
): Promise<NamesStanding> {
  const { rows } = await sql<{ standing: NamesStanding }>`
    select case when not ${isBlindWork('e.id')} or ${hasSeenNames('e.id', personId)} then 'shown'
      when ${hasPart('e.id', personId)} then 'has-part' else 'hidden' end as standing
    from enrolments e where e.id = ${enrolmentId}`.execute(db);
  return rows[0]?.standing ?? 'hidden';
}

/** Whether a lead assessor may know whose work an attempt is. */
export async function seesNames(
  db: Database | Trx,
  { attemptId, personId }: { attemptId: string; personId: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from attempts t join enrolments e on e.id = t.enrolment_id
    where t.id = ${attemptId} and (not ${isBlindWork('e.id')} or ${hasSeenNames('e.id', personId)})`.execute(db);
  return rows.length > 0;
}

/**
 * What an earner is called in a list of a lead assessor’s own pages: where judging is blind not by name, unless that lead
 * asked for it. SQL over enrolments `e` and people `p`, and over an attempt’s id.
 */
export const earnerForLead = (leadId: string, attemptId = 't.id') =>
  sql<string>`case when ${isBlindWork('e.id')} and not ${hasSeenNames('e.id', leadId)}
    then 'Earner ' || upper(right(${sql.ref(attemptId)}::text, 4)) else p.name end`;

/** What an earner is called in a list of the desk; `isBlind` comes from `isBlindWork`. */
export function shownEarner(row: { isBlind: boolean; attemptId: string; earnerName: string }): string {
  return row.isBlind ? blindName(row.attemptId) : row.earnerName;
}

/**
 * Whether this reader of an attempt may not know whose it is, with all that is shown instead; `undefined` where they may.
 * Nobody who assesses for its issuer may, on every page but the lead assessor’s own (`place: 'lead'`): these show names to
 * whoever asked for them, and judges this work no more. The earner and who coaches them know anyway.
 */
export async function blindnessFor(
  db: Database | Trx,
  judge: Judge,
  attemptId: string,
  place: 'desk' | 'lead' = 'desk',
): Promise<Blindness | undefined> {
  const work = await findBlindWork(db, judge, sql`t.id = ${attemptId}`, place);
  return work && describe(db, attemptId, work);
}

/** A file or link as whoever judges blind sees it. */
export type BlindShown = BlindFile & {
  /** “File 3.pdf”. */
  shownName: string;
  /** Where a link is opened from: its address may tell. */
  href: string;
  /** Words of it without names. */
  say: (text: string) => string;
};

/** The same of one file or link: how it is shown and what is given out; `undefined` where it is shown as it is. */
export async function blindnessOfFile(
  db: Database | Trx,
  judge: Judge,
  artifactId: string,
): Promise<BlindShown | undefined> {
  const standsIn = sql`t.id in (select attempt_id from attempt_files where artifact_id = ${artifactId})`;
  const work = await findBlindWork(db, judge, standsIn, 'desk');
  const file = work && (await listBlindFiles(db, work.enrolmentId)).find((one) => one.artifactId === artifactId);
  if (!file) return undefined;
  const names = { ...(await listNames(db, work)), peers: [] };
  return {
    ...file,
    shownName: blindFileName(file.kind, file.name, file.number),
    href: linkHref(artifactId),
    say: (text) => blindText(text, names, 'plain'),
  };
}

/** Where a link is opened from. */
const linkHref = (artifactId: string) => `/artifacts/${artifactId}/link`;

type BlindWork = { enrolmentId: string; personId: string; name: string; email: string };

async function findBlindWork(
  db: Database | Trx,
  judge: Judge,
  which: ReturnType<typeof sql>,
  place: 'desk' | 'lead',
): Promise<BlindWork | undefined> {
  if (judge.issuerIds.length === 0) return undefined;
  const { rows } = await sql<BlindWork>`
    select e.id as "enrolmentId", e.person_id as "personId", p.name, p.email
    from attempts t join enrolments e on e.id = t.enrolment_id join people p on p.id = e.person_id
    where ${which} and t.issuer_id = any(${judge.issuerIds}::uuid[]) and e.person_id <> ${judge.id} and ${isBlindWork('e.id')}
      and not exists (select from coaches c where c.enrolment_id = e.id and c.person_id = ${judge.id})
      ${place === 'lead' ? sql`and not ${hasSeenNames('e.id', judge.id)}` : sql``}
    order by t.id desc limit 1`.execute(db);
  return rows[0];
}

async function describe(db: Database | Trx, attemptId: string, work: BlindWork): Promise<Blindness> {
  const [files, names] = [await listBlindFiles(db, work.enrolmentId), await listNames(db, work)];
  const byId = new Map(files.map((file) => [file.artifactId, file]));
  return {
    name: blindName(attemptId),
    files: byId,
    show: (definition, sealed, linkBase = '') =>
      blindAttempt(definition, sealed, {
        attemptId,
        names,
        numbers: new Map(files.map(({ artifactId, number }) => [artifactId, number])),
        copies: new Map(files.flatMap(({ artifactId, copy }) => (copy ? [[artifactId, copy] as const] : []))),
        linkHref: (id) => linkBase + linkHref(id),
      }),
    say: (text) => blindText(text, { ...names, peers: [] }, 'plain'),
    async annotate(definition, sealed) {
      const standing = sealed.artifacts.flatMap(({ id }) => byId.get(id) ?? []);
      const naming = await listNamingFiles(db, standing, phrasesOf(namesIn(definition, sealed, names)));
      return {
        naming: countNames(definition, sealed, names, naming),
        findings: listTrueFindings(definition, sealed),
      };
    },
  };
}

/** By what the earner and where they work could be known. */
async function listNames(db: Database | Trx, { personId, name, email }: BlindWork): Promise<Omit<KnownNames, 'peers'>> {
  const schools = await db
    .selectFrom('affiliations as f')
    .innerJoin('schools as s', 's.id', 'f.school_id')
    .select(['s.name', 's.district'])
    .where('f.person_id', '=', personId)
    .execute();
  const places = schools.flatMap((school) => [school.name, school.district]);
  return { earner: [name], schools: [...new Set(places)].filter((place) => /\p{L}{2}/u.test(place)), emails: [email] };
}

/** Something that was said, in whatever it is kept, with each of its texts as `say` gives it back. */
export function sayWithin<Said>(said: Said, say: (text: string) => string): Said {
  if (typeof said === 'string') return say(said) as Said;
  if (Array.isArray(said)) return said.map((one: unknown) => sayWithin(one, say)) as Said;
  if (typeof said !== 'object' || said === null || said instanceof Date) return said;
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => [key, sayWithin(value as unknown, say)]),
  ) as Said;
}
