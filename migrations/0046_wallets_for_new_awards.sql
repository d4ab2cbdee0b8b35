-- A wallet is bound by whoever holds an offer, so that it says little about whose it is. New awards name one that its earner, signed
-- in, has chosen for them. Those bound before were named by themselves; they are to be chosen, too.
alter table wallets
  add column new_awards_since timestamptz,
  add check (removed_at is null or new_awards_since is null);
-- One of a person's at a time.
create unique index wallets_new_awards on wallets (person_id) where new_awards_since is not null;
