import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type BuildOptions, type Plugin } from 'vite';

/** Entries by name, of those files that exist. */
function entries(files: string[]): Record<string, string> {
  return Object.fromEntries(
    files.filter((file) => existsSync(file)).map((file) => [basename(file, extname(file)), file]),
  );
}

function islands(): string[] {
  const folder = 'src/islands';
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'))
    .map((name) => `${folder}/${name}`);
}

/**
 * In the browser React’s own code is taken by Preact’s, which does the same in a seventh of the bytes; the server renders
 * with React. See `docs/decisions/0006-preact-in-the-browser.md`.
 */
const browserAlias = [
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react-dom$/, replacement: 'preact/compat' },
  { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react$/, replacement: 'preact/compat' },
];

/** What browsers load, hashed; the server reads `.vite/manifest.json` for the names. */
const client: BuildOptions = {
  outDir: 'dist/client',
  manifest: true,
  // The content security policy allows neither inline fonts nor inline scripts.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  rolldownOptions: {
    input: entries(['src/ui/styles.css', 'src/islands/enhance.ts', ...islands()]),
    // An island is an entry of its own and is also loaded by the script that hydrates it, which needs its export.
    preserveEntrySignatures: 'exports-only',
  },
};

/** The programs that Node runs; packages stay in node_modules. All files lie side by side, so that paths relative to them hold. */
const server: BuildOptions = {
  outDir: 'dist/server',
  ssr: true,
  target: 'node24',
  sourcemap: true,
  minify: false,
  rolldownOptions: {
    input: entries([
      'src/main.ts',
      'src/main.tsx',
      'src/worker.ts',
      'src/cli.ts',
      'src/platform/storage/hash-worker.ts',
      'src/features/artifacts/measure-content.ts',
      'src/platform/json-ld/canonize-worker.ts',
      'bench/run.ts',
    ]),
    output: {
      entryFileNames: ({ name }) => (name === 'run' ? 'bench.js' : '[name].js'),
      chunkFileNames: '[name]-[hash].js',
    },
  },
};

/** What the PDF viewer reads by itself: fonts that a PDF may leave out, character maps, colour profiles, image decoders. */
const pdfExtras: Plugin = {
  name: 'pdf-extras',
  generateBundle() {
    const folder = 'node_modules/pdfjs-dist';
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string };
    for (const kind of ['cmaps', 'standard_fonts', 'iccs', 'wasm']) {
      for (const name of readdirSync(`${folder}/${kind}`)) {
        // The content security policy allows no WebAssembly; only the plain scripts beside it are used.
        if (name.endsWith('.wasm') || name.startsWith('quickjs')) continue;
        const source = readFileSync(`${folder}/${kind}/${name}`);
        this.emitFile({ type: 'asset', fileName: `assets/pdfjs-${version}/${kind}/${name}`, source });
      }
    }
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [react()] : [react(), tailwindcss(), pdfExtras],
  publicDir: false,
  resolve: { alias: isSsrBuild ? [] : browserAlias },
  build: { ...(isSsrBuild ? server : client), emptyOutDir: true, reportCompressedSize: false },
}));
