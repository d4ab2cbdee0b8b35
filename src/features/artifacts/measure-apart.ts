import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { extname, join } from 'node:path';
import { projectRoot } from '#platform/root.ts';
import type { SheetCells } from './measure-cells.ts';
import type { Measured, TableRows } from './measured.ts';

type Limits = { totalMs: number; memoryMegabytes: number; outputBytes: number };
const usualLimits: Limits = { totalMs: 60_000, memoryMegabytes: 512, outputBytes: 30_000_000 };

/** It is damaged, or would take more time or memory than anybody gets. */
export class UnmeasurableError extends Error {}

/** Text, measures and authors of a content that lies at a path. */
export async function measureApart(path: string, mediaType: string, limits: Partial<Limits> = {}): Promise<Measured> {
  return read(await runApart(['measure', path, mediaType], path, { ...usualLimits, ...limits })) as Measured;
}

/** Some rows of a table that lies at a path. */
export async function readTableApart(
  path: string,
  mediaType: string,
  { sheet, from }: { sheet: string; from: number },
): Promise<TableRows> {
  const limits = { ...usualLimits, totalMs: 20_000 };
  return read(await runApart(['table', path, mediaType, sheet, String(from)], path, limits)) as TableRows;
}

/**
 * Every cell of one sheet of a workbook that lies at a path; `null` where no sheet has that name, or, with `heads`, where none
 * has these titles and there are several.
 */
export async function readCellsApart(
  path: string,
  sheet: string,
  heads?: readonly string[],
): Promise<SheetCells | null> {
  const limits = { ...usualLimits, totalMs: 20_000, outputBytes: 20_000_000 };
  return read(
    await runApart(['cells', path, '', sheet, ...(heads ? [JSON.stringify(heads)] : [])], path, limits),
  ) as SheetCells | null;
}

/** Past this size a PDF is not written anew: all of it is in memory, more than once. */
export const largestStripped = 80_000_000;

/** A PDF that lies at a path, without what it says of who made it. */
export function stripPdfApart(path: string): Promise<Buffer> {
  return runApart(['strip', path], path, { totalMs: 60_000, memoryMegabytes: 768, outputBytes: largestStripped * 2 });
}

function read(output: Buffer): unknown {
  return JSON.parse(output.toString('utf8'));
}

/** The program as it lies beside this one: as source, or built. */
const program = join(import.meta.dirname, `measure-content${extname(import.meta.filename)}`);

/** At most so many at once in this process; the others wait. */
const mostAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function runApart(args: string[], path: string, limits: Limits): Promise<Buffer> {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await run(args, path, limits);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Runs it with little memory, an empty environment, and no right but to read the program and the one file. */
function run(args: string[], path: string, { totalMs, memoryMegabytes, outputBytes }: Limits): Promise<Buffer> {
  const readable = [join(projectRoot, '*'), path, realpathSync(path)];
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${memoryMegabytes}`,
      '--disable-warning=ExperimentalWarning',
      '--permission',
      ...readable.map((one) => `--allow-fs-read=${one}`),
      program,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { LANG: 'C.UTF-8' }, cwd: projectRoot },
  );
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const deadline = setTimeout(() => child.kill('SIGKILL'), totalMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputBytes) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(deadline);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(deadline);
      if (code !== 0) {
        reject(new UnmeasurableError('It can’t be read here.'));
        return;
      }
      resolve(Buffer.concat(chunks));
    });
  });
}
