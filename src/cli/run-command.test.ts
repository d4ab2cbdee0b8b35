import { cp, mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '#platform/root.ts';
import { createDatabase, type TestDatabase } from '../../test/support/postgres.ts';
import { runCommand } from './run-command.ts';

let test: TestDatabase;
let folder: string;

async function run(...args: string[]) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await runCommand(args, { out: (text) => lines.push(text), error: (text) => errors.push(text) });
  return { code, out: lines.join('\n'), errors: errors.join('\n') };
}

beforeEach(async () => {
  test = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  vi.stubEnv('DATABASE_URL', test.url);
  vi.stubEnv('DATA_DIR', folder);
  // The test runner sets one of its own, which is no address.
  vi.stubEnv('BASE_URL', '');
  return async () => {
    vi.unstubAllEnvs();
    await test.drop();
    await rm(folder, { recursive: true });
  };
});

describe('the command line', () => {
  it('lists its commands, and explains each', async () => {
    const { code, out } = await run('--help');

    expect(code).toBe(0);
    for (const name of ['migrate', 'check', 'publish', 'demo', 'user', 'keys', 'verify', 'scrub']) {
      expect(out).toContain(name);
      expect(await run(name, '--help')).toMatchObject({
        code: 0,
        errors: '',
        out: expect.stringContaining(`Usage: npm run tessera -- ${name}`) as string,
      });
    }
    expect(await run('dance')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('no command “dance”') as string,
    });
  });

  it('checks programmes without a database', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/nothing');

    const { code, out } = await run('check', join(projectRoot, 'programmes'));

    expect(code).toBe(0);
    expect(out).toMatch(/^22 micro-credentials, 2 series, \d+ requirements, \d+ look-fors valid$/);
  });

  it('ends with 1 on a problem and says where it is', async () => {
    await writeFile(join(folder, 'a.yaml'), 'format: tessera/1\nkind: issuer\nslug: A b\n');

    const { code, errors } = await run('check', folder);

    expect(code).toBe(1);
    expect(errors).toMatch(/a\.yaml:3:1 {2}.*slug/);
    expect(await run('check', join(folder, 'absent'))).toMatchObject({
      code: 2,
      errors: expect.stringContaining('no folder') as string,
    });
    expect(
      await run(
        'check',
        join(
          projectRoot,
          'programmes/center-for-the-study-of-education-policy/applying-a-culturally-responsive-lens-to-a-data-cycle.yaml',
        ),
      ),
    ).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 micro-credentials, 0 series') as string,
    });
  });

  it('publishes once', async () => {
    expect((await run('publish', join(projectRoot, 'programmes'))).out).toContain('28 published.');
    expect((await run('publish', join(projectRoot, 'programmes'))).out).toContain('Everything was published already.');
  });

  it('says that an earlier version is current again', async () => {
    await run('publish', join(projectRoot, 'programmes'));
    const source = await readFile(
      join(
        projectRoot,
        'programmes/center-for-the-study-of-education-policy/applying-a-culturally-responsive-lens-to-a-data-cycle.yaml',
      ),
      'utf8',
    );
    const file = join(folder, 'one.yaml');
    await writeFile(file, source.replace(/^title: .*$/m, 'title: Another title'));
    expect((await run('publish', file)).out).toContain(', version 2\n1 published.');

    await writeFile(file, source);
    expect((await run('publish', file)).out).toContain(': version 1 is current again');
  });

  it('checks credit rules and evaluations by line and column, and publishes a change as the next version', async () => {
    const [rules, questions] = [join(folder, 'rules'), join(folder, 'questions')];
    await cp(join(projectRoot, 'credit-rules'), rules, { recursive: true });
    await cp(join(projectRoot, 'evaluations'), questions, { recursive: true });
    for (const [kind, at, file, word, mended] of [
      [
        'credit-rules',
        rules,
        'illinois/professional-educator.yaml',
        'perCycle',
        'credit-rule illinois-professional-educator',
      ],
      ['evaluations', questions, 'default.yaml', 'title', 'evaluation default'],
    ] as const) {
      const source = await readFile(join(at, file), 'utf8');
      await writeFile(join(at, file), source.replace(`${word}:`, `${word}s:`));
      const broken = await run('check', `--${kind}`, at);
      expect(broken.code).toBe(1);
      expect(broken.errors).toMatch(new RegExp(`${file}:\\d+:\\d+ {2}.*did you mean “${word}”`));
      // Nothing of it is published.
      expect((await run('publish', `--${kind}`, at)).code).toBe(1);

      await writeFile(join(at, file), source);
      expect((await run('publish', `--${kind}`, at)).out).toContain(`published ${mended}, version 1`);
      expect((await run('publish', `--${kind}`, at)).out).toContain('Everything was published already.');
      await writeFile(join(at, file), source.replace(/^title: .*$/m, 'title: Another title'));
      expect((await run('publish', `--${kind}`, at)).out).toContain(`published ${mended}, version 2\n1 published.`);
      await writeFile(join(at, file), source);
      expect((await run('publish', `--${kind}`, at)).out).toContain(`${mended}: version 1 is current again`);
      expect((await run('check', `--${kind}`, join(folder, 'absent'))).errors).toContain('There is no folder');
    }
  });

  it('checks all three folders where none is named', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/nothing');
    expect((await run('check')).out).toMatch(
      /look-fors valid\n1 credit rule, 1 set aside as templates\n2 evaluations$/,
    );
  });

  it('adds a person, gives and takes roles, and lists them', async () => {
    await run('publish', join(projectRoot, 'programmes'));
    expect((await run('user', 'add', 'Lee@School.example', 'Lee', 'Park')).out).toMatch(
      /Added lee@school.example with the password \S{16}/,
    );
    expect(await run('user', 'add', 'lee@school.example', 'Lee')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('already') as string,
    });

    await run('user', 'role', 'lee@school.example', 'lead-assessor', 'teaching-matters');
    await run('user', 'operator', 'lee@school.example');
    expect((await run('user', 'list')).out).toContain(
      'lee@school.example  Lee Park: operator, lead_assessor at teaching-matters',
    );

    await run('user', 'role', 'lee@school.example', 'lead_assessor', 'teaching-matters', '--remove');
    expect((await run('user', 'list', 'school.example')).out).toContain(
      'lee@school.example  Lee Park: operator\n1 person',
    );
  });

  it('says what to do about a wrong call', async () => {
    expect((await run('user')).errors).toContain('user add | role | operator | list');
    expect((await run('user', 'role', 'x@y.example', 'boss', 'a')).errors).toContain('Name a role: assessor');
    expect((await run('user', 'role', 'x@y.example', 'assessor', 'a')).errors).toContain('user add');
    expect((await run('user', 'add', 'nonsense', 'N')).errors).toContain('mail address');
    expect((await run('user', 'add', 'x@y.example', 'N', '--password', 'short')).errors).toContain('10 characters');
    expect((await run('check', '--fast')).code).toBe(2);
  });

  it('checks every stored file, and removes those that nothing names where it is told to', async () => {
    expect(await run('scrub')).toMatchObject({ code: 0, out: expect.stringContaining('0 files checked') as string });
    const blobs = join(folder, 'files/blobs/aa');
    const orphan = 'a'.repeat(64);
    await mkdir(blobs, { recursive: true });
    await writeFile(join(blobs, orphan), 'extra');
    const longAgo = new Date(Date.now() - 48 * 3600_000);
    await utimes(join(blobs, orphan), longAgo, longAgo);

    const found = await run('scrub');
    expect(found.code).toBe(1);
    expect(found.out).toBe(`orphaned  5 bytes  ${orphan}\n0 files checked, 0 bytes: 0 missing, 0 damaged, 1 orphaned.`);
    expect(await run('scrub', '--repair')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^removed {2}5 bytes/) as string,
    });
    expect(await readdir(blobs)).toEqual([]);
  });

  it('makes no demo people in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    vi.stubEnv('SECRET', 's'.repeat(40));
    vi.stubEnv('BASE_URL', 'https://learn.example.org');

    expect(await run('demo')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('never made in production') as string,
    });
  });

  it('says why a credential does not verify, or can’t be read', async () => {
    const file = join(folder, 'credential.json');
    await writeFile(file, '{"name":"not a credential"}');
    expect(await run('verify', file)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/structure +FAILED[^]*Not verified/) as string,
    });

    await writeFile(file, 'nonsense');
    expect(await run('verify', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('This is no badge') as string,
    });
    expect((await run('verify', join(folder, 'absent.json'))).errors).toContain('can’t be read');
    expect((await run('verify', 'http://127.0.0.1:1/verify/x')).errors).toContain('can’t be reached');
    expect((await run('verify')).errors).toContain('Name one file or address');
  });

  it('says that the database can’t be reached', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/nothing');

    expect(await run('migrate')).toMatchObject({ code: 1, errors: expect.stringContaining('DATABASE_URL') as string });
  });
});
