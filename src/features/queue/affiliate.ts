import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { askForReview } from './review-seats.ts';
import type { School } from './schools.queries.ts';

/** One that is known, or a new one. */
export type ChosenSchool = { id: string } | Omit<School, 'id'>;

/** Somebody says where they work. Saying it twice is saying it once. */
export async function addAffiliation(
  trx: Trx,
  { personId, school, now }: { personId: string; school: ChosenSchool; now: Date },
): Promise<void> {
  const id = 'id' in school ? await findId(trx, school.id) : await insertSchool(trx, school);
  const added = await trx
    .insertInto('affiliations')
    .values({ person_id: personId, school_id: id, since: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows !== 1n) return;
  await askForReview(trx, personId);
  await auditAffiliation(trx, 'affiliation.added', personId, id);
}

/** They no longer work there. That they did still keeps them from judging their colleagues of then. */
export async function endAffiliation(
  trx: Trx,
  { personId, schoolId, now }: { personId: string; schoolId: string; now: Date },
): Promise<void> {
  const known = await trx
    .selectFrom('affiliations')
    .select(['id', 'ended_at'])
    .where('person_id', '=', personId)
    .where('school_id', '=', schoolId)
    .forUpdate()
    .execute();
  if (known.length === 0) throw new NotFoundError('school');
  const current = known.find(({ ended_at }) => ended_at === null);
  if (!current) return;
  await trx.updateTable('affiliations').set({ ended_at: now }).where('id', '=', current.id).execute();
  await auditAffiliation(trx, 'affiliation.ended', personId, schoolId);
}

async function findId(trx: Trx, schoolId: string): Promise<string> {
  const school = await trx.selectFrom('schools').select('id').where('id', '=', schoolId).executeTakeFirst();
  if (!school) throw new NotFoundError('school');
  return school.id;
}

/** The one there is, where it differs in capitals alone. */
async function insertSchool(trx: Trx, { name, district, region, type }: Omit<School, 'id'>): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into schools (name, district, region, type) values (${name}, ${district}, ${region}, ${type})
    on conflict (lower(name), lower(district), lower(region)) do update set name = schools.name returning id`.execute(
    trx,
  );
  return rows[0]?.id ?? '';
}

async function auditAffiliation(trx: Trx, action: string, personId: string, school: string): Promise<void> {
  const subject = { type: 'person', id: personId };
  await audit(trx, { issuerId: null, actorId: personId, action, subject, details: { school } });
}
