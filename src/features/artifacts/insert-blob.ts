import type { Trx } from '#platform/database.ts';

/**
 * Notes a content before something refers to it, and holds its row until the transaction ends: nobody removes it meanwhile
 * as a content that nothing refers to. Keep the content itself (`ReceivedFile.keep`) after this and before the commit, and before the audit, which all others wait for.
 */
export async function insertBlob(
  trx: Trx,
  { sha256, size, mediaType }: { sha256: string; size: number; mediaType: string },
): Promise<void> {
  for (;;) {
    await trx
      .insertInto('blobs')
      .values({ sha256, size, media_type: mediaType })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    const held = await trx
      .selectFrom('blobs')
      .select('sha256')
      .where('sha256', '=', sha256)
      .forKeyShare()
      .executeTakeFirst();
    // One that was there may have been removed in between.
    if (held) return;
  }
}
