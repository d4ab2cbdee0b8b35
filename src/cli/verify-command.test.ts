import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '#platform/free-port.ts';
import { type TestSite, createTestApp, get } from '../../test/support/app.ts';
import { insertDecided } from '../../test/support/earned.ts';
import { issueAward } from '../features/awards/issue-award.ts';
import { runCommand } from './run-command.ts';

let site: TestSite;
let address: string;
let folder: string;
beforeAll(async () => {
  const port = await freePort(4300, '127.0.0.1');
  site = await createTestApp({ baseUrl: `http://127.0.0.1:${port}` });
  // The command goes by the real clock.
  site.setNow(new Date());
  const { attemptId } = await insertDecided(site, { releasedAt: new Date(Date.now() - 60_000) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  address = `${site.deps.baseUrl}/verify/${result.publicId}`;
  await site.app.listen({ port, host: '127.0.0.1' });
  folder = await mkdtemp(join(tmpdir(), 'tessera-verify-'));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const lines: string[] = [];
  const keep = (text: string) => lines.push(text);
  const code = await runCommand(['verify', ...args], { out: keep, error: keep });
  return { code, text: lines.join('\n') };
}

async function fileOf(change: Record<string, unknown>): Promise<string> {
  const credential = (await get(site, `${new URL(address).pathname}/credential.json`)).json();
  const file = join(folder, 'award.json');
  await writeFile(file, JSON.stringify({ ...credential, ...change }));
  return file;
}

afterEach(() => vi.unstubAllEnvs());

describe('tessera verify', () => {
  it('verifies an award by the address of its page, with the keys that its issuer serves', async () => {
    const { code, text } = await run(address);
    expect(text).toMatch(/^It says: \S.* earned “.+” from .+ on \d{4}-\d\d-\d\d\.\n\nstructure/);
    expect(text).toMatch(/signature +passed/);
    expect(text).toContain('Verified: the issuer signed exactly this');
    expect(code).toBe(0);
  });

  it('verifies a file, and says which step fails once it was changed', async () => {
    const allow = ['--allow', new URL(address).host];
    expect(await run(await fileOf({}), ...allow)).toMatchObject({ code: 0 });
    const changed = await run(await fileOf({ name: 'Something grander' }), ...allow);
    expect(changed.text).toMatch(/signature +FAILED/);
    expect(changed.code).toBe(1);
  });

  it('says what a credential claims without letting it steer the terminal', async () => {
    const issuer = { id: 'did:key:zElsewhere', type: ['Profile'], name: 'Red \u001b[31m school' };
    const { text } = await run(await fileOf({ issuer, awardedDate: '2026-01-02T03:04:05Z' }));
    expect(text).toContain('from Red  [31m school on 2026-01-02.');
  });

  it('asks this machine for the issuer’s keys only when told to', async () => {
    const { code, text } = await run(await fileOf({}));
    expect(text).toMatch(/issuer-key +not checkable/);
    expect(text).toContain(`add --allow ${new URL(address).host}`);
    expect(text).toContain('(issuer-unreachable)');
    expect(code).toBe(3);
  });

  it('asks the installation that it runs beside', async () => {
    vi.stubEnv('BASE_URL', site.deps.baseUrl);
    expect(await run(await fileOf({}))).toMatchObject({ code: 0 });
  });

  it('says of a certificate that it is paper, and where it leads', async () => {
    const file = join(folder, 'certificate.pdf');
    await writeFile(file, (await get(site, `${new URL(address).pathname}/certificate.pdf`)).rawPayload);
    const { code, text } = await run(file);
    expect(text).toContain(`This is a PDF, a paper to read`);
    expect(text).toContain(`It leads to ${address}`);
    expect(text).toContain('There is no award in it. (no-award)');
    expect(code).toBe(1);
  });

  it('gives the log to programs, with who it was given to', async () => {
    const { code, text } = await run(address, '--json', '--email', 'nobody@example.org');
    expect(JSON.parse(text)).toMatchObject({
      outcome: 'failed',
      reason: 'identity-differs',
      says: { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string },
    });
    expect(code).toBe(1);
  });

  it('says of a page that it is no credential', async () => {
    const { code, text } = await run(`${site.deps.baseUrl}/sign-in`);
    expect(text).toContain('(not-a-credential)');
    expect(code).toBe(1);
  });

  it.each([
    ['nothing', []],
    ['a file that is not there', ['/nowhere/award.json']],
    ['an address that answers with an error', ['/verify/0000000000000000']],
  ])('says what is wrong with %s', async (_what, args) => {
    const named = args.map((arg) => (arg.startsWith('/nowhere') ? arg : site.deps.baseUrl + arg));
    const { code, text } = await run(...named);
    expect(code).toBe(2);
    expect(text).toMatch(/Name one file or address|can’t be read|answered 404/);
  });
});
