/**
 * Installs the software of others that checks our awards, in test/witnesses/, when it is absent or another version. A package of
 * its own, so that nothing but `npm test` ever installs it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/root.ts';

const folder = join(projectRoot, 'test/witnesses');

type Packages = Record<string, { version?: string; integrity?: string }>;

function readPackages(file: string): Packages | undefined {
  const path = join(folder, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { packages: Packages }).packages : undefined;
}

const wanted = readPackages('package-lock.json') ?? {};
const installed = readPackages('node_modules/.package-lock.json') ?? {};
const differs = Object.keys(wanted).some(
  (path) => path !== '' && installed[path]?.integrity !== wanted[path]?.integrity,
);
if (differs) {
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const own = process.env.npm_execpath;
  const { status } = own?.endsWith('.js')
    ? spawnSync(process.execPath, [own, ...args], { cwd: folder, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('The witnesses in test/witnesses could not be installed; what npm said is above.');
    process.exitCode = 1;
  }
}
