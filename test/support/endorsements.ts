import { giveEndorsement } from '../../src/features/badges/give-endorsement.ts';
import type { TestSite } from './app.ts';
import type { Person, TestIssuer } from './factories.ts';

/** An endorsement that an issuer gives, and one, under the same id, that it shows. Signing it makes the issuer's keys. */
export async function insertEndorsements(site: TestSite, issuer: TestIssuer, by: Person): Promise<{ id: string }> {
  const given = await site.db.transaction().execute((trx) =>
    giveEndorsement(trx, site.deps, {
      issuer: { id: issuer.id, slug: issuer.slug, name: issuer.name },
      actorId: by.id,
      subjectId: 'did:web:partner.example.org',
      subjectName: 'A partner',
      comment: 'We have seen their assessors at work.',
    }),
  );
  if (!given.ok) throw new Error(`The endorsement was not given: ${given.reason}`);
  await site.db
    .insertInto('endorsements')
    .values({
      id: given.id,
      issuer_id: issuer.id,
      endorser_name: 'A partner',
      endorser_did: 'did:web:partner.example.org',
      endorser_document: '{}',
      credential: '{}',
      sha256: '0'.repeat(64),
      added_by: by.id,
      added_at: site.deps.now(),
    })
    .execute();
  return { id: given.id };
}
