import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './root.ts';

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), css: z.array(z.string()).optional(), imports: z.array(z.string()).optional() }),
);

/** The addresses of the built, hashed browser files. */
export type Assets = {
  styles: string[];
  /** The script of every page: small enhancements. */
  enhance: string | undefined;
  /** The script that brings islands to life. */
  islands: string | undefined;
  folder: string;
};

/** Reads the manifest that the client build leaves; without one, pages come without styles (tests of the server alone). */
export function readAssets(folder = join(projectRoot, 'dist/client')): Assets {
  let manifest: z.output<typeof Manifest> = {};
  try {
    manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const url = (entry: string) => manifest[entry] && `/assets/${manifest[entry].file.replace(/^assets\//, '')}`;
  const styles = Object.values(manifest).flatMap((chunk) => [
    ...(chunk.css ?? []),
    ...(chunk.file.endsWith('.css') ? [chunk.file] : []),
  ]);
  return {
    styles: [...new Set(styles)].map((file) => `/assets/${file.replace(/^assets\//, '')}`),
    enhance: url('src/islands/enhance.ts'),
    islands: url('src/islands/hydrate.tsx'),
    folder,
  };
}
