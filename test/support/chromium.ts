import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/root.ts';

export type Chromium = { executablePath: string; env: Record<string, string> };

const run = promisify(execFile);
const packageFolder = join(projectRoot, 'node_modules/@sparticuz/chromium');

/**
 * The browser that npm installs, unpacked once for each checkout. It appears under its name only when it is whole, so that
 * test files, runs and users can ask for it at the same time. `CHROMIUM_PATH` names another one to use.
 */
export async function findChromium(): Promise<Chromium> {
  const own = process.env.CHROMIUM_PATH;
  if (own) return { executablePath: own, env: {} };
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const folder = join(projectRoot, 'node_modules/.cache', `chromium-${version}`);
  if (!existsSync(folder)) await unpack(folder);
  return { executablePath: join(folder, 'chromium'), env: environment(folder) };
}

/** The package unpacks to the temporary folder of its process, under fixed names: so it gets a process and a folder of its own. */
async function unpack(folder: string): Promise<void> {
  const staging = `${folder}.new-${process.pid}-${Date.now()}`;
  await mkdir(staging, { recursive: true });
  const script = `
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    await inflate(${JSON.stringify(join(packageFolder, 'bin/al2023.tar.br'))});`;
  const env = { ...process.env, TMPDIR: staging, TMP: staging, TEMP: staging };
  try {
    await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: projectRoot, env });
    const fonts = join(staging, 'fonts/fonts.conf');
    await writeFile(fonts, (await readFile(fonts, 'utf8')).replace('/tmp/fonts', join(folder, 'fonts')));
    await rename(staging, folder);
  } catch (error) {
    // Another process was first, and a folder that holds something can't be replaced.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What a bare machine lacks comes with the package: the network security libraries, and fonts with their settings. */
function environment(folder: string): Record<string, string> {
  const missesLibraries = spawnSync('ldd', [join(folder, 'chromium')], { encoding: 'utf8' }).stdout?.includes(
    'not found',
  );
  return {
    ...(missesLibraries ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {}),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
  };
}
