/**
 * Run after `npm install <package>`: writes into package-lock.json the prebuilt programs of other platforms. npm leaves those out
 * that the registry at hand does not deliver, and `npm ci` then refuses the whole file, on every platform.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/root.ts';

type Package = { version?: string; dev?: boolean; resolved?: string; optionalDependencies?: Record<string, string> };
type Lock = { packages: Record<string, Package> };

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = join(projectRoot, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;

/** Where Node would find `name` for the package at `path`. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

const added: string[] = [];
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const words = name.split(/[/-]/);
    const os = systems.find((system) => words.includes(system));
    const cpu = processors.find((processor) => words.includes(processor));
    if ((!os && !cpu) || isLocked(path, name)) continue;
    const libc = words.some((word) => word.startsWith('musl'))
      ? ['musl']
      : words.some((word) => word.startsWith('gnu'))
        ? ['glibc']
        : undefined;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(dev && { dev }),
      ...(os === 'linux' && libc && { libc }),
      optional: true,
      ...(os && { os: [os] }),
    } as Package;
    added.push(name);
  }
}
for (const entry of Object.values(lock.packages)) delete entry.resolved; // each machine has a registry of its own
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length > 0 ? `Added ${added.length} packages of other platforms.` : 'Every platform is there already.',
);
