import { sql } from 'kysely';
import { signatureLength } from '#domain/assessment/min-hash.ts';
import type { Database, Trx } from '#platform/database.ts';

/** A text of this attempt, and one of somebody else’s that may be like it. */
export type Candidate = { source: string; otherAttempt: string; otherSource: string; estimate: number };

/** What the estimate may lie below the true similarity: two and a bit standard errors. */
const mayBeLow = 0.1;
/** Most texts that meet in a band and are looked at, most often met first. */
const mostMet = 200;
/** Most that are compared word by word. */
const mostCompared = 20;

/**
 * Texts of other earners’ attempts at the issuer whose signatures are nearly as alike as this. Bands narrow it to a few by
 * an index; the signatures of those are compared in the database. An earner’s own attempts never count, nor do anchors. Of
 * several attempts of one earner the most alike stands for all, the latest of equals.
 */
export async function findCandidates(db: Database | Trx, attemptId: string, from: number): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with own as (
      select s.issuer_id, s.source, s.signature, e.person_id
      from text_signatures s join enrolments e on e.id = s.enrolment_id where s.attempt_id = ${attemptId}
    ), met as (
      select m.source, c.attempt_id, c.source as other_source, count(*) as bands
      from text_signature_bands m
      join text_signature_bands c on c.issuer_id = m.issuer_id and c.band = m.band and c.hash = m.hash
      where m.attempt_id = ${attemptId} and c.attempt_id <> ${attemptId}
      group by m.source, c.attempt_id, c.source
      order by count(*) desc limit ${mostMet}
    )
    select source, "otherAttempt", "otherSource", estimate from (
    select met.source, met.attempt_id as "otherAttempt", met.other_source as "otherSource", estimate,
      row_number() over (partition by met.source, s.enrolment_id order by estimate desc, s.attempt_id desc) as place
    from met
    join own on own.source = met.source
    join text_signatures s on s.attempt_id = met.attempt_id and s.source = met.other_source
    join enrolments e on e.id = s.enrolment_id
    cross join lateral (
      select count(*)::float8 / ${signatureLength} as estimate from unnest(own.signature, s.signature) as v (a, b) where a = b
    ) x
    where e.person_id <> own.person_id and e.state <> 'anchor' and estimate >= ${from - mayBeLow}
    ) y where place = 1
    order by estimate desc, "otherAttempt" limit ${mostCompared}`.execute(db);
  return rows;
}

export type SameFile = { artifact: string; otherAttempt: string; otherArtifact: string };

/** Files of this attempt that other earners of the issuer handed in to the letter; declared team work is nobody’s concern. */
export async function findSameFiles(
  db: Database | Trx,
  attemptId: string,
  files: readonly { id: string; sha256: string }[],
): Promise<SameFile[]> {
  if (files.length === 0) return [];
  const { rows } = await sql<SameFile>`
    select own.id as artifact, f.attempt_id as "otherAttempt", f.artifact_id as "otherArtifact"
    from unnest(${files.map(({ id }) => id)}::uuid[], ${files.map(({ sha256 }) => sha256)}::text[]) as own (id, sha256)
    join attempts mine on mine.id = ${attemptId}
    join enrolments me on me.id = mine.enrolment_id
    cross join lateral (
      select distinct on (enrolment_id) attempt_id, artifact_id from (
        select t.enrolment_id, f.attempt_id, f.artifact_id from attempt_files f
        join attempts t on t.id = f.attempt_id
        join enrolments e on e.id = t.enrolment_id
        where f.blob_sha256 = own.sha256 and t.issuer_id = mine.issuer_id and e.person_id <> me.person_id and e.state <> 'anchor'
        limit ${mostMet}
      ) met
      order by enrolment_id, attempt_id desc limit ${mostCompared}
    ) f`.execute(db);
  return rows;
}
