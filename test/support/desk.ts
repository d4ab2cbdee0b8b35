import { type TestSite, get, pageOf, post } from './app.ts';
import { type TestAttempt, insertAssessment, insertAttempt } from './attempts.ts';
import { type Person, type TestIssuer, insertEnrolment, insertMember, insertPublished, signIn } from './factories.ts';

/** The look-fors of the definition that tests use. */
export const lookFors = ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'] as const;
export const nowhere = '0190a000-0000-7000-8000-000000000000';
export const allYes = Object.fromEntries(lookFors.map((lookFor) => [`value-${lookFor}`, 'yes']));

export type Desk = { issuer: TestIssuer; assessor: Person; cookie: string; attempt: TestAttempt };

/** What tests do at the desk of a site, which is asked for with each act: it is made before all tests, after this. */
export function deskActs(on: () => TestSite) {
  /** An issuer of its own with one assessor, signed in, and one attempt that waits. */
  async function openDesk(options: Parameters<typeof insertAttempt>[1] = {}): Promise<Desk> {
    const { person: assessor, issuer } = await insertMember(on(), 'assessor');
    const published = await insertPublished(on(), { issuer });
    const enrolment = await insertEnrolment(on(), { published });
    const attempt = await insertAttempt(on(), { enrolment, ...options });
    return { issuer, assessor, attempt, ...(await signIn(on(), assessor)) };
  }

  /** The same with the attempt in the assessor's hands. */
  async function claimed(options: Parameters<typeof insertAttempt>[1] = {}) {
    const desk = await openDesk(options);
    return { ...desk, assessmentId: await insertAssessment(on(), desk.attempt, desk.assessor) };
  }

  async function colleague(desk: Desk): Promise<{ person: Person; cookie: string }> {
    const { person } = await insertMember(on(), 'lead_assessor', { issuer: desk.issuer });
    return { person, ...(await signIn(on(), person)) };
  }

  const claim = (attemptId: string, cookie: string) => post(on(), `/desk/attempts/${attemptId}/claim`, {}, { cookie });

  function put(url: string, cookie: string, body: unknown) {
    return on().app.inject({
      method: 'PUT',
      url,
      headers: {
        cookie,
        accept: 'application/json',
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      },
      payload: JSON.stringify(body),
    });
  }

  const rate = (assessmentId: string, lookFor: string, cookie: string, body: Record<string, unknown>) =>
    put(`/desk/assessments/${assessmentId}/ratings/${lookFor}`, cookie, { comment: '', revision: 0, ...body });

  /** Every field of the scoring form as the page has it, with some of them changed. */
  async function filledForm(assessmentId: string, cookie: string, changes: Record<string, string>) {
    const page = pageOf(await get(on(), `/desk/assessments/${assessmentId}`, { cookie }));
    const form = page.querySelector<HTMLFormElement>('form.scoring-form');
    if (!form) throw new Error('The page has no scoring form');
    const Data = page.defaultView!.FormData;
    return { ...(Object.fromEntries(new Data(form)) as Record<string, string>), ...changes };
  }

  /** What the confirmation page posts. */
  async function confirmation(assessmentId: string, cookie: string): Promise<Record<string, string>> {
    const page = pageOf(await get(on(), `/desk/assessments/${assessmentId}/decide`, { cookie }));
    return { seen: page.querySelector<HTMLInputElement>('input[name=seen]')?.value ?? '' };
  }

  const sendDecision = (assessmentId: string, cookie: string, fields: Record<string, string>) =>
    post(on(), `/desk/assessments/${assessmentId}/decide`, fields, { cookie });

  const ratingsOf = (assessmentId: string) =>
    on()
      .db.selectFrom('ratings')
      .select(['look_for_key', 'value', 'comment', 'revision'])
      .where('assessment_id', '=', assessmentId)
      .orderBy('look_for_key')
      .execute();

  const assessmentsOf = (attemptId: string) =>
    on()
      .db.selectFrom('assessments')
      .select(['id', 'assessor_id', 'state', 'lease_expires_at'])
      .where('attempt_id', '=', attemptId)
      .orderBy('id')
      .execute();

  return {
    openDesk,
    claimed,
    colleague,
    claim,
    put,
    rate,
    filledForm,
    confirmation,
    sendDecision,
    ratingsOf,
    assessmentsOf,
  };
}
