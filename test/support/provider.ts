import { addApproval, saveAgency } from '../../src/features/provider/save-agency.ts';
import { handOver } from '../../src/features/provider/hand-over.ts';
import { keepFile, makeTable } from '../../src/features/provider/make-file.ts';
import { makeBatch } from '../../src/features/provider/make-batch.ts';
import { findRule } from '../../src/features/credit/rules.queries.ts';
import { type TestSite, get, pageOf, textOf } from './app.ts';
import { illinois, insertClaim, insertLicence, insertRecorded } from './credit.ts';
import { type Person, type TestIssuer, insertMember, insertPerson, signIn } from './factories.ts';

/** The agency that decides the rule of Illinois for an issuer, which it approved for the school year. */
export async function insertAgency(
  site: TestSite,
  { issuer, admin }: { issuer: TestIssuer; admin: Person },
): Promise<{ agencyId: string; approvalId: string }> {
  const rule = await findRule(site.db, { slug: illinois });
  const by = { issuerId: issuer.id, actorId: admin.id, now: site.deps.now() };
  const agency = { name: 'State Board of Education', ruleIds: rule ? [rule.ruleId] : [] };
  const approval = {
    ...{ number: 'P-1234', validFrom: '2026-07-01', validTo: '2027-06-30', scope: '', documentUrl: null },
  };
  const agencyId = await site.db.transaction().execute(async (trx) => {
    const id = await saveAgency(trx, { ...by, agency });
    await addApproval(trx, { ...by, agencyId: id, approval });
    return id;
  });
  const { id: approvalId } = await site.db
    .selectFrom('provider_approvals')
    .select('id')
    .where('agency_id', '=', agencyId)
    .executeTakeFirstOrThrow();
  return { agencyId, approvalId };
}

export type ProviderDesk = {
  issuer: TestIssuer;
  admin: Person;
  agencyId: string;
  headers: Record<string, string>;
  /** Where its pages begin. */
  path: string;
};

/** An issuer with an agency, and an admin of theirs who is signed in. */
export async function insertProviderDesk(site: TestSite, given?: TestIssuer): Promise<ProviderDesk> {
  const { person: admin, issuer } = await insertMember(site, 'issuer_admin', given ? { issuer: given } : {});
  const { agencyId } = await insertAgency(site, { issuer, admin });
  return { issuer, admin, agencyId, headers: await signIn(site, admin), path: `/admin/${issuer.slug}` };
}

export async function insertEducator(
  site: TestSite,
  name = 'Mo Adams',
): Promise<{ person: Person; licenceId: string }> {
  const person = await insertPerson(site, { name });
  return { person, licenceId: await insertLicence(site, person) };
}

/** What a page says, without what stands on every page. */
export async function mainText(site: TestSite, url: string, headers: Record<string, string>): Promise<string> {
  return textOf(pageOf(await get(site, url, headers)).querySelector('main'));
}

/** A claim that the earner handed to the provider; it waits for the agency’s next batch. */
export async function handOverClaim(
  site: TestSite,
  {
    issuer,
    person,
    licenceId,
    title = 'Lesson study together',
  }: { issuer: TestIssuer; person: Person; licenceId: string; title?: string },
): Promise<{ claimId: string; entryId: string }> {
  const entryId = await insertRecorded(site, { issuer, person, change: { title } });
  const claimId = await insertClaim(site, person, entryId, licenceId);
  const command = { personId: person.id, claimId, now: site.deps.now(), secret: site.deps.secret };
  const result = await site.db.transaction().execute((trx) => handOver(trx, command));
  if (!result.ok) throw new Error(result.reason);
  return { claimId, entryId };
}

export type ProviderRows = { agencyId: string; approvalId: string; batchId: string; fileId: string };

/** An agency with an approval, a batch that is not sent yet, and a roster that was made. */
export async function makeProvider(
  site: TestSite,
  { issuer, admin, person, licenceId }: { issuer: TestIssuer; admin: Person; person: Person; licenceId: string },
): Promise<ProviderRows> {
  const rows = await insertAgency(site, { issuer, admin });
  await handOverClaim(site, { issuer, person, licenceId });
  const by = { issuerId: issuer.id, actorId: admin.id, now: site.deps.now() };
  const batch = await site.db.transaction().execute((trx) => makeBatch(trx, { ...by, agencyId: rows.agencyId }));
  if (!batch.ok) throw new Error(batch.reason);
  const scope = { issuerId: issuer.id, from: '2026-07-01', to: '2026-12-31', microCredentialId: undefined };
  const kept = { ...scope, kind: 'roster', ending: 'csv' } as const;
  const table = await makeTable(site.db, { ...kept, secret: site.deps.secret });
  if (!table) throw new Error('There is too much of it');
  const fileId = await site.db.transaction().execute((trx) => keepFile(trx, { ...kept, ...by, table }));
  return { ...rows, batchId: batch.id, fileId };
}
