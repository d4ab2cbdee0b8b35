import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { answerConsent, askConsent } from '../../src/features/calibration/ask-consent.ts';
import { nameCertified } from '../../src/features/calibration/certify.ts';
import { makeMeeting } from '../../src/features/calibration/hold-meeting.ts';
import { rubricSha256 } from '../../src/features/calibration/rubric.ts';
import { startQualification } from '../../src/features/calibration/start-qualification.ts';
import { writeAnchor } from '../../src/features/calibration/write-anchor.ts';
import { insertAnchor, insertSet } from './anchors.ts';
import { type TestSite, get, pageOf, post } from './app.ts';
import { type Person, type Published, type TestIssuer, insertMembership, insertPerson } from './factories.ts';

/** What an issuer has to calibrate its assessors with. */
export type Calibrated = {
  /** Sealed, without agreed ratings. */
  anchorId: string;
  /** Written, not sealed; and one of its requirements. */
  writingId: string;
  key: string;
  /** On offer, of another scoring guide than what waits in the queue. */
  setId: string;
  certificationId: string;
  /** A go of an assessor at the set. */
  qualificationId: string;
  meetingId: string;
};

type Made = { issuer: TestIssuer; lead: Person; assessor: Person; slug: string };

/** Anchors, a set on offer with a go at it, a certification and a meeting. */
export async function calibrate(site: TestSite, { issuer, lead, assessor, slug }: Made): Promise<Calibrated> {
  const published = await findPublished(site, issuer, slug);
  const now = site.deps.now();
  const who = { id: lead.id, issuerIds: [issuer.id] };
  const { microCredentialId, definition } = published;
  const inTransaction = site.db.transaction();
  const draft = await insertAnchor(site, { published, lead, state: 'draft', title: 'Thin reflection' });
  await site.db.deleteFrom('anchor_ratings').where('anchor_id', '=', draft.id).execute();
  const writing = { lead: who, microCredentialId, title: 'Being written', use: 'seed' as const, now };
  const writingId = await inTransaction.execute((trx) => writeAnchor(trx, writing));
  const first = await insertAnchor(site, { published, lead, use: 'qualify', title: 'Clear case' });
  const setId = await insertSet(site, [first, await insertAnchor(site, { published, lead, use: 'qualify' })], { lead });
  const started = await site.db
    .transaction()
    .execute((trx) => startQualification(trx, { assessor: { id: assessor.id, issuerIds: [issuer.id] }, setId, now }));
  if (!started.ok) throw new Error(`Not started: ${started.reason}`);
  const second = await insertPerson(site, { name: 'Bianca Crane' });
  await insertMembership(site, issuer, second, 'assessor');
  const rubric = { microCredentialId, rubricSha256: rubricSha256(definition) };
  const naming = { ...rubric, lead: who, issuerId: issuer.id, personId: second.id, reason: 'Wrote the guide', now };
  const named = await site.db.transaction().execute((trx) => nameCertified(trx, naming));
  if (!named.ok) throw new Error(`Not named: ${named.reason}`);
  const [lookFor] = definition.guides.flatMap((guide) => guide.lookFors);
  const items = [{ attemptId: first.attemptId, lookFor: lookFor?.id ?? '' }];
  const call = { lead: who, microCredentialId, title: 'November norming', startsAt: now, place: 'Room 2', items, now };
  const meetingId = await site.db.transaction().execute((trx) => makeMeeting(trx, call));
  return {
    anchorId: draft.id,
    writingId,
    key: listRequirements(definition)[0]?.id ?? '',
    setId,
    certificationId: named.id,
    qualificationId: started.id,
    meetingId,
  };
}

/** The current version of what a programme publishes. */
export async function findPublished(site: TestSite, issuer: TestIssuer, slug: string): Promise<Published> {
  const row = await site.db
    .selectFrom('micro_credentials as m')
    .innerJoin('definition_versions as v', 'v.id', 'm.current_version_id')
    .select(['m.id', 'v.id as version', 'v.document', 'v.sha256'])
    .where('m.slug', '=', slug)
    .executeTakeFirstOrThrow();
  const definition = row.document as Definition;
  return { issuer, microCredentialId: row.id, versionId: row.version, definition, sha256: row.sha256 };
}

/** A lead asks whether an attempt may become an anchor, and its earner says yes. */
export async function agreeToAnchor(
  site: TestSite,
  { lead, issuer, earner, attemptId }: { lead: Person; issuer: TestIssuer; earner: Person; attemptId: string },
): Promise<void> {
  const { now, baseUrl } = site.deps;
  const asking = { lead: { ...lead, issuerIds: [issuer.id] }, attemptId, now: now(), baseUrl };
  await site.db.transaction().execute((trx) => askConsent(trx, asking));
  const answer = { personId: earner.id, attemptId, answer: 'yes' as const, now: now() };
  await site.db.transaction().execute((trx) => answerConsent(trx, answer));
}

/** Posts a form of a page as somebody does who has just opened the page. */
export async function postRevised(
  site: TestSite,
  page: string,
  form: string,
  fields: Record<string, string | readonly string[]>,
  cookie: Record<string, string>,
) {
  const hidden = pageOf(await get(site, page, cookie)).querySelector(
    `form[action="${page}/${form}"] [name="revision"]`,
  );
  return post(site, `${page}/${form}`, { revision: hidden?.getAttribute('value') ?? '', ...fields }, cookie);
}

/** Somebody who has earned every micro-credential of a series, which took years. */
export async function insertFinisher(site: Pick<TestSite, 'db' | 'deps'>, series: string): Promise<Person> {
  const person = await insertPerson(site, { name: 'Camille Rhodes' });
  const rows = await site.db
    .selectFrom('micro_credentials as m')
    .innerJoin('series_members as s', 's.micro_credential_id', 'm.id')
    .innerJoin('series as o', 'o.id', 's.series_id')
    .select(['m.id', 'm.issuer_id', 'm.current_version_id'])
    .where('o.slug', '=', series)
    .execute();
  const at = site.deps.now();
  await site.db
    .insertInto('enrolments')
    .values(
      rows.map((row) => ({
        issuer_id: row.issuer_id,
        person_id: person.id,
        micro_credential_id: row.id,
        definition_version_id: row.current_version_id ?? '',
        state: 'earned' as const,
        attempts_count: 1,
        submitted_at: at,
        earned_at: at,
      })),
    )
    .execute();
  return person;
}
