import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '#platform/root.ts';

/** Starts this program once more as a server (`serve`, `serve-scoring` …) and waits until it says where it listens. */
export async function startServer<Served extends object>(
  command: string,
  argument: string,
): Promise<{ child: ChildProcess; served: Served }> {
  const child = fork(process.argv[1] ?? '', [command, argument], { execArgv: process.execArgv, cwd: projectRoot });
  const [served] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Served | number];
  if (typeof served !== 'object') throw new Error('The measured server did not start');
  return { child, served };
}

/** Asks such a server for something, which it answers with one message. */
export async function askServer<Answer>(child: ChildProcess, question: string): Promise<Answer> {
  child.send(question);
  const [answer] = (await once(child, 'message')) as [Answer];
  return answer;
}

export async function stopServer(child: ChildProcess): Promise<void> {
  child.disconnect();
  await once(child, 'exit');
}
