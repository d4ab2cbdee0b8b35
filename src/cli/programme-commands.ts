import { formatProblem } from '#domain/definition/problem.ts';
import { checkRules } from '../features/credit/publish-rules.ts';
import { ProgrammeFolderError, checkProgrammes } from '../features/programmes/check-programmes.ts';
import { publishProgramme, publishRefusalMessages } from '../features/programmes/publish-programme.ts';
import { type Command, CommandError, type Output, readArguments } from './command.ts';
import { withDeps } from './with-deps.ts';

export const check: Command = {
  summary: 'Check programme files',
  usage: `check [folder or file]
  tessera check --credit-rules [folder]

Checks every .yaml and .json file below the folder (programmes/ unless named): form, meaning and references. A single
file is checked on its own: what it says of others is not looked up. Where nothing is named, credit-rules/ is checked too;
with --credit-rules, the rules of that folder alone.
Prints every problem as file:line:column and what to do, and ends with 1 when there is one. Needs no database.`,
  async run(args, output) {
    const { values, positionals } = readArguments(args, { 'credit-rules': { type: 'boolean' } });
    if (positionals.length > 1) throw new CommandError('Name one folder or file.');
    if (values['credit-rules']) return (await checkCredit(positionals[0] ?? 'credit-rules', output)) ? 0 : 1;
    const isValid = (await checkFolder(positionals, output)) !== undefined;
    if (positionals.length > 0) return isValid ? 0 : 1;
    return (await checkCredit('credit-rules', output)) && isValid ? 0 : 1;
  },
};

export const publish: Command = {
  summary: 'Publish programme files',
  usage: `publish [folder]

Checks the folder (programmes/ unless named), then publishes what is new or changed as the next version. What is
current already stays as it is; the content of an earlier version makes that version current again. All of it is
published, or none.`,
  async run(args, output) {
    const checked = await checkFolder(args, output);
    if (!checked) return 1;
    const documents = checked.documents.map(({ document }) => document);
    const result = await withDeps(({ db }) => publishProgramme(db, documents, null));
    if (!result.ok) {
      throw new CommandError(`Nothing was published. ${result.slug}: ${publishRefusalMessages[result.reason]}.`);
    }
    for (const { kind, slug, number, again } of result.published) {
      if (again) output.out(`${kind} ${slug}: version ${number} is current again`);
      else output.out(`published ${kind} ${slug}${number === undefined ? '' : `, version ${number}`}`);
    }
    output.out(
      result.published.length === 0 ? 'Everything was published already.' : `${result.published.length} published.`,
    );
    return 0;
  },
};

/** Prints how many credit rules are valid, or every problem; whether there was none. */
async function checkCredit(folder: string, output: Output): Promise<boolean> {
  const { rules, problems } = await checkRules(folder);
  for (const problem of problems) output.error(formatProblem(problem));
  if (problems.length > 0) output.error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
  else {
    const offered = rules.filter(({ rule }) => rule.offered).length;
    output.out(
      `${offered} credit ${offered === 1 ? 'rule' : 'rules'}, ${rules.length - offered} set aside as templates`,
    );
  }
  return problems.length === 0;
}

/** Prints what is valid, or every problem; `undefined` when there is one. */
async function checkFolder(args: string[], output: Output) {
  const { positionals } = readArguments(args, {});
  if (positionals.length > 1) throw new CommandError('Name one folder or file.');
  let checked;
  try {
    checked = await checkProgrammes(positionals[0] ?? 'programmes');
  } catch (error) {
    throw error instanceof ProgrammeFolderError ? new CommandError(error.message, { cause: error }) : error;
  }
  const { problems, counts } = checked;
  if (problems.length > 0) {
    for (const problem of problems) output.error(formatProblem(problem));
    output.error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    return undefined;
  }
  const { microCredentials, series, requirements, lookFors } = counts;
  output.out(
    `${microCredentials} micro-credentials, ${series} series, ${requirements} requirements, ${lookFors} look-fors valid`,
  );
  return checked;
}
