import { migrate as applyMigrations } from '#platform/migrate.ts';
import { ConfigError } from '../config.ts';
import { type Command, CommandError, type Output, readArguments } from './command.ts';
import { keys } from './keys-command.ts';
import { demo, user } from './people-commands.ts';
import { check, publish } from './programme-commands.ts';
import { scrub } from './scrub-command.ts';
import { verify } from './verify-command.ts';
import { withDatabase } from './with-deps.ts';

const migrate: Command = {
  summary: 'Bring the database up to date',
  usage: `migrate

Applies the migrations that the database lacks. Forward only; each start does the same.`,
  async run(args, output) {
    readArguments(args, {});
    const applied = await withDatabase((url) => applyMigrations(url));
    for (const name of applied) output.out(`applied ${name}`);
    output.out(applied.length === 0 ? 'The database is up to date.' : `${applied.length} applied.`);
    return 0;
  },
};

const commands: Record<string, Command> = { migrate, check, publish, demo, user, keys, verify, scrub };

/** Runs one command of the command line; resolves to its exit code. 2: it was not called rightly. */
export async function runCommand([name, ...args]: string[], output: Output): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.out(overview());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    output.error(`There is no command “${name}”.\n\n${overview()}`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    const note = command.usage.includes('no database') ? '' : `\n\n${databaseNote}`;
    output.out(`${command.summary}\n\nUsage: npm run tessera -- ${command.usage}${note}`);
    return 0;
  }
  try {
    return await command.run(args, output);
  } catch (error) {
    if (error instanceof CommandError || error instanceof ConfigError) {
      output.error(error.message);
      return 2;
    }
    output.error(explain(error));
    return 1;
  }
}

const databaseNote =
  'The database is the one of DATABASE_URL or, without it, the one that comes with Tessera (in DATA_DIR, or data/).';

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`);
  return `Usage: npm run tessera -- <command> [arguments]\n\n${lines.join('\n')}\n\nnpm run tessera -- <command> --help says more.`;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === '28P01' || code === '3D000') {
    return `The database can’t be reached: ${error.message || code}. Check DATABASE_URL and that PostgreSQL runs there.`;
  }
  return error.stack ?? error.message;
}
