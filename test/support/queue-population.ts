import { addAffiliation } from '../../src/features/queue/affiliate.ts';
import { declareConflict } from '../../src/features/queue/declare-conflict.ts';
import type { TestSite } from './app.ts';
import type { Person, TestIssuer } from './factories.ts';

/** What people said of where they work and whom they must not judge, and what they were given. */
export type QueuePopulation = {
  /** Where the earner works. */
  school: { id: string };
  /** Declared by the assessor, and by the other assessor. */
  conflict: { id: string };
  othersConflict: { id: string };
  /** Of the assessor, and of the other assessor. */
  assignment: { id: string };
  othersAssignment: { id: string };
};

type Given = { person: Person; issuer: TestIssuer; attemptId: string };

export async function makeQueuePopulation(
  site: TestSite,
  { earner, own, others }: { earner: Person; own: Given; others: Given },
): Promise<QueuePopulation> {
  return {
    school: await worksAt(site, earner, 'Lincoln Middle School'),
    conflict: await declare(site, own),
    othersConflict: await declare(site, others),
    assignment: await give(site, own),
    othersAssignment: await give(site, others),
  };
}

/** Says that somebody works at a school; the school. */
export async function worksAt(site: TestSite, person: Person, name: string): Promise<{ id: string }> {
  const school = { name, district: 'District 5', region: 'Illinois', type: 'middle' } as const;
  await site.db
    .transaction()
    .execute((trx) => addAffiliation(trx, { personId: person.id, school, now: site.deps.now() }));
  return site.db.selectFrom('schools').select('id').where('name', '=', name).executeTakeFirstOrThrow();
}

async function declare(site: TestSite, { person, issuer }: Given): Promise<{ id: string }> {
  const command = {
    assessor: { id: person.id, issuerIds: [issuer.id] },
    issuerId: issuer.id,
    with: { email: `friend-of-${person.id}@example.org` },
    reason: 'We are friends.',
    now: site.deps.now(),
  };
  await site.db.transaction().execute((trx) => declareConflict(trx, command));
  return site.db.selectFrom('conflicts').select('id').where('assessor_id', '=', person.id).executeTakeFirstOrThrow();
}

/** Gives somebody an attempt to score. */
export async function give(site: TestSite, { person, issuer, attemptId }: Given): Promise<{ id: string }> {
  return site.db
    .insertInto('assignments')
    .values({
      issuer_id: issuer.id,
      attempt_id: attemptId,
      role: 'first',
      assessor_id: person.id,
      assigned_at: site.deps.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
}
