/** What people do, through the very use cases that their pages call: nothing here writes a row by itself. */
import { Readable } from 'node:stream';
import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import type { Trx } from '#platform/database.ts';
import { addArtifacts } from '../../src/features/artifacts/add-artifacts.ts';
import { claimAttempt } from '../../src/features/desk/claim-attempt.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { findScoring } from '../../src/features/desk/desk.queries.ts';
import { lookForsToRate } from '../../src/features/desk/look-fors-to-rate.ts';
import { saveRatings } from '../../src/features/desk/save-ratings.ts';
import { checkCompleteness } from '../../src/features/judging/check-completeness.ts';
import { completeAssessment, ratingsDigest } from '../../src/features/judging/complete-assessment.ts';
import type { Settled } from '../../src/features/judging/settle-judging.ts';
import { prepareInstallation } from '../../src/features/installation/prepare-installation.ts';
import { enrol } from '../../src/features/work/enrol.ts';
import { saveEvidence } from '../../src/features/work/save-evidence.ts';
import { submitAttempt } from '../../src/features/work/submit-attempt.ts';
import { findWorkspace } from '../../src/features/work/workspace.queries.ts';
import type { TestSite } from './app.ts';
import type { Person } from './factories.ts';
import { makePdf } from './pdf.ts';
import { artifactsNeeded, sampleEvidence } from './sample-evidence.ts';

const inTransaction = <Result>(site: TestSite, act: (trx: Trx) => Promise<Result>) =>
  site.db.transaction().execute(act);

/** Everything below `programmes/`, and nobody. */
export async function publishProgrammes(site: TestSite): Promise<void> {
  await prepareInstallation({ db: site.db, auth: site.deps.auth, production: true });
}

export async function enrolIn(site: TestSite, person: Person, slug: string): Promise<string> {
  const result = await inTransaction(site, (trx) => enrol(trx, { personId: person.id, slug, now: site.deps.now() }));
  if (!result.ok) throw new Error(`${person.name} may not begin ${slug} yet`);
  return result.enrolmentId;
}

export async function definitionOf(site: TestSite, person: Person, enrolmentId: string): Promise<Definition> {
  const workspace = await findWorkspace(site.db, person.id, enrolmentId);
  if (!workspace) throw new Error(`${person.name} has no enrolment ${enrolmentId}`);
  return workspace.definition;
}

/** Hands in a small PDF for a requirement; returns the artifact's id. */
export async function uploadPdf(
  site: TestSite,
  person: Person,
  { enrolmentId, requirementKey, name }: { enrolmentId: string; requirementKey: string; name: string },
): Promise<string> {
  const content = await site.deps.storage.receive(
    Readable.from([await makePdf(`${name}, ${person.name}, ${enrolmentId}`)]),
    1_000_000,
  );
  if (content === 'too-large') throw new Error('The sample PDF is too large');
  const facts = { measure: {}, metadata: [], flags: [], scan: 'none' as const };
  const file = { field: 'files', name, mediaType: 'application/pdf', pages: 3, facts, content };
  const added = await inTransaction(site, (trx) =>
    addArtifacts(trx, {
      personId: person.id,
      enrolmentId,
      requirementKey,
      files: [file],
      links: [],
      now: site.deps.now(),
    }),
  );
  if (!added.ok) throw new Error(`No upload to ${requirementKey}: ${added.reason}`);
  return added.ids[0] ?? '';
}

/** Saves evidence that passes every check: for all requirements, or for those named. */
export async function doTheWork(
  site: TestSite,
  person: Person,
  enrolmentId: string,
  only?: readonly string[],
): Promise<void> {
  const definition = await definitionOf(site, person, enrolmentId);
  for (const requirement of listRequirements(definition)) {
    if (only && !only.includes(requirement.id)) continue;
    const count = requirement.kind === 'narrative' ? 0 : artifactsNeeded(definition);
    const artifacts: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      const name = `${requirement.id}-${number}.pdf`;
      artifacts.push(await uploadPdf(site, person, { enrolmentId, requirementKey: requirement.id, name }));
    }
    const workspace = await findWorkspace(site.db, person.id, enrolmentId);
    const saved = await inTransaction(site, (trx) =>
      saveEvidence(trx, {
        personId: person.id,
        enrolmentId,
        requirementKey: requirement.id,
        revision: workspace?.evidence.get(requirement.id)?.revision ?? 0,
        data: sampleEvidence(requirement, definition, artifacts),
        now: site.deps.now(),
      }),
    );
    if (!saved.ok) throw new Error(`${requirement.id} was not saved: ${saved.reason}`);
  }
}

/** Submits the next attempt; returns its id. A `draw` of 0 puts it in the sample of a sampled policy. */
export async function submit(
  site: TestSite,
  person: Person,
  enrolmentId: string,
  draw = site.deps.draw(),
): Promise<string> {
  const workspace = await findWorkspace(site.db, person.id, enrolmentId);
  const number = (workspace?.enrolment.attemptsCount ?? 0) + 1;
  const submitted = await inTransaction(site, (trx) =>
    submitAttempt(trx, { person, enrolmentId, number, now: site.deps.now(), draw }),
  );
  if (!submitted.ok) throw new Error(`Not submitted: ${JSON.stringify(submitted)}`);
  const { id } = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', enrolmentId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return id;
}

export async function asAssessor(site: TestSite, person: Person): Promise<Assessor> {
  const rows = await site.db
    .selectFrom('memberships')
    .select('issuer_id')
    .where('person_id', '=', person.id)
    .where('role', 'in', ['assessor', 'lead_assessor'])
    .execute();
  return { id: person.id, name: person.name, issuerIds: rows.map((row) => row.issuer_id) };
}

/** Says of an attempt that it is complete, unless somebody has said so. */
export async function passCheck(site: TestSite, person: Person, attemptId: string): Promise<void> {
  const assessor = await asAssessor(site, person);
  const { now, baseUrl } = site.deps;
  const checked = await inTransaction(site, (trx) =>
    checkCompleteness(trx, { assessor, attemptId, reasons: [], now: now(), baseUrl }),
  );
  if (!checked.ok && checked.reason !== 'checked-already') throw new Error(`Not checked: ${checked.reason}`);
}

/** Claims an attempt, which is found complete first; returns the assessment's id. */
export async function claim(site: TestSite, person: Person, attemptId: string): Promise<string> {
  await passCheck(site, person, attemptId);
  const assessor = await asAssessor(site, person);
  const claimed = await inTransaction(site, (trx) => claimAttempt(trx, { assessor, attemptId, now: site.deps.now() }));
  if (!claimed.ok) throw new Error(`Not claimed: ${claimed.reason}`);
  return claimed.assessmentId;
}

/** Rates the first `count` open look-fors (all unless said) Yes, but those in `others` as they say. */
export async function rate(
  site: TestSite,
  person: Person,
  assessmentId: string,
  others: Readonly<Record<string, RatingValue>> = {},
  count?: number,
): Promise<void> {
  const assessor = await asAssessor(site, person);
  const scoring = await findScoring(site.db, assessor, assessmentId, site.deps.now());
  if (!scoring) throw new Error(`${person.name} has no assessment ${assessmentId}`);
  const ratings = lookForsToRate(scoring)
    .slice(0, count)
    .map((lookFor) => {
      const value = others[lookFor] ?? 'yes';
      const comment = value === 'yes' ? '' : 'Say who took part and what came of it.';
      return { lookFor, value, comment, revision: scoring.ratings.get(lookFor)?.revision ?? 0 };
    });
  const saved = await inTransaction(site, (trx) =>
    saveRatings(trx, { assessor, assessmentId, ratings, now: site.deps.now() }),
  );
  if (!saved.ok) throw new Error(`Not rated: ${saved.reason}`);
}

/** Sends the ratings, and with them the decision where nobody else has a say. */
export async function decide(site: TestSite, person: Person, assessmentId: string): Promise<Settled> {
  const assessor = await asAssessor(site, person);
  const scoring = await findScoring(site.db, assessor, assessmentId, site.deps.now());
  if (!scoring) throw new Error(`${person.name} has no assessment ${assessmentId}`);
  const { now, baseUrl } = site.deps;
  const decided = await inTransaction(site, (trx) =>
    completeAssessment(trx, { assessor, assessmentId, seen: ratingsDigest(scoring), now: now(), baseUrl }),
  );
  if (!decided.ok) throw new Error(`Not decided: ${decided.reason}`);
  return decided.settled;
}

/** The whole way of one attempt: claimed, rated and decided. */
export async function assess(
  site: TestSite,
  person: Person,
  attemptId: string,
  others: Readonly<Record<string, RatingValue>> = {},
): Promise<string> {
  const assessmentId = await claim(site, person, attemptId);
  await rate(site, person, assessmentId, others);
  await decide(site, person, assessmentId);
  return assessmentId;
}
