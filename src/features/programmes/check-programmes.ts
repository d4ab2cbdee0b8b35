import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { checkProgramme, type ProgrammeCheck, type SourceFile } from '#domain/definition/check-programme.ts';

/** A folder or file that cannot be read; the message says what to do. */
export class ProgrammeFolderError extends Error {}

/** Checks every programme document below a folder, or a single one on its own. No database is needed. */
export async function checkProgrammes(path: string): Promise<ProgrammeCheck> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return checkProgramme(await readProgrammes(path));
  if (!programmeFile.test(path))
    throw new ProgrammeFolderError(
      `${path} is no .yaml or .json file. Name one, or the folder that holds the programmes.`,
    );
  return checkProgramme([await readProgramme(path)], { whole: false });
}

const programmeFile = /\.(ya?ml|json)$/;

/** Every `.yaml`, `.yml` and `.json` file below the folder, in the order of their paths, named as the caller would open them. */
async function readProgrammes(folder: string): Promise<SourceFile[]> {
  let entries;
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ProgrammeFolderError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `There is no folder ${folder}. Name the folder that holds the programmes.`
        : `The folder ${folder} can’t be read (${code ?? 'unknown reason'}).`,
      { cause: error },
    );
  }
  const paths = entries
    .filter((entry) => entry.isFile() && programmeFile.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0)
    throw new ProgrammeFolderError(
      `There is no .yaml or .json file below ${folder}. Name the folder of the programmes.`,
    );
  return Promise.all(paths.map(readProgramme));
}

async function readProgramme(path: string): Promise<SourceFile> {
  return { file: displayName(path), source: await readFile(path, 'utf8') };
}

function displayName(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
