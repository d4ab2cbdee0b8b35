import { join } from 'node:path';
import { formatProblem } from '#domain/definition/problem.ts';
import type { Deps } from '#platform/deps.ts';
import { projectRoot } from '#platform/root.ts';
import { checkRules, creditRulesFolder, publishRules } from '../credit/publish-rules.ts';
import { checkEvaluations, evaluationsFolder, publishEvaluations } from '../provider/publish-evaluations.ts';
import { ProgrammeFolderError, checkProgrammes } from '../programmes/check-programmes.ts';
import { publishProgramme, publishRefusalMessages } from '../programmes/publish-programme.ts';
import { createDemoPeople } from './create-demo-people.ts';
import { demoDomain } from './demo-people.ts';

export const programmesFolder = join(projectRoot, 'programmes');

/** The programmes can't be published, and there are none from before to go on with. */
export class ProgrammesError extends Error {}

/**
 * What every start does before the first request: publishes what is new below `programmes/`, `credit-rules/` and
 * `evaluations/` and, outside production, makes the demonstration's people while nobody else has an account.
 *
 * Resolves to a warning for whoever starts it, '' when all is well: problems below `programmes/` do not stop an
 * installation that has programmes to serve already.
 */
export async function prepareInstallation(
  deps: Pick<Deps, 'db' | 'auth' | 'production'>,
  folder = programmesFolder,
  rulesFolder = creditRulesFolder,
  questionsFolder = evaluationsFolder,
): Promise<string> {
  const warning =
    (await publishFolder(deps, folder)) +
    (await publishCreditRules(deps, rulesFolder)) +
    (await publishQuestions(deps, questionsFolder));
  if (deps.production) return warning;
  const stranger = await deps.db
    .selectFrom('people')
    .select('id')
    .where('email', 'not like', `%@${demoDomain}`)
    .limit(1)
    .executeTakeFirst();
  if (!stranger) await createDemoPeople(deps);
  return warning;
}

async function publishFolder({ db }: Pick<Deps, 'db'>, folder: string): Promise<string> {
  const refusal = await findRefusal(db, folder);
  if (refusal === undefined) return '';
  const published = await db.selectFrom('micro_credentials').select('id').limit(1).executeTakeFirst();
  if (!published) {
    throw new ProgrammesError(
      `The programmes in ${folder} can’t be published, and none are published yet. Mend them and start again:\n${refusal}`,
    );
  }
  return `Warning: the programmes in ${folder} have problems, so nothing new was published; what was published before stays in use.\n${refusal}\n`;
}

/** Publishes what is new; says why when it could not. A start never makes an earlier version current again. */
async function findRefusal(db: Deps['db'], folder: string): Promise<string | undefined> {
  try {
    const { documents, problems } = await checkProgrammes(folder);
    if (problems.length > 0) return problems.map(formatProblem).join('\n');
    const contents = documents.map(({ document }) => document);
    const result = await publishProgramme(db, contents, null, { onlyNew: true });
    return result.ok ? undefined : `${result.slug}: ${publishRefusalMessages[result.reason]}`;
  } catch (error) {
    if (error instanceof ProgrammeFolderError) return error.message;
    throw error;
  }
}

/** Credit rules with problems leave what was published before in use; without any, nothing can be claimed, and all else works. */
async function publishCreditRules({ db }: Pick<Deps, 'db'>, folder: string): Promise<string> {
  const { rules, problems } = await checkRules(folder);
  if (problems.length > 0) {
    return `Warning: the credit rules in ${folder} have problems, so none were published anew.\n${problems.map(formatProblem).join('\n')}\n`;
  }
  await publishRules(
    db,
    rules.map(({ rule }) => rule),
    { onlyNew: true },
  );
  return '';
}

/** Evaluations with problems leave what was published before in use; without any, nothing is asked. */
async function publishQuestions({ db }: Pick<Deps, 'db'>, folder: string): Promise<string> {
  const { forms, problems } = await checkEvaluations(folder);
  if (problems.length > 0) {
    return `Warning: the evaluations in ${folder} have problems, so none were published anew.\n${problems.map(formatProblem).join('\n')}\n`;
  }
  await publishEvaluations(
    db,
    forms.map(({ form }) => form),
    { onlyNew: true },
  );
  return '';
}
