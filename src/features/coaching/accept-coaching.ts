import { coachState } from '#domain/coaching/coach.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { acceptedMail } from './coach-mails.ts';

export type AcceptRefusal = 'unknown' | 'own-work' | 'accepted' | 'ended' | 'expired' | 'coach-already' | 'assessing';

/** What to say to whoever opened the link and can’t accept. */
export const acceptRefusals: Record<Exclude<AcceptRefusal, 'unknown'>, string> = {
  'own-work': 'This is your own work. The invitation is for somebody else: sign out, and let them sign in.',
  accepted: 'This invitation has been accepted already.',
  ended: 'This invitation was taken back, or has ended.',
  expired: 'This invitation is too old. Ask for another one.',
  'coach-already': 'You coach this work already.',
  assessing: 'You are assessing this work now. Decide it, or let it go, before you become its coach.',
};

/**
 * Makes whoever holds the link, and is signed in, a coach of the work. The enrolment’s lock makes this and claiming its
 * attempt go one after the other: nobody comes to assess what they coach.
 */
export async function acceptCoaching(
  trx: Trx,
  command: { token: string; person: { id: string; name: string; email: string }; now: Date; baseUrl: string },
): Promise<{ ok: true; coachId: string } | { ok: false; reason: AcceptRefusal }> {
  const { person, now } = command;
  const token = sha256(command.token);
  const work = await trx
    .selectFrom('enrolments as e')
    .select(['e.id', 'e.issuer_id', 'e.person_id', 'e.micro_credential_id'])
    .where('e.id', '=', (eb) => eb.selectFrom('coaches').select('enrolment_id').where('token_sha256', '=', token))
    .where('e.state', '<>', 'withdrawn')
    .forUpdate()
    .executeTakeFirst();
  const coach =
    work &&
    (await trx
      .selectFrom('coaches')
      .select(['id', 'accepted_at', 'ended_at', 'expires_at'])
      .where('token_sha256', '=', token)
      .forUpdate()
      .executeTakeFirst());
  if (!coach) return { ok: false, reason: 'unknown' };
  if (work.person_id === person.id) return { ok: false, reason: 'own-work' };
  const times = { acceptedAt: coach.accepted_at, endedAt: coach.ended_at, expiresAt: coach.expires_at };
  const state = coachState(times, now);
  if (state !== 'invited') return { ok: false, reason: state === 'active' ? 'accepted' : state };
  const refusal = await findConflict(trx, work.id, person.id);
  if (refusal) return { ok: false, reason: refusal };

  await trx.updateTable('coaches').set({ accepted_at: now, person_id: person.id }).where('id', '=', coach.id).execute();
  const about = await trx
    .selectFrom('people as p')
    .innerJoin('micro_credentials as m', (join) => join.on('m.id', '=', work.micro_credential_id))
    .select(['p.email', 'm.title'])
    .where('p.id', '=', work.person_id)
    .executeTakeFirstOrThrow();
  const { name, email } = person;
  const url = `${command.baseUrl}/work/${work.id}/coach`;
  await sendMailLater(trx, acceptedMail({ title: about.title, name, email }, about.email, url));
  await audit(trx, {
    issuerId: work.issuer_id,
    actorId: person.id,
    action: 'coach.accepted',
    subject: { type: 'coach', id: coach.id },
    details: { enrolment: work.id },
  });
  return { ok: true, coachId: coach.id };
}

async function findConflict(
  trx: Trx,
  enrolmentId: string,
  personId: string,
): Promise<'coach-already' | 'assessing' | undefined> {
  const already = await trx
    .selectFrom('coaches')
    .select('id')
    .where('enrolment_id', '=', enrolmentId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (already) return 'coach-already';
  const assessing = await trx
    .selectFrom('assessments as a')
    .innerJoin('attempts as t', 't.id', 'a.attempt_id')
    .select('a.id')
    .where('t.enrolment_id', '=', enrolmentId)
    .where('a.assessor_id', '=', personId)
    .where('a.state', '=', 'claimed')
    .executeTakeFirst();
  return assessing && 'assessing';
}
