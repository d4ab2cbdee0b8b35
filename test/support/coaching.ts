import { expect } from 'vitest';
import { type TestSite, get, noon, pageOf, post, textOf } from './app.ts';
import { type Person, insertPerson, signIn } from './factories.ts';
import { type Desk } from './work.ts';

export const hour = 3600_000;
export const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);

export type Signed = { person: Person; headers: { cookie: string } };
export type Coach = Signed & { id: string; home: string };

/** What an earner and their coach do on a site, which is asked for with each act: it is made before all tests, after this. */
export function coachingActs(on: () => TestSite) {
  async function someone(): Promise<Signed> {
    const person = await insertPerson(on());
    return { person, headers: await signIn(on(), person) };
  }

  const name = (desk: Desk, fields: Record<string, string>) =>
    post(on(), `${desk.home}/coach`, { name: 'Ada Byron', ...fields }, desk.headers);

  async function linkTo(email: string): Promise<string> {
    await on().runJobs();
    const text = (await on().mailsTo(email)).findLast((mail) => mail.text.includes('/invitations/'))?.text ?? '';
    return /http\S+?(\/coaching\/invitations\/\S+)/.exec(text)?.[1] ?? '/coaching/invitations/none';
  }

  /** Names somebody and lets them accept. */
  async function startCoaching(desk: Desk, who?: Signed): Promise<Coach> {
    const coach = who ?? (await someone());
    expect((await name(desk, { email: coach.person.email })).statusCode).toBe(303);
    const accepted = await post(on(), await linkTo(coach.person.email), {}, coach.headers);
    expect(accepted.statusCode).toBe(303);
    const home = String(accepted.headers.location);
    return { ...coach, home, id: home.split('/').at(-1) ?? '' };
  }

  const comment = (coach: Coach, requirement: string, fields: Record<string, string> = {}) =>
    post(on(), `${coach.home}/requirements/${requirement}/comments`, { body: 'Say more.', ...fields }, coach.headers);

  const end = (desk: Desk, coach: Pick<Coach, 'id'>) =>
    post(on(), `${desk.home}/coaches/${coach.id}/end`, {}, desk.headers);

  const page = async (url: string, headers: { cookie: string }) => textOf(pageOf(await get(on(), url, headers)));
  const status = async (url: string, headers: { cookie: string }) => (await get(on(), url, headers)).statusCode;
  const actions = async (subject: string) =>
    (
      await on()
        .db.selectFrom('audit_events')
        .select('action')
        .where('subject_id', '=', subject)
        .orderBy('position')
        .execute()
    ).map(({ action }) => action);

  async function commentIds(desk: Desk): Promise<string[]> {
    const rows = await on()
      .db.selectFrom('coach_comments')
      .select('id')
      .where('enrolment_id', '=', desk.id)
      .orderBy('id')
      .execute();
    return rows.map(({ id }) => id);
  }

  return { someone, name, linkTo, startCoaching, comment, end, page, status, actions, commentIds };
}
