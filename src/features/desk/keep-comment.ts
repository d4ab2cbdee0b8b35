import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { type Keeper, lockSavedComment } from './saved-comments.queries.ts';

/** The longest comment that is kept, in characters, as the table has it. */
export const longestKept = 5000;

export type KeptFor = { issuerId: string; microCredentialId: string | null; lookFor: string | null };

/** Keeps a comment for reuse. Only leads share; what is the same already is kept once. */
export async function keepComment(
  trx: Trx,
  command: { keeper: Keeper; for: KeptFor; body: string; isShared: boolean; now: Date },
): Promise<string> {
  const { keeper, body, now } = command;
  const { issuerId, microCredentialId, lookFor } = command.for;
  if (!keeper.issuerIds.includes(issuerId)) throw new NotFoundError('issuer');
  const same = await trx
    .selectFrom('saved_comments')
    .select('id')
    .where('issuer_id', '=', issuerId)
    .where('owner_id', '=', keeper.id)
    .where('micro_credential_id', microCredentialId === null ? 'is' : '=', microCredentialId)
    .where('look_for_key', lookFor === null ? 'is' : '=', lookFor)
    .where('body', '=', body)
    .executeTakeFirst();
  if (same) return same.id;
  const isShared = command.isShared && keeper.leadIssuerIds.includes(issuerId);
  const { id } = await trx
    .insertInto('saved_comments')
    .values({
      issuer_id: issuerId,
      owner_id: keeper.id,
      micro_credential_id: microCredentialId,
      look_for_key: lookFor,
      body,
      is_shared: isShared,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await record(trx, keeper, 'saved-comment.kept', { id, issuerId }, undefined, { body, isShared });
  return id;
}

/** Changes what is kept; a lead’s change to a shared one is everybody’s. */
export async function changeSavedComment(
  trx: Trx,
  command: { keeper: Keeper; id: string; body: string; isShared: boolean; now: Date },
): Promise<void> {
  const { keeper, id, body, now } = command;
  const before = await lockSavedComment(trx, keeper, id);
  if (!before) throw new NotFoundError('saved comment');
  const isShared = keeper.leadIssuerIds.includes(before.issuerId) ? command.isShared : before.isShared;
  await trx
    .updateTable('saved_comments')
    .set({ body, is_shared: isShared, updated_at: now })
    .where('id', '=', id)
    .execute();
  await record(trx, keeper, 'saved-comment.changed', before, before, { body, isShared });
}

export async function deleteSavedComment(trx: Trx, { keeper, id }: { keeper: Keeper; id: string }): Promise<void> {
  const before = await lockSavedComment(trx, keeper, id);
  if (!before) throw new NotFoundError('saved comment');
  await trx.deleteFrom('saved_comments').where('id', '=', id).execute();
  await record(trx, keeper, 'saved-comment.deleted', before, before, undefined);
}

type Kept = { body: string; isShared: boolean };

async function record(
  trx: Trx,
  keeper: Keeper,
  action: string,
  { id, issuerId }: { id: string; issuerId: string },
  before: Kept | undefined,
  after: Kept | undefined,
): Promise<void> {
  const sha256 = (kept: Kept | undefined) =>
    kept ? documentSha256({ body: kept.body, isShared: kept.isShared }) : null;
  await audit(trx, {
    issuerId,
    actorId: keeper.id,
    action,
    subject: { type: 'saved-comment', id },
    beforeSha256: sha256(before),
    afterSha256: sha256(after),
  });
}
