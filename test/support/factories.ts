import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Definition } from '#domain/definition/schema.ts';
import type { Role } from '#domain/access/viewer.ts';
import { documentSha256 } from '#platform/hash.ts';
import { sessionCookie } from '#platform/session.ts';
import { type TestSite, noon } from './app.ts';

export type Person = { id: string; name: string; email: string };
export type TestIssuer = { id: string; slug: string; name: string };
export type Published = {
  issuer: TestIssuer;
  microCredentialId: string;
  versionId: string;
  definition: Definition;
  sha256: string;
};
export type Enrolment = { id: string; person: Person; published: Published };

/** What the factories need of a site; a database alone will do. */
export type Rows = Pick<TestSite, 'db'>;

/** Makes `ada-1`, `ada-2`, … unique within a test file. */
let made = 0;

export async function insertPerson(
  site: Rows,
  overrides: { name?: string; email?: string; isOperator?: boolean; emailVerified?: boolean } = {},
): Promise<Person> {
  made += 1;
  return site.db
    .insertInto('people')
    .values({
      name: overrides.name ?? `Person ${made}`,
      email: overrides.email ?? `person-${made}@example.org`,
      is_operator: overrides.isOperator ?? false,
      email_verified: overrides.emailVerified ?? true,
    })
    .returning(['id', 'name', 'email'])
    .executeTakeFirstOrThrow();
}

export async function insertIssuer(site: Rows, overrides: { slug?: string; name?: string } = {}): Promise<TestIssuer> {
  made += 1;
  return site.db
    .insertInto('issuers')
    .values({
      slug: overrides.slug ?? `issuer-${made}`,
      name: overrides.name ?? `Issuer ${made}`,
      statement: 'Publishes micro-credentials for tests.',
      palette: 'teal',
    })
    .returning(['id', 'slug', 'name'])
    .executeTakeFirstOrThrow();
}

export async function insertMembership(site: Rows, issuer: TestIssuer, person: Person, role: Role): Promise<void> {
  await site.db.insertInto('memberships').values({ issuer_id: issuer.id, person_id: person.id, role }).execute();
}

/** Someone with a role at an issuer, both made here unless given. */
export async function insertMember(
  site: Rows,
  role: Role,
  options: { issuer?: TestIssuer; name?: string } = {},
): Promise<{ person: Person; issuer: TestIssuer }> {
  const issuer = options.issuer ?? (await insertIssuer(site));
  const person = await insertPerson(site, options.name === undefined ? {} : { name: options.name });
  await insertMembership(site, issuer, person, role);
  return { person, issuer };
}

/** The headers of a browser in which this person is signed in. */
export async function signIn(
  site: Rows & { deps: Pick<TestSite['deps'], 'now' | 'secret' | 'baseUrl'> },
  person: Pick<Person, 'id'>,
): Promise<{ cookie: string }> {
  const token = randomUUID();
  const expires = new Date(site.deps.now().getTime() + 30 * 24 * 3600_000);
  await site.db.insertInto('sessions').values({ person_id: person.id, token, expires_at: expires }).execute();
  return { cookie: sessionCookie(token, site.deps.secret, site.deps.baseUrl).split(';')[0] ?? '' };
}

/** A small whole micro-credential: a narrative, artifacts and a portfolio over two details, four look-fors. */
export function baseDefinition(overrides: Record<string, unknown> = {}): Definition {
  return Definition.parse({
    format: 'tessera/1',
    kind: 'micro-credential',
    slug: 'reading-the-room',
    issuer: 'issuer',
    title: 'Reading the Room',
    statement: 'The teacher notices who takes part in a lesson and changes the lesson so that more do.',
    summary: 'Watch a lesson, count who speaks, change one thing and look again.',
    audience: ['teacher'],
    worth: { pdHours: 12 },
    effort: { hours: { min: 8, max: 14 } },
    outcomes: [
      {
        id: 'participation',
        title: 'Widen participation',
        details: [
          { id: 'noticed', text: 'Participation was observed and counted' },
          { id: 'changed', text: 'One routine was changed for those who spoke least' },
        ],
      },
    ],
    parts: [
      {
        id: 'evidence',
        title: 'Your evidence',
        requirements: [
          {
            id: 'overview',
            kind: 'narrative',
            title: 'Overview',
            prompt: 'Describe the class.',
            rules: { words: { min: 5, max: 200 } },
          },
          {
            id: 'tally',
            kind: 'artifact',
            title: 'Tally sheet',
            prompt: 'Hand in the tally.',
            rules: { item: 'tally sheet', note: 'optional' },
          },
          {
            id: 'portfolio',
            kind: 'portfolio',
            title: 'Portfolio',
            prompt: 'Show each detail.',
            rules: { explanation: { min: 3 } },
          },
        ],
      },
    ],
    guides: [
      {
        id: 'guide',
        title: 'Scoring guide',
        lookFors: [
          { id: 'overview-complete', text: 'The class and its routines are described', judges: ['overview'] },
          { id: 'tally-readable', text: 'The tally shows who spoke', judges: ['tally'] },
          { id: 'noticed-shown', text: 'Participation was counted', judges: ['portfolio'], details: ['noticed'] },
          { id: 'changed-shown', text: 'A routine was changed', judges: ['portfolio'], details: ['changed'] },
        ],
      },
    ],
    award: { rule: 'all-look-fors' },
    ...overrides,
  });
}

/** A published micro-credential, as its first version or its next. Its slug is made unique unless the definition has one. */
export async function insertPublished(
  site: Rows,
  options: { issuer?: TestIssuer; definition?: Definition; microCredentialId?: string } = {},
): Promise<Published> {
  made += 1;
  const issuer = options.issuer ?? (await insertIssuer(site));
  const definition = {
    ...(options.definition ?? baseDefinition({ slug: `reading-the-room-${made}` })),
    issuer: issuer.slug,
  };
  const sha256 = documentSha256(definition);
  return site.db.transaction().execute(async (trx) => {
    const microCredentialId =
      options.microCredentialId ??
      (
        await trx
          .insertInto('micro_credentials')
          .values({
            issuer_id: issuer.id,
            slug: definition.slug,
            title: definition.title,
            statement: definition.statement,
            summary: definition.summary,
            audience: definition.audience,
            pd_hours: String(definition.worth.pdHours),
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
    const { last } = await trx
      .selectFrom('definition_versions')
      .select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('last'))
      .where('micro_credential_id', '=', microCredentialId)
      .executeTakeFirstOrThrow();
    const { id: versionId } = await trx
      .insertInto('definition_versions')
      .values({
        issuer_id: issuer.id,
        micro_credential_id: microCredentialId,
        number: Number(last) + 1,
        sha256,
        document: JSON.stringify(definition),
        published_at: noon,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('micro_credentials')
      .set({ current_version_id: versionId })
      .where('id', '=', microCredentialId)
      .execute();
    return { issuer, microCredentialId, versionId, definition, sha256 };
  });
}

export async function insertEnrolment(
  site: Rows,
  options: { person?: Person; published?: Published } = {},
): Promise<Enrolment> {
  const person = options.person ?? (await insertPerson(site));
  const published = options.published ?? (await insertPublished(site));
  const { id } = await site.db
    .insertInto('enrolments')
    .values({
      issuer_id: published.issuer.id,
      person_id: person.id,
      micro_credential_id: published.microCredentialId,
      definition_version_id: published.versionId,
      created_at: noon,
      updated_at: noon,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, person, published };
}

/** English captions of an artifact, whatever it is. */
export async function insertCaptions(site: Pick<TestSite, 'db' | 'deps'>, artifactId: string): Promise<void> {
  const text = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello.\n';
  const content = await site.deps.storage.receive(Readable.from([Buffer.from(text)]), 1000);
  if (content === 'too-large') throw new Error('The sample captions are too large');
  const { sha256, size } = content;
  await content.prepare();
  await site.db
    .insertInto('blobs')
    .values({ sha256, size, media_type: 'text/vtt' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await content.keep();
  await site.db
    .insertInto('artifact_captions')
    .values({ artifact_id: artifactId, blob_sha256: sha256, language: 'en', label: 'English' })
    .execute();
}
