import { stat } from 'node:fs/promises';
import { type Problem, formatProblem } from '#domain/definition/problem.ts';
import type { Database } from '#platform/database.ts';
import { checkRules, publishRules } from '../features/credit/publish-rules.ts';
import { ProgrammeFolderError, checkProgrammes } from '../features/programmes/check-programmes.ts';
import { publishProgramme, publishRefusalMessages } from '../features/programmes/publish-programme.ts';
import { checkEvaluations, publishEvaluations } from '../features/provider/publish-evaluations.ts';
import { type Command, CommandError, type Output, readArguments } from './command.ts';
import { withDeps } from './with-deps.ts';

const options = { 'credit-rules': { type: 'boolean' }, evaluations: { type: 'boolean' } } as const;

export const check: Command = {
  summary: 'Check programmes, credit rules and evaluations',
  usage: `check [folder or file]
  tessera check --credit-rules [folder]
  tessera check --evaluations [folder]

Checks every .yaml and .json file below the folder: form, meaning and references. Where nothing is named, these are
programmes/, credit-rules/ and evaluations/ together. A single file of a programme is checked on its own: what it says
of others is not looked up.
Prints every problem as file:line:column and what to do, and ends with 1 when there is one; advice changes nothing of
that. Needs no database.`,
  async run(args, output) {
    let isValid = true;
    for (const part of await chooseParts(args)) {
      if (!(await checkPart(part, output))) isValid = false;
    }
    return isValid ? 0 : 1;
  },
};

export const publish: Command = {
  summary: 'Publish programmes, credit rules and evaluations',
  usage: `publish [folder]
  tessera publish --credit-rules [folder]
  tessera publish --evaluations [folder]

Checks the folder, then publishes what is new or changed as the next version. Where nothing is named, these are
programmes/, credit-rules/ and evaluations/, and nothing is published while one of them has a problem. What is current
already stays as it is; the content of an earlier version makes that version current again. All of a folder is
published, or none. A running server goes by it at once.`,
  async run(args, output) {
    const checked: Checked[] = [];
    const parts = await chooseParts(args);
    for (const part of parts) {
      const one = await checkPart(part, output);
      if (one) checked.push(one);
    }
    if (checked.length < parts.length) return 1;
    const lines = await withDeps(async ({ db }) => {
      const done: string[] = [];
      for (const one of checked) done.push(...(await one.publish(db)));
      return done;
    });
    for (const line of lines) output.out(line);
    output.out(lines.length === 0 ? 'Everything was published already.' : `${lines.length} published.`);
    return 0;
  },
};

/** One folder without a problem, and how it is published: a line for each that is new. */
type Checked = { publish: (db: Database) => Promise<string[]> };
type Part = { kind: 'programmes' | 'credit-rules' | 'evaluations'; folder: string };

async function chooseParts(args: string[]): Promise<Part[]> {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length > 1 || (values['credit-rules'] && values.evaluations))
    throw new CommandError('Name one folder or file.');
  const kind = values['credit-rules'] ? 'credit-rules' : values.evaluations ? 'evaluations' : undefined;
  const [folder] = positionals;
  if (kind !== undefined && folder !== undefined && !(await stat(folder).catch(() => undefined))?.isDirectory())
    throw new CommandError(`There is no folder ${folder}.`);
  if (kind !== undefined) return [{ kind, folder: folder ?? kind }];
  if (folder !== undefined) return [{ kind: 'programmes', folder }];
  return (['programmes', 'credit-rules', 'evaluations'] as const).map((each) => ({ kind: each, folder: each }));
}

/** Prints what is valid, or every problem; `undefined` when there is one. */
async function checkPart({ kind, folder }: Part, output: Output): Promise<Checked | undefined> {
  const { problems, advice = [], summary, ...checked } = await checks[kind](folder);
  for (const problem of problems) output.error(formatProblem(problem));
  if (problems.length > 0) {
    output.error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    return undefined;
  }
  for (const problem of advice) output.error(`${formatProblem(problem)} (advice)`);
  output.out(summary);
  return checked;
}

type Check = (folder: string) => Promise<Checked & { problems: Problem[]; advice?: Problem[]; summary: string }>;

const checks: Record<Part['kind'], Check> = {
  programmes: async (folder) => {
    const { documents, problems, advice, counts } = await checkProgrammes(folder).catch((error: unknown) => {
      throw error instanceof ProgrammeFolderError ? new CommandError(error.message, { cause: error }) : error;
    });
    const { microCredentials, series, requirements, lookFors } = counts;
    return {
      problems,
      advice,
      summary: `${microCredentials} micro-credentials, ${series} series, ${requirements} requirements, ${lookFors} look-fors valid`,
      publish: async (db) => {
        const contents = documents.map(({ document }) => document);
        const result = await publishProgramme(db, contents, null);
        if (!result.ok)
          throw new CommandError(`Nothing was published. ${result.slug}: ${publishRefusalMessages[result.reason]}.`);
        return result.published.map(({ kind, slug, number, again }) =>
          again
            ? currentAgain(kind, slug, number)
            : `published ${kind} ${slug}${number === undefined ? '' : `, version ${number}`}`,
        );
      },
    };
  },
  'credit-rules': async (folder) => {
    const { rules, problems } = await checkRules(folder);
    const offered = rules.filter(({ rule }) => rule.offered).length;
    return {
      problems,
      summary: `${offered} credit ${offered === 1 ? 'rule' : 'rules'}, ${rules.length - offered} set aside as templates`,
      publish: async (db) =>
        (
          await publishRules(
            db,
            rules.map(({ rule }) => rule),
          )
        ).map(lineOf('credit-rule')),
    };
  },
  evaluations: async (folder) => {
    const { forms, problems } = await checkEvaluations(folder);
    return {
      problems,
      summary: `${forms.length} ${forms.length === 1 ? 'evaluation' : 'evaluations'}`,
      publish: async (db) =>
        (
          await publishEvaluations(
            db,
            forms.map(({ form }) => form),
          )
        ).map(lineOf('evaluation')),
    };
  },
};

const lineOf =
  (kind: string) =>
  ({ slug, number, again }: { slug: string; number: number; again: boolean }) =>
    again ? currentAgain(kind, slug, number) : `published ${kind} ${slug}, version ${number}`;

function currentAgain(kind: string, slug: string, number: number | undefined): string {
  return `${kind} ${slug}: version ${number ?? ''} is current again`;
}
