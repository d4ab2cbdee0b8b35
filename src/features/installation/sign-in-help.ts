import type { Deps } from '#platform/deps.ts';
import { demoPassword, demoPeople } from './demo-people.ts';
import { listCompleteDemoPeople } from './list-complete-demo-people.ts';

/** What a start prints: the address and, where the demonstration's people are, how to sign in as each. */
export async function signInHelp({
  db,
  baseUrl,
  production,
}: Pick<Deps, 'db' | 'baseUrl' | 'production'>): Promise<string> {
  const address = `\nTessera is at ${baseUrl}\n`;
  if (production) return address;

  const issuers = await db.selectFrom('issuers').select(['slug', 'name']).orderBy('name').execute();
  const people = demoPeople(issuers);
  const present = await listCompleteDemoPeople(db, people);
  const shown = people.filter(({ email }) => present.has(email));
  if (shown.length === 0)
    return `${address}Sign up at ${baseUrl}/sign-up; mail that it sends is shown at ${baseUrl}/dev/outbox\n`;

  const width = Math.max(...shown.map(({ as }) => as.length)) + 2;
  const lines = shown.map(({ as, email }) => `  ${as.padEnd(width)}${email}`);
  return `${address}\nSign in at ${baseUrl}/sign-in with the password ${demoPassword} as\n${lines.join('\n')}\n\nMail that it sends is shown at ${baseUrl}/dev/outbox\n`;
}
