import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Every .yaml and .json file below a folder, in the order of their names; none where there is no such folder. */
export async function readSources(folder: string): Promise<{ file: string; source: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(paths.map(async (path) => ({ file: displayName(path), source: await readFile(path, 'utf8') })));
}

function displayName(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
