import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { type SignedAgain, signedAgainMail } from './signed-again-mail.ts';

/** How many people one transaction tells. */
const toldAtOnce = 500;

/**
 * Writes to everybody who has an award, not revoked itself, of which a revoked key signed any credential: what they have downloaded
 * counts no more. Once for each person and key, however many their awards are and however often the job is killed: that they were
 * told is kept in the transaction that sends the mail.
 */
export async function tellOfNewSignatures(
  { db, now, baseUrl }: Pick<Deps, 'db' | 'now' | 'baseUrl'>,
  { keyId }: { keyId: string },
): Promise<void> {
  let told: number;
  do {
    told = await db.transaction().execute(async (trx) => {
      const personIds = await claimUntold(trx, keyId, now());
      for (const one of await listSignedAgain(trx, keyId, personIds))
        await sendMailLater(trx, signedAgainMail(one, baseUrl));
      return personIds.length;
    });
  } while (told > 0);
}

const signedByKey = (keyId: string) => sql`
  (c.issuer_key_id = ${keyId}::uuid or c.jwt_key_id = ${keyId}::uuid)
  and (select s.status from award_status_events s where s.award_id = c.award_id order by s.at desc, s.id desc limit 1)
    is distinct from 'revoked'`;

/** Who meets them in another run waits for it, and then leaves them to it. */
async function claimUntold(trx: Trx, keyId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    insert into key_notices (issuer_key_id, person_id, told_at)
    select distinct ${keyId}::uuid, a.person_id, ${now}::timestamptz
    from award_credentials c join awards a on a.id = c.award_id
    where ${signedByKey(keyId)}
      and not exists (select from key_notices k where k.issuer_key_id = ${keyId}::uuid and k.person_id = a.person_id)
    order by a.person_id limit ${toldAtOnce}
    on conflict do nothing returning person_id`.execute(trx);
  return rows.map(({ person_id }) => person_id);
}

async function listSignedAgain(trx: Trx, keyId: string, personIds: readonly string[]): Promise<SignedAgain[]> {
  const { rows } = await sql<SignedAgain>`
    select p.name, p.email, i.name as issuer, json_agg(json_build_object(
      'publicId', a.public_id,
      'title', coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title')
    ) order by a.awarded_at, a.id) as awards
    from awards a join people p on p.id = a.person_id join issuers i on i.id = a.issuer_id
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
    where a.person_id = any(${personIds}::uuid[])
      and exists (select from award_credentials c where c.award_id = a.id and ${signedByKey(keyId)})
    group by p.id, i.id order by p.id`.execute(trx);
  return rows;
}
