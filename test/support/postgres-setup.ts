import type { TestProject } from 'vitest/node';
import { startThrowawayPostgres } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { serverUrl: string; template: string };
  }
}

/** One PostgreSQL for the whole run; each test file copies the migrated template with `createDatabase()`. */
export default async function setup(project: TestProject) {
  const { serverUrl, template, stop } = await startThrowawayPostgres();
  project.provide('postgres', { serverUrl, template });
  return stop;
}
