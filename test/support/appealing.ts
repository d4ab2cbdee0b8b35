import { sql } from 'kysely';
import { expect } from 'vitest';
import { type TestSite, get, hold, pageOf, post, untilBlocked } from './app.ts';
import { type Person, insertIssuer, insertMember, insertPublished, signIn } from './factories.ts';
import { insertReleased } from './released.ts';
import { makeEverything, startWork } from './work.ts';

export const both = {
  'look-for.noticed-shown': '1',
  'look-for.changed-shown': '1',
  reason: 'Page 2 of the proof shows it.',
};
export const one = { 'look-for.noticed-shown': '1', reason: 'Page 2 of the proof shows it.' };

export type Answer = Record<string, { value?: string | null; condition?: string; comment?: string }>;

export const allYes: Answer = { 'noticed-shown': { value: 'yes' }, 'changed-shown': { value: 'yes' } };

/** What is done about an appeal, by whom it concerns, on a site that is asked for with each act. */
export function appealActs(on: () => TestSite) {
  /** Somebody whose first attempt came back with two look-fors open, a lead assessor and a free assessor. */
  async function sentBack(options: Parameters<typeof insertReleased>[2] = {}) {
    const issuer = await insertIssuer(on());
    const desk = await startWork(on(), await insertPublished(on(), { issuer }));
    await makeEverything(on(), desk);
    const { person: judge } = await insertMember(on(), 'assessor', { issuer });
    const attempt = await insertReleased(on(), desk, { assessor: judge, ...options });
    const lead = await insertMember(on(), 'lead_assessor', { issuer });
    const fresh = await insertMember(on(), 'assessor', { issuer });
    return {
      ...{ desk, issuer, attempt, judge, url: `${desk.home}/attempts/1/appeal` },
      lead: { person: lead.person, headers: await signIn(on(), lead.person) },
      fresh: { person: fresh.person, headers: await signIn(on(), fresh.person) },
    };
  }

  type Case = Awaited<ReturnType<typeof sentBack>>;

  const raise = ({ url, desk }: Case, fields: Record<string, string> = both) => post(on(), url, fields, desk.headers);
  const give = ({ attempt, lead }: Case, to: Person) =>
    post(on(), `/lead/appeals/${attempt.id}/give`, { to: to.id }, lead.headers);
  const begin = ({ attempt }: Case, headers: { cookie: string }) =>
    post(on(), `/desk/attempts/${attempt.id}/claim`, {}, headers);

  function put(path: string, payload: object, headers: { cookie: string }) {
    return on().app.inject({
      method: 'PUT',
      url: path,
      headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      payload,
    });
  }

  /** Raised, given, begun and rated, with the confirmation in hand. */
  async function rated(ratings: Answer, fields = both, setup?: Parameters<typeof insertReleased>[2]) {
    const all = await sentBack(setup);
    expect((await raise(all, fields)).statusCode).toBe(303);
    expect((await give(all, all.fresh.person)).statusCode).toBe(303);
    const begun = await begin(all, all.fresh.headers);
    expect(begun.statusCode).toBe(303);
    const scoring = String(begun.headers.location);
    for (const [lookFor, { value = null, condition = null, comment = '' }] of Object.entries(ratings)) {
      const rating = { value, condition, comment, places: [], note: '', revision: 0 };
      expect((await put(`${scoring}/ratings/${lookFor}`, rating, all.fresh.headers)).statusCode).toBe(200);
    }
    const overall = { comment: 'I read page 2 again.', note: '', revision: 1 };
    expect((await put(`${scoring}/overall`, overall, all.fresh.headers)).statusCode).toBe(200);
    const asked = pageOf(await get(on(), `${scoring}/decide`, all.fresh.headers));
    const seen = asked.querySelector<HTMLInputElement>('input[name=seen]')?.value ?? '';
    return { ...all, scoring, seen, send: () => post(on(), `${scoring}/decide`, { seen }, all.fresh.headers) };
  }

  const appealOf = ({ attempt }: Case) =>
    on().db.selectFrom('appeals').selectAll().where('attempt_id', '=', attempt.id).executeTakeFirst();
  const stateOf = async ({ desk }: Case) =>
    (await on().db.selectFrom('enrolments').select('state').where('id', '=', desk.id).executeTakeFirstOrThrow()).state;

  /** Holds the enrolment until both wait for it; then lets them go on. */
  async function race<A, B>(of: Case, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
    const held = await hold(on());
    await sql`select 1 from enrolments where id = ${of.desk.id} for update`.execute(held);
    const going = [first(), second()] as const;
    await untilBlocked(on(), 2);
    await held.commit().execute();
    return [await going[0], await going[1]];
  }

  return { sentBack, raise, give, begin, put, rated, appealOf, stateOf, race };
}
