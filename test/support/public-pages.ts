import { addSigner } from '../../src/features/awards/keep-signer.ts';
import { saveProfile } from '../../src/features/public-profile/save-profile.ts';
import type { TestSite } from './app.ts';
import type { Person, TestIssuer } from './factories.ts';

/** Somebody who signs an issuer's certificates. */
export async function insertSigner(site: TestSite, issuer: TestIssuer, admin: Person): Promise<string> {
  const signer = { name: 'Ruth Okafor', title: 'Director', signature: null };
  const command = { issuerId: issuer.id, actorId: admin.id, ...signer, now: site.deps.now() };
  const added = await site.db.transaction().execute((trx) => addSigner(trx, command));
  if (!added.ok) throw new Error(added.reason);
  const { id } = await site.db
    .selectFrom('certificate_signers')
    .select('id')
    .where('issuer_id', '=', issuer.id)
    .executeTakeFirstOrThrow();
  return id;
}

/** A public profile that is on, with these awards; returns its handle. */
export async function insertProfile(site: TestSite, person: Person, awards: readonly string[]): Promise<string> {
  const handle = `earner-${person.id.slice(-12)}`;
  const profile = {
    ...{ handle, headline: 'Teaches mathematics', about: 'I look at **who speaks**.', awards, series: [] },
    ...{ mayBeFound: false, showsHours: true, showsDates: true },
  };
  const command = { personId: person.id, revision: 0, profile, switchOn: true, now: site.deps.now() };
  const saved = await site.db.transaction().execute((trx) => saveProfile(trx, command));
  if (!saved.ok) throw new Error(saved.reason);
  return handle;
}
