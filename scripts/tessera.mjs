#!/usr/bin/env node
/**
 * What `npm start`, `npm run dev`, `npm test`, `npm run bench` and `npm run tessera` run first. It must do with Node 20 and no
 * packages: it installs what is missing, builds what is out of date, and hands over to the Node that package.json pins.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command = '--help', ...args] = process.argv.slice(2);
const production = process.env.NODE_ENV === 'production';

const commands = {
  start: async () => {
    build();
    process.exitCode = await supervise([
      '--enable-source-maps',
      '--import',
      './scripts/preload.mjs',
      'dist/server/main.js',
      ...args,
    ]);
  },
  dev: () => handOver(['scripts/dev.ts', ...args]),
  test: () => handOver(['scripts/test.ts', ...args]),
  bench: () => {
    build();
    return handOver(['--import', './scripts/preload.mjs', entry('bench.js', 'bench/run.ts'), ...args]);
  },
  cli: () => {
    build();
    return handOver([entry('cli.js', 'src/cli.ts'), ...args]);
  },
};

if (!Object.hasOwn(commands, command)) {
  console.error(`Usage: node scripts/tessera.mjs ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
process.chdir(root);
install({ tests: command === 'test' });
await commands[command]();

/** Installs when a package of package-lock.json is absent from node_modules or has another version there. */
function install({ tests }) {
  const missing = findMissingPackage({ tests });
  if (missing !== undefined) {
    console.log(`Installing packages (${missing}) …`);
    const include = production && !tests ? ['--omit=dev'] : ['--include=dev'];
    const options = [
      ...include,
      '--include=optional',
      '--ignore-scripts=false',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    // `npm ci` is exact, and refuses a lock file that lacks what some other platform needs; `npm install` then does the same here.
    if (!npm(['ci', ...options], { quiet: true }) && !npm(['install', '--no-save', ...options])) {
      fail('The packages could not be installed; what npm said is above.');
    }
  }
  // The pinned Node is put in place by an install script, which an npm that asks first may have left out.
  if (!existsSync(pinnedNode())) {
    const folder = join(root, 'node_modules/node');
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  if (!existsSync(pinnedNode()))
    fail('The pinned Node is not in node_modules/node. Remove node_modules and start again.');
}

function findMissingPackage({ tests }) {
  const installed = readPackages('node_modules/.package-lock.json');
  if (!installed) return 'none are there yet';
  for (const [path, wanted] of Object.entries(
    readPackages('package-lock.json') ?? fail('package-lock.json is missing.'),
  )) {
    if (path === '' || wanted.optional || wanted.devOptional || wanted.peer || (wanted.dev && production && !tests))
      continue;
    if (installed[path]?.version !== wanted.version)
      return `${path.replace(/^.*node_modules\//, '')} ${wanted.version}`;
  }
  return undefined;
}

function readPackages(file) {
  return existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')).packages : undefined;
}

function npm(npmArgs, { quiet = false } = {}) {
  const own = process.env.npm_execpath;
  const options = { cwd: root, stdio: quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'] };
  const { status } = own?.endsWith('.js')
    ? spawnSync(process.execPath, [own, ...npmArgs], options)
    : spawnSync('npm', npmArgs, { ...options, shell: process.platform === 'win32' });
  return status === 0;
}

/** Builds when the sources are not those that dist/ was made from. */
function build() {
  const stamp = stampOfSources();
  const file = join(root, 'dist/.stamp');
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return;
  console.log('Building …');
  const { status } = spawnSync(pinnedNode(), ['scripts/build.ts', stamp], { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail('The build failed; the reason is above.');
}

/** A hash over the content of everything that a build reads. */
function stampOfSources() {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  };
  for (const path of ['src', 'bench', 'vite.config.ts', 'scripts/build.ts', 'package.json', 'package-lock.json'])
    add(path);
  return hash.digest('hex');
}

/** Runs the server, starts it again when it dies unasked, and passes on what it is told. Resolves to the exit code. */
async function supervise(nodeArgs) {
  const crashes = [];
  let stopAsked;
  let child;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C under npm arrives twice; one that comes later means that the person has lost patience.
      if (stopAsked === undefined) {
        stopAsked = Date.now();
        child?.kill('SIGTERM');
      } else if (Date.now() - stopAsked > 1_000) child?.kill('SIGKILL');
    });
  }
  for (;;) {
    const begun = Date.now();
    // In a group of its own, so that Ctrl-C in a terminal reaches it once, by way of us; the channel tells it when we are gone.
    child = spawn(pinnedNode(), nodeArgs, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: process.platform !== 'win32',
    });
    const { code, signal } = await ended(child);
    if (stopAsked !== undefined) return signal ? 1 : (code ?? 0);
    if (code === 0) return 0;
    // A server that refuses to start has said why (2: its settings); again would be no different.
    if (code === 2 || (code !== null && crashes.length === 0 && Date.now() - begun < 5_000)) return code;
    crashes.push(Date.now());
    const recent = crashes.filter((at) => Date.now() - at < 60_000).length;
    if (recent > 5) {
      console.error('The server has died more than 5 times within a minute; giving up.');
      return code ?? 1;
    }
    console.error(`The server was ended by ${signal ?? `code ${code}`}; starting it again.`);
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** recent));
    if (stopAsked !== undefined) return 0;
  }
}

/** Runs a program to its end on this terminal, which gives it Ctrl-C itself, and ends as it did. */
async function handOver(nodeArgs) {
  const child = spawn(pinnedNode(), nodeArgs, { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const { code } = await ended(child);
  process.exitCode = code ?? 1;
}

function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
}

function entry(name, source) {
  const file = join('dist/server', name);
  return existsSync(join(root, file)) ? file : fail(`There is no ${source} to run.`);
}

function pinnedNode() {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
