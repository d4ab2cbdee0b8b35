import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { mayEarnAnew } from '../status/may-earn-anew.ts';
import { findBeginning } from '../series/standing.queries.ts';

/** `prerequisites`: a series asks for other awards first; the page of the micro-credential says for which. */
export type EnrolResult = { ok: true; enrolmentId: string } | { ok: false; reason: 'prerequisites' };

/**
 * Enrols a person in the current version of a micro-credential, free of charge, unless a series of its issuer requires what they
 * have not earned.
 *
 * Whoever is already at work on it, or has earned it, gets that enrolment, whatever is required now; the row lock lets two
 * requests at once make only one.
 */
export async function enrol(trx: Trx, command: { personId: string; slug: string; now: Date }): Promise<EnrolResult> {
  const offered = await trx
    .selectFrom('micro_credentials')
    .select(['id', 'issuer_id', 'current_version_id'])
    .where('slug', '=', command.slug)
    .executeTakeFirst();
  if (!offered?.current_version_id) throw new NotFoundError('micro-credential');

  // The person's row is the lock: a second request of theirs waits here and then finds the first one's enrolment.
  await trx.selectFrom('people').select('id').where('id', '=', command.personId).forNoKeyUpdate().execute();
  const existing = await trx
    .selectFrom('enrolments')
    .select(['id', 'state'])
    .where('person_id', '=', command.personId)
    .where('micro_credential_id', '=', offered.id)
    .where('state', '<>', 'withdrawn')
    .orderBy((eb) => eb('state', '=', 'earned'))
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const begins = existing?.state === 'earned' && (await mayEarnAnew(trx, existing.id, command.now));
  if (existing && !begins) return { ok: true, enrolmentId: existing.id };

  // An award that is being suspended or revoked at this moment is waited for.
  await trx
    .selectFrom('awards')
    .select('id')
    .where('person_id', '=', command.personId)
    .where('kind', '=', 'micro-credential')
    .orderBy('id')
    .forShare()
    .execute();
  const { beginning } = await findBeginning(trx, command);
  if (!beginning.ok) return { ok: false, reason: beginning.reason };

  const { id } = await trx
    .insertInto('enrolments')
    .values({
      issuer_id: offered.issuer_id,
      person_id: command.personId,
      micro_credential_id: offered.id,
      definition_version_id: offered.current_version_id,
      created_at: command.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(trx, {
    issuerId: offered.issuer_id,
    actorId: command.personId,
    action: 'enrolment.opened',
    subject: { type: 'enrolment', id },
  });
  return { ok: true, enrolmentId: id };
}
