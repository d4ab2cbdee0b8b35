import { sql } from 'kysely';
import {
  type CertificationState,
  certificationState,
  usualCertificationSettings as usual,
} from '#domain/assessment/certification.ts';
import type { Database, Trx } from '#platform/database.ts';

/** A rubric of a micro-credential: what people are certified for. */
export type Rubric = { microCredentialId: string; rubricSha256: string };

export type Certification = Rubric & {
  id: string;
  issuerId: string;
  personId: string;
  certifiedAt: Date;
  /** Who named them, and why; both null where they qualified on a set. */
  namedBy: string | null;
  reason: string;
  standing: CertificationState;
};

/** How long what was scored on a seeded anchor counts nowhere and is told to nobody, in hours: sending must tell nothing. */
export const revealHours = 24;

type Row = Omit<Certification, 'standing'> & {
  lastScoredAt: Date | null;
  exact: number;
  lookFors: number;
  lapseDays: number;
  lapseWindow: number;
  bar: string;
};

/** Certifications that nobody has ended, each with whether it holds now. */
export async function listCertifications(
  db: Database | Trx,
  filter: { personIds?: readonly string[]; issuerIds?: readonly string[]; rubric?: Rubric; now: Date },
): Promise<Certification[]> {
  const { personIds, issuerIds, rubric, now } = filter;
  const known = new Date(now.getTime() - revealHours * 3600_000);
  const { rows } = await sql<Row>`
    select c.id, c.issuer_id as "issuerId", c.person_id as "personId", c.micro_credential_id as "microCredentialId",
      c.rubric_sha256 as "rubricSha256", c.certified_at as "certifiedAt", n.name as "namedBy", c.reason,
      scored.at as "lastScoredAt", seeded.exact, seeded.look_fors as "lookFors",
      coalesce(s.lapse_days, ${usual.lapseDays}) as "lapseDays", coalesce(s.lapse_window, ${usual.lapseWindow}) as "lapseWindow",
      coalesce(s.qualify_bar, ${usual.bar}) as bar
    from certifications c
    left join assessing_settings s on s.issuer_id = c.issuer_id
    left join people n on n.id = c.named_by
    cross join lateral (
      select max(a.completed_at) as at from assessments a
      join attempts t on t.id = a.attempt_id
      join definition_versions v on v.id = t.definition_version_id
      where a.assessor_id = c.person_id and a.state = 'completed' and a.role <> 'qualification'
        and v.micro_credential_id = c.micro_credential_id and v.rubric_sha256 = c.rubric_sha256
    ) scored
    cross join lateral (
      select count(*) as look_fors, count(*) filter (where l.value is not distinct from l.agreed) as exact from (
        select k.value, k.agreed from anchor_comparisons k
        where k.assessor_id = c.person_id and k.role = 'anchor' and k.completed_at > c.certified_at
          and k.completed_at <= ${known}
          and k.micro_credential_id = c.micro_credential_id and k.rubric_sha256 = c.rubric_sha256
        order by k.completed_at desc, k.assessment_id, k.look_for_key
        limit coalesce(s.lapse_window, ${usual.lapseWindow})
      ) l
    ) seeded
    where c.ended_at is null
      ${personIds === undefined ? sql`` : sql`and c.person_id = any(${personIds}::uuid[])`}
      ${issuerIds === undefined ? sql`` : sql`and c.issuer_id = any(${issuerIds}::uuid[])`}
      ${rubric === undefined ? sql`` : sql`and c.micro_credential_id = ${rubric.microCredentialId} and c.rubric_sha256 = ${rubric.rubricSha256}`}
    order by c.certified_at desc, c.id`.execute(db);
  return rows.map(({ lastScoredAt, exact, lookFors, lapseDays, lapseWindow, bar, ...certification }) => ({
    ...certification,
    standing: certificationState({
      certifiedAt: certification.certifiedAt,
      lastScoredAt: lastScoredAt ?? undefined,
      seeded: { exact, lookFors },
      settings: { lapseDays, lapseWindow, bar: Number(bar) },
      now,
    }),
  }));
}

/** Somebody's certification for a rubric, if nobody has ended it. */
export async function certificationOf(
  db: Database | Trx,
  { personId, microCredentialId, rubricSha256, now }: Rubric & { personId: string; now: Date },
): Promise<Certification | undefined> {
  const [one] = await listCertifications(db, {
    personIds: [personId],
    rubric: { microCredentialId, rubricSha256 },
    now,
  });
  return one;
}

/** Whether people may score by a rubric only once they are certified: as soon as there is a set to qualify on. */
export async function isCertificationNeeded(db: Database | Trx, rubric: Rubric): Promise<boolean> {
  const set = await db
    .selectFrom('qualification_sets')
    .select('id')
    .where('micro_credential_id', '=', rubric.microCredentialId)
    .where('rubric_sha256', '=', rubric.rubricSha256)
    .where('is_active', '=', true)
    .executeTakeFirst();
  return set !== undefined;
}

/** The rubric that an attempt is judged by. */
export async function rubricOfAttempt(db: Database | Trx, attemptId: string): Promise<Rubric | undefined> {
  return db
    .selectFrom('attempts as t')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .select(['v.micro_credential_id as microCredentialId', 'v.rubric_sha256 as rubricSha256'])
    .where('t.id', '=', attemptId)
    .executeTakeFirst();
}

/** Whether somebody may score by a rubric as far as certification goes. */
export type CertificationVerdict = 'ok' | 'not-certified' | 'lapsed';

/** Of each of these people. */
export async function certificationVerdicts(
  db: Database | Trx,
  asked: Rubric & { personIds: readonly string[]; now: Date },
): Promise<Map<string, CertificationVerdict>> {
  const { personIds, microCredentialId, rubricSha256, now } = asked;
  if (!(await isCertificationNeeded(db, asked))) return new Map(personIds.map((id) => [id, 'ok']));
  const held = await listCertifications(db, { personIds, rubric: { microCredentialId, rubricSha256 }, now });
  const verdictOf = (id: string): CertificationVerdict => {
    const own = held.find(({ personId }) => personId === id);
    if (!own) return 'not-certified';
    return own.standing.state === 'active' ? 'ok' : 'lapsed';
  };
  return new Map(personIds.map((id) => [id, verdictOf(id)]));
}

/**
 * The rubrics, of all that have a set to qualify on, which somebody may not score by now: what a list of attempts leaves
 * out (`(micro_credential_id, rubric_sha256)` of its version).
 */
export async function listClosedRubrics(
  db: Database | Trx,
  { personId, issuerIds, now }: { personId: string; issuerIds: readonly string[]; now: Date },
): Promise<Rubric[]> {
  const { guarded, open } = await listGuardedRubrics(db, { personIds: [personId], issuerIds, now });
  const may = new Set(open.map(rubricKey));
  return guarded.filter((rubric) => !may.has(rubricKey(rubric)));
}

/** The rubrics that have a set to qualify on, and by which of them each of some people may score now. */
export async function listGuardedRubrics(
  db: Database | Trx,
  { personIds, issuerIds, now }: { personIds: readonly string[]; issuerIds: readonly string[]; now: Date },
): Promise<{ guarded: Rubric[]; open: (Rubric & { personId: string })[] }> {
  if (issuerIds.length === 0) return { guarded: [], open: [] };
  const guarded = await db
    .selectFrom('qualification_sets')
    .select(['micro_credential_id as microCredentialId', 'rubric_sha256 as rubricSha256'])
    .distinct()
    .where('issuer_id', 'in', [...issuerIds])
    .where('is_active', '=', true)
    .execute();
  if (guarded.length === 0) return { guarded, open: [] };
  const held = await listCertifications(db, { personIds, now });
  return { guarded, open: held.filter(({ standing }) => standing.state === 'active') };
}

export function rubricKey({ microCredentialId, rubricSha256 }: Rubric): string {
  return `${microCredentialId}/${rubricSha256}`;
}
