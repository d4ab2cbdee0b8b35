import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ProgrammeDocument } from '#domain/definition/schema.ts';
import { createAuth, type Auth } from '#platform/auth.ts';
import { createDatabase as createKysely, type Database } from '#platform/database.ts';
import { projectRoot } from '#platform/root.ts';
import { createDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { checkProgrammes } from '../programmes/check-programmes.ts';
import { publishProgramme } from '../programmes/publish-programme.ts';
import { demoPassword } from './demo-people.ts';
import { ProgrammesError, prepareInstallation } from './prepare-installation.ts';
import { signInHelp } from './sign-in-help.ts';

const baseUrl = 'http://localhost:3000';
let test: TestDatabase;
let db: Database;
let auth: Auth;

beforeEach(async () => {
  test = await createDatabase();
  db = createKysely(test.pool);
  const sends = { sendPasswordReset: () => Promise.resolve(), sendSignInLink: () => Promise.resolve() };
  auth = createAuth({ pool: test.pool, secret: 'a'.repeat(40), baseUrl, ...sends });
  return () => test.drop();
});

describe('preparing an installation', () => {
  it('publishes the programmes and makes people who can sign in, one for each role', async () => {
    await prepareInstallation({ db, auth, production: false });

    const people = await db.selectFrom('people').select(['email', 'is_operator']).execute();
    expect(people).toHaveLength(11);
    expect(people.filter(({ is_operator }) => is_operator)).toEqual([
      { email: 'operator@demo.tessera.example', is_operator: true },
    ]);
    const roles = await db.selectFrom('memberships').select('role').distinct().orderBy('role').execute();
    expect(roles.map(({ role }) => role)).toEqual([
      'assessor',
      'coordinator',
      'designer',
      'issuer_admin',
      'lead_assessor',
    ]);
    for (const { email } of people) {
      const signedIn = await auth.api.signInEmail({ body: { email, password: demoPassword } });
      expect(signedIn.user.email).toBe(email);
    }
    const help = await signInHelp({ db, baseUrl, production: false });
    for (const { email } of people) expect(help).toContain(email);
    expect(help).toContain(demoPassword);
  });

  it('does nothing the second time, and completes what a crash left half done', async () => {
    await prepareInstallation({ db, auth, production: false });
    await db.deleteFrom('memberships').execute();
    await db.updateTable('people').set({ email_verified: false }).where('email', 'like', 'lead@%').execute();

    await prepareInstallation({ db, auth, production: false });

    expect(await db.selectFrom('people').select('id').execute()).toHaveLength(11);
    const roles = await db.selectFrom('memberships').select('role').distinct().execute();
    expect(roles).toEqual([{ role: 'lead_assessor' }]);
  });

  it('makes no demo people in production, and prints no password there', async () => {
    await prepareInstallation({ db, auth, production: true });

    expect(await db.selectFrom('people').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('definition_versions').select('id').execute()).toHaveLength(22);
    expect(await signInHelp({ db, baseUrl, production: true })).not.toContain(demoPassword);
  });

  it('makes no demo people where somebody else has an account', async () => {
    await db.insertInto('people').values({ name: 'Real Person', email: 'real@example.org' }).execute();

    await prepareInstallation({ db, auth, production: false });

    expect(await db.selectFrom('people').select('email').execute()).toEqual([{ email: 'real@example.org' }]);
  });

  it('refuses a first start on broken programmes, and says where they are broken', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'issuer.yaml'), 'format: tessera/1\nkind: issuer\nslug: a\n');

    const starting = prepareInstallation({ db, auth, production: false }, folder);

    await expect(starting).rejects.toThrow(ProgrammesError);
    await expect(starting).rejects.toThrow(/issuer\.yaml:1:1 .*name/);
  });

  it('serves what is published when a programme is broken later, and warns with its place', async () => {
    const folder = await makeFolder();
    await cp(join(projectRoot, 'programmes'), folder, { recursive: true });
    expect(await prepareInstallation({ db, auth, production: true }, folder)).toBe('');
    await writeFile(join(folder, 'broken.yaml'), 'format: tessera/1\nkind: issuer\nslug: a\n');

    const warning = await prepareInstallation({ db, auth, production: true }, folder);

    expect(warning).toMatch(/^Warning: .* what was published before stays in use\.\n.*broken\.yaml:1:1 .*name/);
    await rm(folder, { recursive: true });
    expect(await prepareInstallation({ db, auth, production: true }, folder)).toContain('There is no folder');
  });

  it('publishes evaluations, warns of broken ones with their place, and goes on asking what was published', async () => {
    const [folder, questions] = [await makeFolder(), await makeFolder()];
    await cp(join(projectRoot, 'programmes'), folder, { recursive: true });
    await cp(join(projectRoot, 'evaluations'), questions, { recursive: true });
    const start = () => prepareInstallation({ db, auth, production: true }, folder, undefined, questions);
    const current = () => db.selectFrom('evaluation_current').select(['slug', 'number']).orderBy('slug').execute();
    expect(await start()).toBe('');
    const both = await current();
    expect(both).toEqual([
      { slug: 'default', number: 1 },
      { slug: 'illinois', number: 1 },
    ]);
    const file = join(questions, 'default.yaml');
    const source = await readFile(file, 'utf8');
    await writeFile(file, source.replace('kind: scale', 'kind: stars'));
    expect(await start()).toMatch(/^Warning: the evaluations in .*\n.*default\.yaml:\d+:\d+ /);
    expect(await current()).toEqual(both);
    await writeFile(file, source.replace('title: How was it?', 'title: How did it go?'));
    await start();
    await writeFile(file, source);
    await start();
    // A start never goes back; “tessera publish” does.
    expect(await current()).toEqual([{ slug: 'default', number: 2 }, both[1]]);
  });

  it('never goes back to content that was published before', async () => {
    const folder = await makeFolder();
    await cp(join(projectRoot, 'programmes'), folder, { recursive: true });
    await prepareInstallation({ db, auth, production: true }, folder);
    const { documents } = await checkProgrammes(folder);
    const slug = 'collecting-data';
    const renamed = documents.flatMap(({ document }): ProgrammeDocument[] => {
      if (document.slug === slug && document.kind === 'micro-credential') return [{ ...document, title: 'Elsewhere' }];
      return document.kind === 'issuer' ? [{ ...document, statement: 'Elsewhere.' }] : [];
    });
    await publishProgramme(db, renamed, null);

    await prepareInstallation({ db, auth, production: true }, folder);

    expect(await titleOf(slug)).toBe('Elsewhere');
    const statements = await db.selectFrom('issuers').select('statement').distinct().execute();
    expect(statements).toEqual([{ statement: 'Elsewhere.' }]);
    const file = documents.find(({ document }) => document.slug === slug)!.file;
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^title: .*$/m, 'title: Never seen'));
    await prepareInstallation({ db, auth, production: true }, folder);
    expect(await titleOf(slug)).toBe('Never seen');
  });
});

async function titleOf(slug: string): Promise<string | undefined> {
  return (await db.selectFrom('micro_credentials').select('title').where('slug', '=', slug).executeTakeFirst())?.title;
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'programmes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
