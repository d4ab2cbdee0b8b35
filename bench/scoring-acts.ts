/** What an assessor does, in the order of the table. */
export const acts = [
  'take the next attempt',
  'scoring page',
  'save a rating',
  'beat',
  'desk',
  'decision page',
  'send the decision',
] as const;
export type Act = (typeof acts)[number];

/** Which of them a request is. */
export function actOf(method: string, url: string): string {
  const [path = ''] = url.split('?');
  if (path === '/desk/next') return 'take the next attempt';
  if (path === '/desk') return 'desk';
  if (path.endsWith('/beat')) return 'beat';
  if (path.includes('/ratings/')) return 'save a rating';
  if (path.endsWith('/decide')) return method === 'POST' ? 'send the decision' : 'decision page';
  return /^\/desk\/assessments\/[^/]+$/u.test(path) ? 'scoring page' : path;
}

export type Answer = { status: number; location: string | undefined; text: string };

/** How one browser asks: its cookie is that of one assessor. */
export type Ask = (
  act: Act,
  method: string,
  path: string,
  body?: { json: unknown } | { form: string },
) => Promise<Answer>;

/** A person thinks between two acts. */
export type Pause = () => Promise<void>;

/**
 * One assessor’s way with one attempt: take the next, open it, rate every look-for (one in five Almost, with a comment, each
 * save on its own as the page’s script does), a beat of the clock after every third, look at the desk, send the decision.
 * False where nothing was left to take.
 */
export async function scoreOne(ask: Ask, pause: Pause): Promise<boolean> {
  const taken = await ask('take the next attempt', 'POST', '/desk/next', { form: '' });
  if (taken.status === 409) return false;
  const assessment = taken.location ?? '';
  await pause();
  const page = await ask('scoring page', 'GET', assessment);
  const lookFors = [...new Set([...page.text.matchAll(/name="value-([^"]+)"/gu)].map(([, key = '']) => key))];
  if (lookFors.length === 0) throw new Error(`${assessment} has no look-fors to rate (${page.status})`);
  for (const [index, lookFor] of lookFors.entries()) {
    await pause();
    const isAlmost = index % 5 === 4;
    const comment = isAlmost ? 'Say which students this concerns, and what changed for them.' : 'Shown on page two.';
    const json = { value: isAlmost ? 'almost' : 'yes', comment, revision: 0 };
    await ask('save a rating', 'PUT', `${assessment}/ratings/${lookFor}`, { json });
    if (index % 3 === 2) await ask('beat', 'POST', `${assessment}/beat`, { json: { resumes: false } });
  }
  await pause();
  await ask('desk', 'GET', '/desk');
  await pause();
  const decision = await ask('decision page', 'GET', `${assessment}/decide`);
  const seen = /name="seen" value="([^"]*)"/u.exec(decision.text)?.[1] ?? '';
  await pause();
  const sent = new URLSearchParams({ seen }).toString();
  await ask('send the decision', 'POST', `${assessment}/decide`, { form: sent });
  return true;
}
