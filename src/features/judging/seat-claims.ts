import type { Trx } from '#platform/database.ts';

/** Who has claimed a seat of an attempt that is locked, and has not finished. */
export async function lockClaims(trx: Trx, attemptId: string): Promise<{ id: string; until: Date }[]> {
  return trx
    .selectFrom('assessments')
    .select(['id', 'lease_expires_at as until'])
    .where('attempt_id', '=', attemptId)
    .where('role', 'in', ['first', 'second', 'adjudicator'])
    .where('state', '=', 'claimed')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Ends claims that have run out; what was rated under them stays with them. */
export async function endClaims(trx: Trx, claims: readonly { id: string }[]): Promise<void> {
  for (const { id } of claims)
    await trx.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', id).execute();
}
