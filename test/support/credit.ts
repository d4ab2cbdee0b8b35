import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import { projectRoot } from '#platform/root.ts';
import { insertBlob } from '../../src/features/artifacts/insert-blob.ts';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { askApproval } from '../../src/features/credit/ask-approval.ts';
import { beginClaim } from '../../src/features/credit/begin-claim.ts';
import { checkRules, publishRules } from '../../src/features/credit/publish-rules.ts';
import { type NewEntry, recordForPerson, recordOwnEntry } from '../../src/features/credit/record-entry.ts';
import { findRule } from '../../src/features/credit/rules.queries.ts';
import { addLicence } from '../../src/features/credit/save-licence.ts';
import {
  checkEvaluations,
  evaluationsFolder,
  publishEvaluations,
} from '../../src/features/provider/publish-evaluations.ts';
import type { TestSite } from './app.ts';
import { insertDecided } from './earned.ts';
import { type Person, type TestIssuer, signIn } from './factories.ts';
import { makePdf } from './multipart.ts';

/** A session of two and a quarter hours. */
export const session: NewEntry = {
  ...{ source: 'session', title: 'Reading data together', provider: 'Lakeside Network', nature: 'workshop' },
  ...{ beginsOn: '2026-10-05', endsOn: '2026-10-05', heldAt: '4 p.m. to 6.15 p.m.', place: 'Lakeside School' },
  ...{ quarters: 9, how: 'One evening from 4 p.m. to 6.15 p.m., without a break.', proof: '' },
};

export const illinois = 'illinois-professional-educator';

/** The rules that come with Tessera, and those of a test. */
export async function publishCreditRules(site: TestSite, more: readonly CreditRule[] = []): Promise<void> {
  const { rules } = await checkRules(join(projectRoot, 'credit-rules'));
  await publishRules(site.db, [...rules.map(({ rule }) => rule), ...more]);
}

/** The evaluations that come with Tessera. */
export async function publishShippedEvaluations(site: TestSite): Promise<void> {
  const { forms } = await checkEvaluations(evaluationsFolder);
  await publishEvaluations(
    site.db,
    forms.map(({ form }) => form),
  );
}

/** A rule of a test: that of Illinois with something else in it. */
export async function ruleLike(change: Partial<CreditRule>): Promise<CreditRule> {
  const { rules } = await checkRules(join(projectRoot, 'credit-rules/illinois'));
  return { ...rules[0]!.rule, ...change };
}

export async function insertOwnEntry(site: TestSite, person: Person, change: Partial<NewEntry> = {}): Promise<string> {
  const entry = { ...session, ...change };
  return site.db
    .transaction()
    .execute((trx) => recordOwnEntry(trx, { personId: person.id, entry, now: site.deps.now() }));
}

export async function insertRecorded(
  site: TestSite,
  { issuer, person, change = {} }: { issuer: TestIssuer; person: Person; change?: Partial<NewEntry> },
): Promise<string> {
  const { now, baseUrl } = site.deps;
  const entry = { ...session, ...change };
  const command = { issuer, email: person.email, entry, actorId: person.id, now: now(), baseUrl };
  const result = await site.db.transaction().execute((trx) => recordForPerson(trx, command));
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

/** A licence in a cycle that lasts until the middle of 2029. */
export async function insertLicence(
  site: TestSite,
  person: Person,
  {
    slug = illinois,
    number = '1234567',
    cycle = { begins: '2024-07-01', ends: '2029-06-30' },
    type = 0,
    sharesNumber = false,
  } = {},
): Promise<string> {
  const found = await findRule(site.db, { slug });
  if (!found) throw new Error(`There is no rule ${slug}`);
  const { now, secret } = site.deps;
  const licenceType = found.rule.licences[type]!.id;
  const command = {
    personId: person.id,
    ruleId: found.ruleId,
    licenceType,
    details: { number, cycle, sharesNumber },
    now: now(),
    secret,
  };
  const result = await site.db.transaction().execute((trx) => addLicence(trx, command));
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

export function begin(site: TestSite, person: Person, entryId: string, licenceId: string) {
  const command = { person, entryId, licenceId, now: site.deps.now() };
  return site.db.transaction().execute((trx) => beginClaim(trx, command));
}

export async function insertClaim(site: TestSite, person: Person, entryId: string, licenceId: string): Promise<string> {
  const result = await begin(site, person, entryId, licenceId);
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

export async function askFor(site: TestSite, person: Person, claimId: string, email: string): Promise<void> {
  const { now, baseUrl } = site.deps;
  const command = { person, claimId, approver: { name: 'Ines Prager', email }, now: now(), baseUrl };
  const result = await site.db.transaction().execute((trx) => askApproval(trx, command));
  if (!result.ok) throw new Error(result.reason);
}

/** The link in the newest mail to an approver. */
export async function approvalLink(site: TestSite, email: string): Promise<string> {
  await site.runJobs();
  const text = (await site.mailsTo(email)).at(-1)?.text ?? '';
  const [, path] = /(\/approve\/[\w-]+)/.exec(text) ?? [];
  if (path === undefined) throw new Error(`No link was sent to ${email}`);
  return path;
}

/** Somebody with an award of 12.3 hours, their licence and what they send. */
export async function insertCreditEarner(site: TestSite, slug = illinois) {
  const { enrolment, attemptId } = await insertDecided(site);
  await issueAward(site.deps, { attemptId });
  const { person } = enrolment;
  const award = await site.db
    .selectFrom('awards')
    .select(['id', 'public_id', 'issuer_id'])
    .where('person_id', '=', person.id)
    .executeTakeFirstOrThrow();
  const licenceId = await insertLicence(site, person, { slug });
  const { id: entryId } = await site.db
    .selectFrom('credit_entries')
    .select('id')
    .where('award_id', '=', award.id)
    .executeTakeFirstOrThrow();
  return { person, award, licenceId, entryId, headers: await signIn(site, person) };
}

/** A file that shows the hours of a line, as the form hands it in. */
export async function insertProof(site: TestSite, entryId: string): Promise<void> {
  const content = await site.deps.storage.receive(Readable.from([await makePdf()]), 1_000_000);
  if (content === 'too-large') throw new Error(content);
  await site.db.transaction().execute(async (trx) => {
    await insertBlob(trx, { ...content, mediaType: 'application/pdf' });
    await trx
      .insertInto('credit_proofs')
      .values({ entry_id: entryId, blob_sha256: content.sha256, name: 'Certificate.pdf', created_at: site.deps.now() })
      .execute();
    await content.keep();
  });
  await content.discard();
}

export type CreditRows = {
  licenceId: string;
  claimId: string;
  /** Self-reported. */
  entryId: string;
  /** Entered by the issuer’s people. */
  recordedId: string;
  approvalToken: string;
  /** The same request, of one of the issuer’s admins too. */
  askedId: string;
};

/** A licence, hours from both sides, and a claim that waits for its approver. */
export async function makeCredit(
  site: TestSite,
  person: Person,
  issuer: TestIssuer,
  admin: Pick<Person, 'id'>,
): Promise<CreditRows> {
  const licenceId = await insertLicence(site, person);
  const entryId = await insertOwnEntry(site, person);
  const recordedId = await insertRecorded(site, { issuer, person });
  const claimed = await insertRecorded(site, { issuer, person, change: { title: 'Lesson study' } });
  const claimId = await insertClaim(site, person, claimed, licenceId);
  for (const id of [entryId, claimed]) await insertProof(site, id);
  const approver = `approver-${claimId}@example.org`;
  await askFor(site, person, claimId, approver);
  const approvalToken = (await approvalLink(site, approver)).split('/').at(-1) ?? '';
  const { id: askedId } = await site.db
    .updateTable('credit_approvals')
    .set({ approver_id: admin.id })
    .where('claim_id', '=', claimId)
    .returning('id')
    .executeTakeFirstOrThrow();
  return { licenceId, claimId, entryId, recordedId, approvalToken, askedId };
}
