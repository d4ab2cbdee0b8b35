import { expect, it } from 'vitest';
import { createTestApp } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { issueAward } from '../awards/issue-award.ts';
import { issueToWallet } from './issue-to-wallet.ts';

it('gives a wallet the newest credential where it names that wallet, and never one that another has replaced', async () => {
  const site = await createTestApp();
  try {
    const { attemptId } = await insertDecided(site);
    await issueAward(site.deps, { attemptId });
    const { id: awardId } = await site.db.selectFrom('awards').select('id').executeTakeFirstOrThrow();
    const numberFor = async (did: string) => {
      const { credential } = await site.db
        .transaction()
        .execute((trx) => issueToWallet(trx, site.deps, { awardId, did }));
      return (credential as { id: string }).id.split('/').at(-1);
    };
    expect(await numberFor('did:example:phone')).toBe('2');
    expect(await numberFor('did:example:phone')).toBe('2');
    expect(await numberFor('did:example:laptop')).toBe('3');
    expect(await numberFor('did:example:phone')).toBe('4');
  } finally {
    await site.close();
  }
});
