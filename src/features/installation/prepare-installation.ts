import { join } from 'node:path';
import { formatProblem } from '#domain/definition/problem.ts';
import type { Deps } from '#platform/deps.ts';
import { projectRoot } from '#platform/root.ts';
import { checkProgrammes } from '../programmes/check-programmes.ts';
import { publishProgramme, publishRefusalMessages } from '../programmes/publish-programme.ts';
import { createDemoPeople } from './create-demo-people.ts';
import { demoDomain } from './demo-people.ts';

export const programmesFolder = join(projectRoot, 'programmes');

/**
 * What every start does before the first request: publishes what has changed below `programmes/` and, outside
 * production, makes the demonstration's people while nobody else has an account.
 */
export async function prepareInstallation(
  deps: Pick<Deps, 'db' | 'auth' | 'production'>,
  folder = programmesFolder,
): Promise<void> {
  await publishFolder(deps, folder);
  if (deps.production) return;
  const stranger = await deps.db
    .selectFrom('people')
    .select('id')
    .where('email', 'not like', `%@${demoDomain}`)
    .limit(1)
    .executeTakeFirst();
  if (!stranger) await createDemoPeople(deps);
}

async function publishFolder({ db }: Pick<Deps, 'db'>, folder: string): Promise<void> {
  const { documents, problems } = await checkProgrammes(folder);
  if (problems.length > 0) {
    throw new Error(
      `The programmes in ${folder} have problems, and nothing was published:\n${problems.map(formatProblem).join('\n')}`,
    );
  }
  const result = await publishProgramme(
    db,
    documents.map(({ document }) => document),
    null,
  );
  if (!result.ok)
    throw new Error(`“${result.slug}” in ${folder} was not published: ${publishRefusalMessages[result.reason]}.`);
}
