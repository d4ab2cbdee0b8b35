import { listLookFors, listRequirements } from '#domain/definition/outline.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { insertAnchorAttempt, insertAnchorPerson } from '../../src/features/calibration/insert-anchor-attempt.ts';
import { rubricSha256 } from '../../src/features/calibration/rubric.ts';
import { type TestSite, noon } from './app.ts';
import type { Person, Published } from './factories.ts';
import { sampleEvidence } from './sample-evidence.ts';

export type TestAnchor = { id: string; attemptId: string; published: Published };

/** An anchor in use, written by nobody who is asked about it; every look-for is agreed to be a Yes unless said. */
export async function insertAnchor(
  site: Pick<TestSite, 'db'>,
  options: {
    published: Published;
    lead: Person;
    use?: 'qualify' | 'seed';
    state?: 'draft' | 'active' | 'retired';
    agreed?: Readonly<Record<string, RatingValue>>;
    name?: string;
    title?: string;
  },
): Promise<TestAnchor> {
  const {
    published,
    lead,
    use = 'seed',
    agreed = {},
    state = 'active',
    name = 'Dana Vance',
    title = 'Anchor',
  } = options;
  const { definition } = published;
  return site.db.transaction().execute(async (trx) => {
    const personId = await insertAnchorPerson(trx, name);
    const sealed: SealedAttempt = {
      format: 'tessera/attempt/1',
      enrolment: personId,
      number: 1,
      definition: { slug: definition.slug, version: 1, sha256: published.sha256 },
      earner: { id: personId, name },
      submittedAt: noon.toISOString(),
      evidence: listRequirements(definition).map((requirement) => ({
        requirement: requirement.id,
        kind: requirement.kind,
        data: sampleEvidence(requirement, definition, []),
      })),
      artifacts: [],
      carriedOver: [],
    };
    const version = {
      issuerId: published.issuer.id,
      microCredentialId: published.microCredentialId,
      versionId: published.versionId,
      definition,
    };
    const plan = { independent: 1 as const, whyDouble: null, isBlind: false };
    const dates = { submittedAt: noon, dueAt: noon, language: 'en', plan };
    const made = await insertAnchorAttempt(trx, version, { personId, sealed, dates });
    const { id } = await trx
      .insertInto('anchors')
      .values({
        issuer_id: published.issuer.id,
        micro_credential_id: published.microCredentialId,
        definition_version_id: published.versionId,
        rubric_sha256: rubricSha256(definition),
        attempt_id: made.attemptId,
        enrolment_id: made.enrolmentId,
        title,
        use,
        source: 'written',
        created_by: lead.id,
        rated_by: lead.id,
        created_at: noon,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('anchor_ratings')
      .values(
        listLookFors(definition).map((lookFor) => ({
          anchor_id: id,
          look_for_key: lookFor.id,
          value: agreed[lookFor.id] ?? 'yes',
          rationale: `Because of what ${lookFor.id} asks.`,
        })),
      )
      .execute();
    await trx.updateTable('anchors').set({ state }).where('id', '=', id).execute();
    return { id, attemptId: made.attemptId, published };
  });
}

/** A set on offer, of these anchors. */
export async function insertSet(
  site: Pick<TestSite, 'db'>,
  anchors: readonly TestAnchor[],
  { lead, isActive = true }: { lead: Person; isActive?: boolean },
): Promise<string> {
  const published = anchors[0]?.published;
  if (!published) throw new Error('A set has anchors');
  const { id } = await site.db
    .insertInto('qualification_sets')
    .values({
      issuer_id: published.issuer.id,
      micro_credential_id: published.microCredentialId,
      rubric_sha256: rubricSha256(published.definition),
      title: 'First set',
      is_active: isActive,
      created_by: lead.id,
      created_at: noon,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await site.db
    .insertInto('qualification_set_anchors')
    .values(anchors.map((anchor, position) => ({ set_id: id, anchor_id: anchor.id, position })))
    .execute();
  return id;
}
