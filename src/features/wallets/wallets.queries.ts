import { sql } from 'kysely';
import type { AwardState } from '#domain/award/status.ts';
import type { Database } from '#platform/database.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import type { WalletIssuer } from './issuer-metadata.ts';

/** How long somebody has from making an offer to scanning it; a little longer than to find one’s phone. */
export const offerMinutes = 15;

export type OfferState = 'open' | 'opened' | 'granted' | 'taken' | 'expired' | 'withdrawn' | 'wrong-digits';

export type WalletOffer = {
  id: string;
  state: OfferState;
  asksDigits: boolean;
  createdAt: Date;
  expiresAt: Date;
  takenAt: Date | null;
  walletName: string | null;
};

export type OwnAward = {
  id: string;
  publicId: string;
  title: string;
  slug: string;
  awardedAt: Date;
  issuer: WalletIssuer;
  state: AwardState;
};

/** One of a person’s own awards, or `undefined`: another’s is as if there were none. */
export async function findOwnAward(
  db: Database,
  { personId, publicId, now }: { personId: string; publicId: string; now: Date },
): Promise<OwnAward | undefined> {
  const row = await db
    .selectFrom('awards as a')
    .innerJoin('issuers as i', 'i.id', 'a.issuer_id')
    .leftJoin('definition_versions as dv', 'dv.id', 'a.definition_version_id')
    .leftJoin('series_versions as sv', 'sv.id', 'a.series_version_id')
    .select(['a.id', 'a.public_id', 'a.awarded_at', 'i.id as issuer_id', 'i.slug as issuer_slug', 'i.name'])
    .select([
      sql<string>`coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title')`.as(
        'title',
      ),
      sql<string>`coalesce(dv.document ->> 'slug', sv.document ->> 'slug')`.as('slug'),
    ])
    .where('a.person_id', '=', personId)
    .where('a.public_id', '=', publicId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { state } = await findAwardStatus(db, row.id, now);
  return {
    id: row.id,
    publicId: row.public_id,
    title: row.title,
    slug: row.slug,
    awardedAt: row.awarded_at,
    issuer: { id: row.issuer_id, slug: row.issuer_slug, name: row.name },
    state,
  };
}

/** The latest offer of an award, whatever became of it. */
export async function findLatestOffer(db: Database, awardId: string, now: Date): Promise<WalletOffer | undefined> {
  const row = await db
    .selectFrom('wallet_offers as o')
    .leftJoin('wallets as w', 'w.id', 'o.wallet_id')
    .select(['o.id', 'o.asks_digits', 'o.created_at', 'o.expires_at', 'o.opened_at', 'o.granted_at', 'o.taken_at'])
    .select(['o.ended_at', 'o.end_reason', 'w.name as wallet_name'])
    .where('o.award_id', '=', awardId)
    .orderBy('o.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    state: offerState(row, now),
    asksDigits: row.asks_digits,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    takenAt: row.taken_at,
    walletName: row.wallet_name,
  };
}

export function offerState(
  row: {
    expires_at: Date;
    opened_at: Date | null;
    granted_at: Date | null;
    taken_at: Date | null;
    end_reason: string | null;
  },
  now: Date,
): OfferState {
  if (row.taken_at) return 'taken';
  if (row.end_reason) return row.end_reason === 'wrong-digits' ? 'wrong-digits' : 'withdrawn';
  if (row.expires_at <= now) return 'expired';
  if (row.granted_at) return 'granted';
  return row.opened_at ? 'opened' : 'open';
}

export type BoundWallet = {
  id: string;
  did: string;
  name: string;
  boundAt: Date;
  removedAt: Date | null;
  /** Whether new awards name it: one at most. */
  isChosen: boolean;
  awards: number;
};

/** A person’s wallets, those that they removed last; with how many awards are issued to each. */
export async function listWallets(db: Database, personId: string): Promise<BoundWallet[]> {
  const rows = await db
    .selectFrom('wallets as w')
    .select(['w.id', 'w.did', 'w.name', 'w.bound_at', 'w.removed_at', 'w.new_awards_since'])
    .select((eb) =>
      eb
        .selectFrom('award_credentials as c')
        .innerJoin('awards as a', 'a.id', 'c.award_id')
        .select((of) => of.fn.count<number>('c.award_id').distinct().as('count'))
        .whereRef('c.subject_did', '=', 'w.did')
        .whereRef('a.person_id', '=', 'w.person_id')
        .as('awards'),
    )
    .where('w.person_id', '=', personId)
    .orderBy(sql`w.removed_at is not null`)
    .orderBy('w.bound_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    did: row.did,
    name: row.name,
    boundAt: row.bound_at,
    removedAt: row.removed_at,
    isChosen: row.new_awards_since !== null,
    awards: Number(row.awards ?? 0),
  }));
}

export async function findWalletIssuer(db: Database, slug: string): Promise<WalletIssuer | undefined> {
  return db.selectFrom('issuers').select(['id', 'slug', 'name']).where('slug', '=', slug).executeTakeFirst();
}
