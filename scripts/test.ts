/**
 * Everything that must hold: the checks of the sources, the build, then every test. A step that fails shows all that it said, and the
 * others go on. The last line counts each test and each check: `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '#platform/root.ts';

type Step = { name: string; args: string[] };
type Counts = { passed: number; failed: number; skipped: number };

const bin = (name: string) => `node_modules/${name}`;
const build: Step = { name: 'build', args: ['scripts/build.ts'] };
const witnesses: Step = { name: 'witnesses', args: ['scripts/install-witnesses.ts'] };
const checks: Step[] = [
  // The types of the whole program stay in memory; Node would give a machine of 8 GB no more than two of them.
  { name: 'types and lint', args: ['--max-old-space-size=4096', 'scripts/check-sources.ts'] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  {
    name: 'arrows',
    args: [bin('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', '.dependency-cruiser.cjs', 'src'],
  },
  { name: 'dead code', args: [bin('knip/bin/knip.js')] },
  { name: 'table types', args: ['scripts/tables.ts', '--check'] },
];

const { NODE_ENV: _, DATABASE_URL: __, ...inherited } = process.env;
const env = { ...inherited, FORCE_COLOR: '0', NO_COLOR: '1' };

/** Runs a step to its end; `onLine` sees its output as it comes. */
async function run({ args }: Step, onLine?: (line: string) => void): Promise<{ ok: boolean; output: string }> {
  const child = spawn(process.execPath, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let line = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const lines = (line + chunk).split('\n');
      line = lines.pop() ?? '';
      if (onLine) lines.forEach(onLine);
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  return { ok: code === 0, output };
}

async function check(step: Step): Promise<boolean> {
  const begun = Date.now();
  const { ok, output } = await run(step);
  console.log(`${ok ? '✓' : '✗'} ${step.name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(indent(output));
  return ok;
}

/**
 * Two at a time: a small machine has no more to give; the witnesses beside them, who are mostly waited for. `oneLeft` resolves when
 * the last of them has begun, and the build and the witnesses are there.
 */
function runChecks(): { oneLeft: Promise<unknown>; counts: Promise<Counts> } {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const rest = [...checks];
  const take = async (step: Step) => void counts[(await check(step)) ? 'passed' : 'failed']++;
  const lane = async () => {
    for (let step = rest.shift(); step; step = rest.shift()) await take(step);
  };
  const built = take(build);
  const installed = take(witnesses);
  const lanes = [built.then(lane), lane()];
  return {
    oneLeft: Promise.all([built, installed, Promise.race(lanes)]),
    counts: Promise.all([installed, ...lanes]).then(() => counts),
  };
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

async function runTests(): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-report-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const step = { name: 'tests', args: [bin('vitest/vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)] };
  try {
    const { ok, output } = await run(step, (line) => {
      if (/^ +[✓❯↓] \S+\.test\.tsx? /.test(line)) console.log(line);
    });
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    if (!ok) console.log(`${failures(report)}\n${indent(withoutPassed(output))}`);
    return countTests(report, ok);
  } catch (error) {
    console.log(`The tests left no report: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not be loaded has no failed test, and an error outside every test fails the run: each counts as one. */
function countTests(report: Report, ok: boolean): Counts {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: ok ? failed : Math.max(1, failed),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What failed, a line or two each, for a reader whose log is cut. */
function failures({ testResults }: Report): string {
  const short = (text: string) => stripVTControlCharacters(text).split('\n', 1)[0]?.slice(0, 300) ?? '';
  return testResults
    .flatMap((file) => {
      const where = relative(projectRoot, file.name);
      const tests = file.assertionResults.filter(({ status }) => status === 'failed');
      if (file.status === 'failed' && tests.length === 0) return [`✗ ${where}: ${short(file.message)}`];
      return tests.map((test) => `✗ ${where} > ${test.fullName}\n  ${short(test.failureMessages.join(' '))}`);
    })
    .join('\n');
}

/** The lines of files and tests that passed were shown as they came. */
const withoutPassed = (output: string) =>
  output
    .split('\n')
    .filter((line) => !/^ +[✓↓] /.test(line))
    .join('\n');

const indent = (text: string) => stripVTControlCharacters(text).trimEnd().replaceAll(/^/gm, '    ');

const checking = runChecks();
await checking.oneLeft;
const [tests, static_] = await Promise.all([runTests(), checking.counts]);
const passed = static_.passed + tests.passed;
const failed = static_.failed + tests.failed;
const skipped = tests.skipped ? `, ${tests.skipped} skipped` : '';
console.log(`${passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;
