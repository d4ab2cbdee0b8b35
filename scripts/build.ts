/** Builds dist/client and dist/server. They take the place of the old ones only when both are whole. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '#platform/root.ts';

const dist = join(projectRoot, 'dist');
const next = `${dist}.new-${process.pid}`;
const old = `${dist}.old-${process.pid}`;
const [stamp] = process.argv.slice(2);

process.on('exit', () => {
  for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
});

const shared = { root: projectRoot, logLevel: 'silent' } as const;
try {
  await build({ ...shared, build: { outDir: join(next, 'client') } });
  await build({ ...shared, build: { outDir: join(next, 'server'), ssr: true } });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (stamp !== undefined) writeFileSync(join(next, '.stamp'), stamp);
if (existsSync(dist)) renameSync(dist, old);
renameSync(next, dist);
