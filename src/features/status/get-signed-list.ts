import { createHash } from 'node:crypto';
import { listFreshDays, listValidDays } from '#domain/award/status-list-credential.ts';
import type { StatusPurpose } from '#domain/award/status.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { signStatusLists } from './sign-status-list.ts';

export type ServedList = { body: string; etag: string };

type Asked = { issuerSlug: string; purpose: StatusPurpose; number: number; as: 'json' | 'jwt' };

const day = 86_400_000;

/**
 * A list as it was signed last, with its proof or as a JWT. One that was never signed so, or is old, is signed now: so the lists stay
 * valid where no worker runs, too. Where that fails and what was signed before still holds, that is served.
 */
export async function getSignedList(
  deps: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService' | 'log'>,
  asked: Asked,
): Promise<ServedList> {
  const found = await findSigned(deps.db, asked);
  if (!found) throw new NotFoundError('status list');
  const age = found.signed_at ? deps.now().getTime() - found.signed_at.getTime() : Infinity;
  const before = bodyOf(found, asked);
  if (before !== undefined && age < listFreshDays * day) return served(before);
  try {
    await signStatusLists(deps, { issuerId: found.issuer_id, number: asked.number });
  } catch (error) {
    if (before === undefined || age >= listValidDays * day) throw error;
    deps.log.error({ err: error, ...asked }, 'a status list could not be signed again; the one from before is served');
    return served(before);
  }
  const signed = await findSigned(deps.db, asked);
  const body = signed && bodyOf(signed, asked);
  if (body === undefined) throw new Error('A list that was signed is there in both forms');
  return served(body);
}

/** The numbers of an issuer’s lists, which each purpose has; `undefined` when there is no such issuer. */
export async function findListNumbers(db: Database, issuerSlug: string): Promise<number[] | undefined> {
  const rows = await db
    .selectFrom('issuers as i')
    .leftJoin('status_lists as l', 'l.issuer_id', 'i.id')
    .select('l.number')
    .where('i.slug', '=', issuerSlug)
    .orderBy('l.number')
    .execute();
  return rows.length === 0 ? undefined : rows.flatMap(({ number }) => number ?? []);
}

/** `undefined` when it was not signed in this form: before there were JWTs of lists, or never. */
function bodyOf({ credential, jwt }: { credential: unknown; jwt: string | null }, { as }: Asked): string | undefined {
  if (as === 'jwt') return jwt ?? undefined;
  return credential === null ? undefined : JSON.stringify(credential);
}

/** The list, whether it was signed or not. */
function findSigned(db: Database, { issuerSlug, purpose, number }: Asked) {
  return db
    .selectFrom('status_lists as l')
    .innerJoin('issuers as i', 'i.id', 'l.issuer_id')
    .leftJoin('status_list_credentials as c', (join) =>
      join.onRef('c.issuer_id', '=', 'l.issuer_id').onRef('c.number', '=', 'l.number').on('c.purpose', '=', purpose),
    )
    .select(['l.issuer_id', 'c.credential', 'c.jwt', 'c.signed_at'])
    .where('i.slug', '=', issuerSlug)
    .where('l.number', '=', number)
    .executeTakeFirst();
}

function served(body: string): ServedList {
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}
