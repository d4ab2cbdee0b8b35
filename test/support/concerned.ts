/** An attempt in an assessor’s hands, those who lead there, and what they do about a concern, through the pages. */
import { type TestSite, post } from './app.ts';
import { type TestAttempt, insertAssessment, insertAttempt } from './attempts.ts';
import { type Person, type Published, insertEnrolment, insertMember, insertPublished, signIn } from './factories.ts';

export type Concerned = {
  site: TestSite;
  assessor: Person;
  lead: Person;
  admin: Person;
  published: Published;
  attempt: TestAttempt;
  earner: Person;
};

export async function makeConcerned(site: TestSite): Promise<Concerned> {
  const { person: assessor, issuer } = await insertMember(site, 'assessor');
  const { person: lead } = await insertMember(site, 'lead_assessor', { issuer });
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer });
  const published = await insertPublished(site, { issuer });
  const attempt = await insertAttempt(site, { enrolment: await insertEnrolment(site, { published }) });
  await insertAssessment(site, attempt, assessor);
  return { site, assessor, lead, admin, published, attempt, earner: attempt.enrolment.person };
}

const fields = { kind: 'plagiarism', requirement: 'overview', passage: 'Our team read', detail: 'I know this text.' };

export async function raise({ site, attempt, assessor }: Concerned, over: Partial<typeof fields> = {}, by = assessor) {
  const path = `/desk/attempts/${attempt.id}/concerns`;
  const response = await post(site, path, { ...fields, ...over }, await signIn(site, by));
  const concern = await site.db
    .selectFrom('concerns')
    .selectAll()
    .where('attempt_id', '=', attempt.id)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return { response, id: concern?.id ?? '', concern };
}

export async function ask({ site, lead }: Concerned, id: string, question = 'How did this come about?') {
  return post(site, `/lead/concerns/${id}/ask`, { question }, await signIn(site, lead));
}

export async function answer(
  { site, attempt, earner }: Concerned,
  id: string,
  response = 'We wrote it together.',
  by = earner,
) {
  return post(site, `/work/${attempt.enrolment.id}/concerns/${id}`, { response }, await signIn(site, by));
}

export async function resolve({ site, lead }: Concerned, id: string, ending: string, by = lead) {
  const settled = { ending, reason: 'We have talked about it.' };
  return post(site, `/lead/concerns/${id}/resolve`, settled, await signIn(site, by));
}

export function concernOf({ db }: TestSite, id: string) {
  return db.selectFrom('concerns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

export function judgingOf({ site, attempt }: Concerned) {
  return site.db.selectFrom('judgings').selectAll().where('attempt_id', '=', attempt.id).executeTakeFirstOrThrow();
}

/** What the trail keeps of a concern. */
export function actionsOf({ db }: TestSite, id: string) {
  return db
    .selectFrom('audit_events')
    .select(['action', 'details'])
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
}
