import { sql } from 'kysely';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { ReleaseContext, ReleaseKind } from '#domain/consent/release.ts';
import type { Database, Trx } from '#platform/database.ts';

/** A release as its keeper sees it. */
export type OwnRelease = ReleaseContext & {
  givenBy: string;
  note: string;
  form: { sha256: string; name: string } | null;
  /** How many files name it. */
  uses: number;
};

export type ReleaseFilter = {
  q?: string | undefined;
  kind?: ReleaseKind | undefined;
  state?: 'valid' | 'soon' | 'expired' | 'withdrawn' | undefined;
  /** The last one of the page before. */
  after?: string | undefined;
};

export const releasesAPage = 50;

function releaseRows(db: Database | Trx, personId: string) {
  return db
    .selectFrom('releases as r')
    .select(['r.id', 'r.kind', 'r.subject', 'r.covers', 'r.given_by', 'r.given_on', 'r.expires_on', 'r.note'])
    .select(['r.form_sha256', 'r.form_name', 'r.withdrawn_at'])
    .select((eb) =>
      eb
        .selectFrom('artifact_releases as l')
        .innerJoin('artifacts as a', 'a.id', 'l.artifact_id')
        .select(eb.fn.countAll<number>().as('uses'))
        .whereRef('l.release_id', '=', 'r.id')
        .where('a.removed_at', 'is', null)
        .as('uses'),
    )
    .where('r.person_id', '=', personId);
}

type Row = Awaited<ReturnType<ReturnType<typeof releaseRows>['execute']>>[number];

function toRelease(row: Row): OwnRelease {
  return {
    ...{ id: row.id, kind: row.kind, subject: row.subject, covers: row.covers, note: row.note },
    ...{ givenBy: row.given_by, givenOn: row.given_on, expiresOn: row.expires_on },
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    form: row.form_sha256 !== null && row.form_name !== null ? { sha256: row.form_sha256, name: row.form_name } : null,
    uses: row.uses ?? 0,
  };
}

/** The person's releases that fit, newest first; how many fit in all; and whether more come after these. */
export async function listReleases(
  db: Database,
  personId: string,
  filter: ReleaseFilter,
  now: Date,
): Promise<{ releases: OwnRelease[]; count: number; hasMore: boolean }> {
  const today = now.toISOString().slice(0, 10);
  const soon = sql<string>`${today}::date + 30`;
  const { q, kind, state } = filter;
  const fitting = releaseRows(db, personId)
    .$if(kind !== undefined, (query) => query.where('r.kind', '=', kind ?? 'student'))
    .$if(q !== undefined && q !== '', (query) => {
      const like = `%${(q ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
      return query.where((eb) =>
        eb.or([eb('r.subject', 'ilike', like), eb('r.given_by', 'ilike', like), eb('r.note', 'ilike', like)]),
      );
    })
    .$if(state === 'withdrawn', (query) => query.where('r.withdrawn_at', 'is not', null))
    .$if(state !== undefined && state !== 'withdrawn', (query) => query.where('r.withdrawn_at', 'is', null))
    .$if(state === 'expired', (query) => query.where('r.expires_on', '<', today))
    .$if(state === 'soon', (query) => query.where('r.expires_on', '>=', today).where('r.expires_on', '<=', soon))
    .$if(state === 'valid', (query) =>
      query.where((eb) => eb.or([eb('r.expires_on', 'is', null), eb('r.expires_on', '>=', today)])),
    );
  const rows = await fitting
    .$if(filter.after !== undefined, (query) => query.where('r.id', '<', filter.after ?? ''))
    .orderBy('r.id', 'desc')
    .limit(releasesAPage + 1)
    .execute();
  const { count } = await db
    .selectFrom(fitting.as('fitting'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { releases: rows.slice(0, releasesAPage).map(toRelease), count, hasMore: rows.length > releasesAPage };
}

/** Every release to choose from for a file: those that hold, and those that it names already. */
export async function listChoosable(db: Database | Trx, personId: string): Promise<OwnRelease[]> {
  const rows = await releaseRows(db, personId)
    .orderBy('r.kind')
    .orderBy('r.subject')
    .orderBy('r.id')
    .limit(500)
    .execute();
  return rows.map(toRelease);
}

export async function findRelease(db: Database | Trx, personId: string, id: string): Promise<OwnRelease | undefined> {
  const row = await releaseRows(db, personId).where('r.id', '=', id).executeTakeFirst();
  return row && toRelease(row);
}

export type ReleaseUse = {
  artifactId: string;
  name: string;
  enrolmentId: string;
  requirement: string;
  title: string;
  /** Whether it stands in an attempt that was handed in. */
  isSealed: boolean;
};

/** The files that rest on a release. */
export async function listUses(db: Database, personId: string, releaseId: string): Promise<ReleaseUse[]> {
  const rows = await db
    .selectFrom('artifact_releases as l')
    .innerJoin('artifacts as a', 'a.id', 'l.artifact_id')
    .innerJoin('enrolments as e', 'e.id', 'a.enrolment_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .select(['a.id as artifactId', 'a.name', 'e.id as enrolmentId', 'a.requirement_key as requirement', 'm.title'])
    .select((eb) =>
      eb
        .exists(eb.selectFrom('attempt_files as f').select('f.attempt_id').whereRef('f.artifact_id', '=', 'a.id'))
        .as('isSealed'),
    )
    .where('l.release_id', '=', releaseId)
    .where('e.person_id', '=', personId)
    .where((eb) =>
      eb.or([
        eb('a.removed_at', 'is', null),
        eb.exists(eb.selectFrom('attempt_files as g').select('g.attempt_id').whereRef('g.artifact_id', '=', 'a.id')),
      ]),
    )
    .orderBy('m.title')
    .orderBy('a.name')
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...row, isSealed: Boolean(row.isSealed) }));
}

/** A release that no longer holds, and a file that rests on it. */
export type LostRelease = { subject: string; on: string; isWithdrawn: boolean };

/**
 * Of what was sealed: by artifact, the releases that no longer hold. Both those that were sealed with it and those that it
 * names now count, so that naming another later hides nothing.
 */
export async function listLostReleases(
  db: Database | Trx,
  sealed: SealedAttempt,
  now: Date,
): Promise<Map<string, LostRelease[]>> {
  const named = sealed.artifacts.flatMap(({ id, releases }) =>
    (releases ?? []).map((one) => ({ id, release: one.id })),
  );
  if (named.length === 0) return new Map();
  const today = now.toISOString().slice(0, 10);
  const rows = await db
    .selectFrom('releases')
    .select(['id', 'subject', 'expires_on', 'withdrawn_at'])
    .where('id', 'in', [...new Set(named.map(({ release }) => release))])
    .where((eb) => eb.or([eb('withdrawn_at', 'is not', null), eb('expires_on', '<', today)]))
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lost = named.flatMap(({ id, release }) => {
    const row = byId.get(release);
    if (!row) return [];
    const on = row.withdrawn_at?.toISOString().slice(0, 10) ?? row.expires_on ?? today;
    return [{ id, subject: row.subject, on, isWithdrawn: row.withdrawn_at !== null }];
  });
  return new Map(
    [...Map.groupBy(lost, ({ id }) => id)].map(([id, all]) => [id, all.map(({ id: _id, ...release }) => release)]),
  );
}
