import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

export type OfficeConverter = {
  /**
   * Makes a PDF of a document; `ending` is the one its type has ("docx"). The PDF lies in a folder that `use` has to be done
   * with when it returns.
   */
  toPdf<Result>(path: string, ending: string, use: (pdf: string) => Promise<Result>): Promise<Result>;
};

/** LibreOffice made no PDF of it: it is damaged, or it took too long. */
export class ConversionError extends Error {}

type Limits = { totalMs: number; memoryBytes: number; outputBytes: number };
const usualLimits: Limits = { totalMs: 120_000, memoryBytes: 6e9, outputBytes: 1e9 };

/** LibreOffice by name or path; `undefined` where it is not installed, or `none` was asked for. */
export function findOffice(program: string, limits: Partial<Limits> = {}): OfficeConverter | undefined {
  const path = program === 'none' ? undefined : findProgram(program);
  if (path === undefined) return undefined;
  return createOfficeConverter(path, { ...usualLimits, ...limits });
}

function findProgram(program: string): string | undefined {
  const candidates = isAbsolute(program)
    ? [program]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** No macro runs, nothing is loaded from elsewhere, no file is written beside the document. */
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  ['Scripting', 'DisableMacrosExecution', 'true'],
  ['Scripting', 'MacroSecurityLevel', '3'],
  ['Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['Scripting', 'DisableActiveContent', 'true'],
]
  .map(
    ([group, name, value]) =>
      `<item oor:path="/org.openoffice.Office.Common/Security/${group}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  .join('\n')}
</oor:items>`;

function createOfficeConverter(program: string, limits: Limits): OfficeConverter {
  const shell = limitingShell();
  return {
    async toPdf(path, ending, use) {
      const folder = await mkdtemp(join(tmpdir(), 'tessera-office-'));
      try {
        const profile = join(folder, 'profile');
        const output = join(folder, 'out');
        const input = join(folder, `document.${ending}`);
        await mkdir(join(profile, 'user'), { recursive: true });
        await mkdir(output);
        await writeFile(join(profile, 'user', 'registrymodifications.xcu'), settings);
        await copyFile(path, input);
        const command = [
          ...[program, '--headless', '--norestore', '--nologo', '--nodefault', '--nolockcheck', '--nofirststartwizard'],
          `-env:UserInstallation=file://${encodeURI(profile)}`,
          ...['--convert-to', 'pdf', '--outdir', output, input],
        ];
        await run([...shell(limits), ...command], folder, limits.totalMs);
        const pdf = join(output, 'document.pdf');
        const made = await stat(pdf).catch(() => undefined);
        if (!made?.isFile() || made.size === 0) throw new ConversionError('LibreOffice could not open it.');
        return await use(pdf);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/**
 * What goes before the command so that it can't take the machine with it: memory, size of files and, where the system lets
 * anybody do so, no network.
 */
function limitingShell(): (limits: Limits) => string[] {
  if (process.platform === 'win32') return () => [];
  const isolate = ['unshare', '--map-current-user', '--net', '--'];
  const canIsolate = spawnSync(isolate[0]!, [...isolate.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
  return ({ memoryBytes, outputBytes, totalMs }) => [
    ...(canIsolate ? isolate : []),
    'sh',
    '-c',
    // A limit that this system does not know is left out.
    `ulimit -v ${Math.round(memoryBytes / 1024)} 2>/dev/null; ulimit -f ${Math.round(outputBytes / 512)} 2>/dev/null; ulimit -t ${Math.ceil(totalMs / 500)} 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$@"`,
    'sh',
  ];
}

/** Runs to its end, or ends it and whatever it started: LibreOffice is a shell script around the real program. */
function run([command = '', ...args]: string[], home: string, totalMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: home,
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, LANG: 'C.UTF-8', SAL_USE_VCLPLUGIN: 'svp' },
    });
    const endAll = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of them have ended.
      }
    };
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      endAll();
    }, totalMs);
    process.once('exit', endAll);
    child.on('error', (error) => {
      clearTimeout(deadline);
      process.off('exit', endAll);
      reject(error);
    });
    child.on('close', () => {
      clearTimeout(deadline);
      process.off('exit', endAll);
      endAll();
      if (isLate) reject(new ConversionError('It took too long.'));
      else resolve();
    });
  });
}
