import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAuth, type Auth } from '#platform/auth.ts';
import { createDatabase as createKysely, type Database } from '#platform/database.ts';
import { createDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { demoPassword } from './demo-people.ts';
import { prepareInstallation } from './prepare-installation.ts';
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

  it('refuses to start on broken programmes, and says where they are broken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'programmes-'));
    await writeFile(join(folder, 'issuer.yaml'), 'format: tessera/1\nkind: issuer\nslug: a\n');

    await expect(prepareInstallation({ db, auth, production: false }, folder)).rejects.toThrow(
      /issuer\.yaml:1:1 .*name/,
    );
    await rm(folder, { recursive: true });
  });
});
