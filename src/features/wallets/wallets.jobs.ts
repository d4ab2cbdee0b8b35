import type { Deps } from '#platform/deps.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'sweep-wallet-offers': undefined;
  }
}

/** Offers that nobody took are kept so long, so that their page says what became of them. */
const keptDays = 30;

export function walletJobs({ db, now }: Pick<Deps, 'db' | 'now'>) {
  return {
    /** Deletes what is over and opens nothing any more; an offer that was taken stays, for it says which wallet has what. */
    'sweep-wallet-offers': async () => {
      await db.deleteFrom('wallet_nonces').where('expires_at', '<=', now()).execute();
      await db.deleteFrom('wallet_tokens').where('expires_at', '<=', now()).execute();
      const before = new Date(now().getTime() - keptDays * 24 * 3600_000);
      await db.deleteFrom('wallet_offers').where('taken_at', 'is', null).where('expires_at', '<=', before).execute();
    },
  };
}
