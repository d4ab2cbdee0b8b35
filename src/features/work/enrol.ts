import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

/**
 * Enrols a person in the current version of a micro-credential, free of charge.
 *
 * Whoever is already at work on it, or has earned it, gets that enrolment; the row lock lets two requests at once
 * make only one.
 */
export async function enrol(trx: Trx, command: { personId: string; slug: string; now: Date }): Promise<string> {
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
    .select('id')
    .where('person_id', '=', command.personId)
    .where('micro_credential_id', '=', offered.id)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
  if (existing) return existing.id;

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
  return id;
}
