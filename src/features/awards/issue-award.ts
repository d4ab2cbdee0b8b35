import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { codeLength, codeLetters } from '#domain/award/award-code.ts';
import { validUntilOf } from '#domain/award/validity.ts';
import { Definition } from '#domain/definition/schema.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { documentSha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { recordAwardHours } from '../credit/record-award-hours.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import { askForStackAwards } from '../series/ask-for-stack-awards.ts';
import { chosenWalletDid } from '../wallets/chosen-wallet.ts';
import { awardMail } from './award-mail.ts';
import { issueCredential } from './issue-credential.ts';
import { nameAmong } from './present-name.ts';

export type IssueRefusal = 'no-such-attempt' | 'not-earned' | 'open-concern';

export type IssueResult = { ok: true; publicId: string; issued: boolean } | { ok: false; reason: IssueRefusal };

/**
 * Issues the award of an attempt that was decided *earned*, or is by its appeal: once per enrolment, however often and however many at a time
 * it is asked for; not while a concern about it is open. The date is the decision's, whenever the job came round to it.
 */
export async function issueAward(
  {
    db,
    now,
    baseUrl,
    secret,
    keyService,
    canonize,
  }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>,
  { attemptId }: { attemptId: string },
): Promise<IssueResult> {
  return db.transaction().execute(async (trx) => {
    const enrolmentId = await lockEnrolmentOf(trx, attemptId);
    if (enrolmentId === undefined) return { ok: false, reason: 'no-such-attempt' };
    // A statement of its own after the lock: it sees what whoever held it before has committed.
    const facts = await findFacts(trx, attemptId);
    if (facts?.existing) return { ok: true, publicId: facts.existing, issued: false };
    if (!facts || (facts.outcome !== 'earned' && !facts.earned_by_appeal)) return { ok: false, reason: 'not-earned' };
    // Settling it asks for the award again, or sends the attempt back.
    if (facts.has_open_concern) return { ok: false, reason: 'open-concern' };
    const awardedAt = facts.earned_by_appeal ?? facts.released_at;

    const publicId = newPublicId();
    const issuer = {
      slug: facts.issuer_slug,
      name: facts.issuer_name,
      statement: facts.issuer_statement,
      website: facts.issuer_website,
      email: facts.issuer_email,
    };
    const definition = readDefinition(facts.version_sha256, facts.document);
    const { id } = await trx
      .insertInto('awards')
      .values({
        public_id: publicId,
        issuer_id: facts.issuer_id,
        enrolment_id: enrolmentId,
        attempt_id: attemptId,
        person_id: facts.person_id,
        micro_credential_id: facts.micro_credential_id,
        definition_version_id: facts.definition_version_id,
        recipient_name: facts.recipient_name,
        awarded_at: awardedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const whatGoesWithIt = async () => {
      await recordAwardHours(trx, {
        ...{ awardId: id, personId: facts.person_id, issuer: { id: facts.issuer_id, name: issuer.name }, definition },
        ...{ versionNumber: facts.version_number, enrolledAt: facts.enrolled_at, awardedAt, now: now() },
        timeZone: facts.time_zone,
      });
      await sendMailLater(
        trx,
        awardMail({
          to: { name: facts.person_name, email: facts.person_email },
          title: definition.title,
          issuerName: issuer.name,
          pdHours: definition.worth.pdHours,
          address: `${baseUrl}/verify/${publicId}`,
          feedbackAddress: `${baseUrl}/work/${enrolmentId}/attempts/${facts.attempt_number}`,
          evaluationAddress: `${baseUrl}/awards/${publicId}/evaluation`,
          awardsAddress: `${baseUrl}/awards`,
        }),
      );
      await askForStackAwards(trx, { personId: facts.person_id, microCredentialId: facts.micro_credential_id });
    };
    const { credential, publicMultibase } = await issueCredential(
      trx,
      { now, secret, keyService, canonize },
      {
        awardId: id,
        issuerId: facts.issuer_id,
        number: 1,
        reason: 'issued',
        meanwhile: whatGoesWithIt,
        validUntil: validUntilOf(definition, awardedAt) ?? null,
        facts: {
          kind: 'micro-credential',
          baseUrl,
          publicId,
          issuer,
          definition,
          version: { number: facts.version_number, sha256: facts.version_sha256 },
          earner: { name: facts.recipient_name, email: facts.person_email, did: facts.wallet_did },
          salt: randomBytes(16).toString('hex'),
          attempt: { number: facts.attempt_number, sha256: facts.attempt_sha256 },
          awardedAt,
        },
      },
    );
    await audit(trx, {
      issuerId: facts.issuer_id,
      actorId: null,
      action: 'award.issued',
      subject: { type: 'award', id },
      details: { publicId, attemptId, key: publicMultibase },
      afterSha256: documentSha256(credential),
    });
    return { ok: true, publicId, issued: true };
  });
}

/** Holds the enrolment until the transaction ends: a second run waits here, then finds the award. */
async function lockEnrolmentOf(trx: Trx, attemptId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('enrolments')
    .innerJoin('attempts', 'attempts.enrolment_id', 'enrolments.id')
    .select('enrolments.id')
    .where('attempts.id', '=', attemptId)
    .forUpdate('enrolments')
    .executeTakeFirst();
  return row?.id;
}

/** Its two halves are planned apart: for so many tables at once PostgreSQL takes longer to find the way than to go it. */
function findFacts(trx: Trx, attemptId: string) {
  return trx
    .with(
      (cte) => cte('judged').materialized(),
      (db) =>
        db
          .selectFrom('attempts')
          .innerJoin('enrolments', 'enrolments.id', 'attempts.enrolment_id')
          .innerJoin('decisions', 'decisions.attempt_id', 'attempts.id')
          .leftJoin('appeals', (join) =>
            join
              .onRef('appeals.attempt_id', '=', 'attempts.id')
              .on('appeals.state', '=', 'decided')
              .on('appeals.earns', '=', true),
          )
          .select([
            'decisions.outcome',
            'decisions.released_at',
            'appeals.ended_at as earned_by_appeal',
            'attempts.number as attempt_number',
            'attempts.sha256 as attempt_sha256',
            'attempts.definition_version_id',
            'attempts.issuer_id',
            'enrolments.person_id',
            'enrolments.created_at as enrolled_at',
          ])
          .select([
            sql<string | null>`(select public_id from awards where awards.enrolment_id = enrolments.id)`.as('existing'),
            sql<boolean>`exists (select from concerns where concerns.attempt_id = attempts.id and resolved_at is null)`.as(
              'has_open_concern',
            ),
          ])
          .where('attempts.id', '=', attemptId),
    )
    .selectFrom('judged')
    .innerJoin('definition_versions', 'definition_versions.id', 'judged.definition_version_id')
    .innerJoin('issuers', 'issuers.id', 'judged.issuer_id')
    .innerJoin('people', 'people.id', 'judged.person_id')
    .leftJoin('assessing_settings as s', 's.issuer_id', 'judged.issuer_id')
    .selectAll('judged')
    .select([
      'definition_versions.micro_credential_id',
      'definition_versions.number as version_number',
      'definition_versions.sha256 as version_sha256',
      'definition_versions.document',
      'issuers.slug as issuer_slug',
      'issuers.name as issuer_name',
      'issuers.statement as issuer_statement',
      'issuers.website as issuer_website',
      'issuers.email as issuer_email',
      'people.name as person_name',
      'people.email as person_email',
    ])
    .select([
      nameAmong('people', sql`array[issuers.id]`).as('recipient_name'),
      timeZoneOf.as('time_zone'),
      chosenWalletDid(sql.ref('people.id')).as('wallet_did'),
    ])
    .executeTakeFirst();
}

/** Definitions that were read in this process, by the SHA-256 of their document: many awards are of one. */
const definitions = new Map<string, Definition>();
const mostDefinitions = 100;

function readDefinition(sha256: string, document: unknown): Definition {
  const known = definitions.get(sha256);
  if (known) return known;
  const definition = Definition.parse(document);
  definitions.set(sha256, definition);
  if (definitions.size > mostDefinitions) definitions.delete(definitions.keys().next().value ?? '');
  return definition;
}

/** 100 random bits in letters that can be read aloud and typed: nobody finds an award by guessing. */
export function newPublicId(): string {
  return [...randomBytes(codeLength)].map((byte) => codeLetters[byte % codeLetters.length]).join('');
}
