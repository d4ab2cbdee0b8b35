import { sql } from 'kysely';
import type { AwardState } from '#domain/award/status.ts';
import type { DidKey } from '#domain/credential/did-web.ts';
import type { Definition, Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import { awardStatus } from '../status/status.queries.ts';

export type AwardListed = {
  publicId: string;
  kind: 'micro-credential' | 'stack';
  slug: string;
  title: string;
  issuerName: string;
  palette: string;
  pdHours: number;
  awardedAt: Date;
  /** Of its issuer: the day of an award is that on the issuer’s calendar. */
  timeZone: string;
  /** When the newest of its credentials ends. */
  validUntil: Date | null;
  status: AwardState;
  issuerId: string;
  issuerSlug: string;
  /** The series that it stands in: of a stack award, its own. */
  series: { slug: string; title: string }[];
};

/** A person's awards, the newest first. */
export async function listAwardsOf(db: Database, personId: string, now: Date): Promise<AwardListed[]> {
  const { rows } = await sql<AwardListed>`
    select a.public_id as "publicId", a.kind, coalesce(dv.document ->> 'slug', sv.document ->> 'slug') as slug,
      coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title') as title,
      i.name as "issuerName", i.palette, a.awarded_at as "awardedAt", ${timeZoneOf} as "timeZone",
      coalesce((dv.document -> 'worth' ->> 'pdHours')::float8, 0) as "pdHours",
      status.state as status, i.id as "issuerId", i.slug as "issuerSlug",
      (select c.valid_until from award_credentials c where c.award_id = a.id order by c.number desc limit 1) as "validUntil",
      coalesce((select json_agg(json_build_object('slug', s.slug, 'title', s.title) order by s.title, s.id) from series s
        where s.id = a.series_id or s.id in (select sm.series_id from series_members sm
          where sm.micro_credential_id = a.micro_credential_id)), '[]') as series
    from awards a join issuers i on i.id = a.issuer_id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
      left join assessing_settings s on s.issuer_id = a.issuer_id
    where a.person_id = ${personId}
    order by a.awarded_at desc, a.id desc`.execute(db);
  return rows;
}

export type BeingSigned = { slug: string; title: string };

/** A person's micro-credentials that are decided as earned while the job that signs the award has yet to run. */
export async function listBeingSigned(db: Database, personId: string): Promise<BeingSigned[]> {
  return db
    .selectFrom('enrolments')
    .innerJoin('micro_credentials', 'micro_credentials.id', 'enrolments.micro_credential_id')
    .leftJoin('awards', 'awards.enrolment_id', 'enrolments.id')
    .select(['micro_credentials.slug', 'micro_credentials.title'])
    .where('enrolments.person_id', '=', personId)
    .where('enrolments.state', '=', 'earned')
    .where('awards.id', 'is', null)
    .orderBy('enrolments.id')
    .execute();
}

/** What an award is about: a micro-credential's version, or a series'. */
export type AwardSubject =
  | { kind: 'micro-credential'; definition: Definition; version: { number: number; sha256: string } }
  | {
      kind: 'stack';
      series: Series;
      version: { number: number; sha256: string };
      /** The awards that it was made of, in the order in which they were given. */
      pieces: { publicId: string; slug: string; title: string; awardedAt: string }[];
    };

/** One of the awards that a stack award was made of. */
export type StackPiece = Extract<AwardSubject, { kind: 'stack' }>['pieces'][number];

export type PublicAward = {
  id: string;
  publicId: string;
  recipientName: string;
  awardedAt: Date;
  /** The newest of its credentials, with its Data Integrity proof. */
  credential: Record<string, unknown>;
  /** The number of that credential, from 1 on. */
  credentialNumber: number;
  /** The same as a VC-JWT, where there is one. */
  jwt: string | null;
  validUntil: Date | null;
  title: string;
  statement: string;
  slug: string;
  /** Professional-development hours of this award alone; a stack has none beside those of its pieces. */
  pdHours: number;
  subject: AwardSubject;
  /** The day of an award is that on its issuer’s calendar. */
  issuer: { id: string; slug: string; name: string; website: string | null; palette: string; timeZone: string };
  /** Every public key that the issuer ever had, oldest first. */
  publicKeys: DidKey[];
};

/** An award as anyone may see it, in one statement. */
export async function findPublicAward(db: Database, publicId: string): Promise<PublicAward | undefined> {
  const row = await db
    .selectFrom('awards')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('award_credentials as c')
          .select(['c.credential', 'c.jwt', 'c.number as credential_number', 'c.recipient_name', 'c.valid_until'])
          .whereRef('c.award_id', '=', 'awards.id')
          .orderBy('c.number', 'desc')
          .limit(1)
          .as('c'),
      (join) => join.onTrue(),
    )
    .leftJoin('definition_versions', 'definition_versions.id', 'awards.definition_version_id')
    .leftJoin('series_versions', 'series_versions.id', 'awards.series_version_id')
    .innerJoin('issuers', 'issuers.id', 'awards.issuer_id')
    .leftJoin('assessing_settings as s', 's.issuer_id', 'awards.issuer_id')
    .select([
      'awards.id',
      'awards.public_id',
      'awards.awarded_at',
      'c.recipient_name',
      'c.credential',
      'c.credential_number',
      'c.jwt',
      'c.valid_until',
      'definition_versions.document as definition',
      'definition_versions.number as definition_number',
      'definition_versions.sha256 as definition_sha256',
      'series_versions.document as series',
      'series_versions.number as series_number',
      'series_versions.sha256 as series_sha256',
      sql<StackPiece[]>`coalesce((
        select json_agg(json_build_object('publicId', p.public_id, 'slug', v.document ->> 'slug', 'title', v.document ->> 'title',
          'awardedAt', p.awarded_at)
          order by p.awarded_at, p.id)
        from award_pieces ap join awards p on p.id = ap.piece_award_id
          join definition_versions v on v.id = p.definition_version_id
        where ap.stack_award_id = awards.id), '[]')`.as('pieces'),
      'issuers.id as issuer_id',
      'issuers.slug',
      'issuers.name',
      'issuers.website',
      'issuers.palette',
      timeZoneOf.as('time_zone'),
      keysOf('awards.issuer_id').as('public_keys'),
    ])
    .where('awards.public_id', '=', publicId)
    .executeTakeFirst();
  if (!row) return undefined;
  const subject = subjectOf(row);
  return {
    id: row.id,
    publicId: row.public_id,
    recipientName: row.recipient_name,
    awardedAt: row.awarded_at,
    credential: row.credential as Record<string, unknown>,
    credentialNumber: row.credential_number,
    jwt: row.jwt,
    validUntil: row.valid_until,
    ...described(subject),
    subject,
    issuer: {
      ...{ id: row.issuer_id, slug: row.slug, name: row.name, website: row.website, palette: row.palette },
      timeZone: row.time_zone,
    },
    publicKeys: readKeys(row.public_keys),
  };
}

type SubjectRow = {
  definition: unknown;
  definition_number: number | null;
  definition_sha256: string | null;
  series: unknown;
  series_number: number | null;
  series_sha256: string | null;
  pieces: StackPiece[];
};

/** The documents were checked when they were published, and never change. */
function subjectOf(row: SubjectRow): AwardSubject {
  if (row.definition_number !== null && row.definition_sha256 !== null) {
    const version = { number: row.definition_number, sha256: row.definition_sha256 };
    return { kind: 'micro-credential', definition: row.definition as Definition, version };
  }
  if (row.series_number === null || row.series_sha256 === null) throw new Error('An award is about nothing');
  return {
    kind: 'stack',
    series: row.series as Series,
    version: { number: row.series_number, sha256: row.series_sha256 },
    pieces: row.pieces,
  };
}

function described(subject: AwardSubject): Pick<PublicAward, 'title' | 'statement' | 'slug' | 'pdHours'> {
  if (subject.kind === 'micro-credential') {
    const { title, statement, slug, worth } = subject.definition;
    return { title, statement, slug, pdHours: worth.pdHours };
  }
  const { slug, title, statement, stackAward } = subject.series;
  return { title: stackAward?.title ?? title, statement: stackAward?.statement ?? statement, slug, pdHours: 0 };
}

/** The public keys of an issuer, oldest first, or `undefined` when there is no such issuer. */
export async function findIssuerKeys(db: Database, slug: string): Promise<DidKey[] | undefined> {
  const row = await db
    .selectFrom('issuers')
    .select(keysOf('issuers.id').as('keys'))
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row && readKeys(row.keys);
}

type KeyJson = { multibase: string; jwk: { kid: string } | null; revoked: string | null };

function keysOf(issuerId: 'issuers.id' | 'awards.issuer_id') {
  return sql<KeyJson[]>`array(
    select json_build_object('multibase', public_multibase, 'jwk', public_jwk, 'revoked', revoked_at)
    from issuer_keys where issuer_id = ${sql.ref(issuerId)} order by created_at, id
  )`;
}

function readKeys(keys: readonly KeyJson[]): DidKey[] {
  return keys.map(({ multibase, jwk, revoked }) => ({
    publicMultibase: multibase,
    publicJwk: jwk,
    revokedAt: revoked === null ? null : new Date(revoked),
  }));
}
