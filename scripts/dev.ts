/** Builds on every change and starts the server anew once a build is through. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { projectRoot } from '#platform/root.ts';

// Vite sets NODE_ENV to production while it builds, which is no business of the server's.
const env = { ...process.env };

// What a watcher writes is not what `npm start` wants.
rmSync(join(projectRoot, 'dist/.stamp'), { force: true });

// Held open here too, so that it stays up from one start of the server to the next.
const dataDir = process.env.DATA_DIR ?? join(projectRoot, 'data');
const postgres = process.env.DATABASE_URL ? undefined : await startEmbeddedPostgres({ dataDir, log: () => undefined });

let server: ChildProcess | undefined;
let waiting: NodeJS.Timeout | undefined;
let restarting = Promise.resolve();

function startServer(): void {
  server = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env,
    stdio: 'inherit',
  });
  server.on('exit', (code) => {
    if (code) console.error('The server ended; it starts again on the next change.');
  });
}

async function stopServer(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}

/** Several builds may end together; one start serves them all. */
function restartSoon(): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    restarting = restarting.then(stopServer).then(startServer);
  }, 150);
}

const building = new Set<string>();

async function watchBuild(name: string, ssr: boolean): Promise<void> {
  building.add(name);
  const watcher = await build({
    root: projectRoot,
    mode: 'development',
    logLevel: 'silent',
    build: { outDir: `dist/${name}`, ssr, watch: {}, minify: false, sourcemap: true },
  });
  if (!('on' in watcher)) throw new Error('Vite did not return a watcher.');
  watcher.on('event', (event) => {
    if (event.code === 'START') building.add(name);
    if (event.code === 'ERROR') console.error(event.error.message);
    if (event.code === 'BUNDLE_END') void event.result.close();
    if (event.code === 'END') {
      building.delete(name);
      if (building.size === 0) restartSoon();
    }
  });
}

async function stop(): Promise<void> {
  await stopServer();
  await postgres?.stop();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
await Promise.all([watchBuild('client', false), watchBuild('server', true)]);
for (const folder of ['migrations', 'programmes', 'credit-rules', 'evaluations']) {
  if (existsSync(join(projectRoot, folder))) watch(join(projectRoot, folder), { recursive: true }, restartSoon);
}
