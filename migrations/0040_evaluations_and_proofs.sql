-- The questions of an evaluation are published in numbered versions, as credit rules are: what is asked is the current version
-- of each, and answers name the version by its content.

create table evaluation_versions (
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  number integer not null check (number >= 1),
  sha256 text not null unique references evaluation_forms,
  published_at timestamptz not null default now(),
  primary key (slug, number)
);
create trigger evaluation_versions_no_change before update or delete on evaluation_versions
  for each row execute function refuse_change();
create trigger evaluation_versions_no_truncate before truncate on evaluation_versions execute function refuse_change();

create table evaluation_current (
  slug text primary key,
  number integer not null,
  foreign key (slug, number) references evaluation_versions (slug, number)
);

-- What was asked before, in the order in which it first was.
insert into evaluation_versions (slug, number, sha256, published_at)
select document ->> 'slug', row_number() over (partition by document ->> 'slug' order by created_at, sha256), sha256, created_at
from evaluation_forms;
insert into evaluation_current (slug, number)
select slug, max(number) from evaluation_versions group by slug;

-- What shows a line of the ledger that the earner entered by themselves: a certificate, a sign-in sheet. It stays with the line,
-- and is handed in with it.
create table credit_proofs (
  entry_id uuid primary key references credit_entries,
  blob_sha256 text not null references blobs,
  name text not null check (name <> '' and char_length(name) <= 300),
  created_at timestamptz not null
);
create index credit_proofs_blob on credit_proofs (blob_sha256);
create trigger credit_proofs_no_change before update or delete on credit_proofs for each row execute function refuse_change();
create trigger credit_proofs_no_truncate before truncate on credit_proofs execute function refuse_change();
