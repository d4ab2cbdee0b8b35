import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const measuredHere = fileURLToPath(new URL('test/support/measured-here.ts', import.meta.url));

/**
 * The program's own modules get it for `measure-apart.ts`; a test that imports that file tests that file. What is resolved
 * already, and asked for once more, is no longer relative.
 */
const readOwnFilesHere: Plugin = {
  name: 'read-own-files-here',
  enforce: 'pre',
  resolveId: (source, importer = '') =>
    /^\..*\/measure-apart\.ts$/.test(source) && importer !== measuredHere && !/\.test\.tsx?$/.test(importer)
      ? measuredHere
      : undefined,
};

export default defineConfig({
  // Pages are rendered by the React that the program runs with: the one that warns developers takes several times as long.
  oxc: { jsx: { development: false } },
  plugins: [readOwnFilesHere],
  // Every file of tests makes the keys of an issuer or of many: they are made once.
  resolve: {
    alias: { '#platform/rsa-pair.ts': fileURLToPath(new URL('test/support/rsa-pairs.ts', import.meta.url)) },
  },
  test: {
    execArgv: ['--import', './scripts/fast-react.mjs'],
    // `npm run screenshots` takes the pictures of docs/images with what the tests use.
    include: process.env.SCREENSHOTS
      ? ['test/screenshots.ts']
      : ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    globalSetup: ['./test/support/postgres-setup.ts', './test/support/chromium-setup.ts'],
    maxWorkers: 2,
    // Loading the program anew for every file took more than half of the time: files of one worker share what is loaded, so a
    // test that changes anything global puts it back.
    isolate: false,
    // What comes about by itself is waited for as long as a slow machine may take; the usual second is none.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 30_000,
    hookTimeout: 180_000,
  },
});
