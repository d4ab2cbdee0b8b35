import { parseArgs } from 'node:util';

/** What a command writes to; tests read it. */
export type Output = { out(text: string): void; error(text: string): void };

export type Command = {
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints below it. */
  usage: string;
  /** Resolves to the exit code. */
  run(args: string[], output: Output): Promise<number>;
};

/** The caller can mend this: the message says how, and there is no trace. */
export class CommandError extends Error {}

type Flags = Record<string, { type: 'string' | 'boolean' }>;

/** Splits arguments into what is named and what is not; refuses flags that the command does not know. */
export function readArguments<F extends Flags>(args: string[], flags: F) {
  try {
    return parseArgs({ args, options: flags, allowPositionals: true });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
