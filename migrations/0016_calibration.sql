-- Calibration: which rubric a version has, the copies in which an anchor is seeded, and what was found by them.

-- Canonical JSON (RFC 8785) of text, lists and objects, which is all that scoring guides are made of: keys in order, no
-- white space, and the shortest escapes, as PostgreSQL writes them too.
create function canonical_json(value jsonb) returns text language plpgsql immutable strict parallel safe as $$
begin
  case jsonb_typeof(value)
    when 'object' then
      return '{' || coalesce((
        select string_agg(to_json(e.key)::text || ':' || public.canonical_json(e.value), ',' order by e.key collate "C")
        from jsonb_each(value) e), '') || '}';
    when 'array' then
      return '[' || coalesce((
        select string_agg(public.canonical_json(e.value), ',' order by e.n)
        from jsonb_array_elements(value) with ordinality as e (value, n)), '') || ']';
    else return value::text;
  end case;
end $$;
create function rubric_sha256(document jsonb) returns text language plpgsql immutable strict parallel safe as $$
begin
  return encode(sha256(convert_to(public.canonical_json(coalesce(document -> 'guides', '[]')), 'UTF8')), 'hex');
end $$;

-- Versions that differ elsewhere than in their scoring guides share their rubric.
alter table definition_versions add column rubric_sha256 text not null generated always as (rubric_sha256(document)) stored;
create index definition_versions_rubric on definition_versions (micro_credential_id, rubric_sha256);

-- A seeded anchor is given to each assessor as a copy of its own, made when it is given: what they see of it, its ids and
-- dates included, is as fresh as any attempt.
create table anchor_seatings (
  attempt_id uuid primary key references attempts,
  anchor_id uuid not null references anchors,
  person_id uuid not null references people,
  seated_at timestamptz not null,
  -- Nobody gets the same anchor twice.
  unique (anchor_id, person_id)
);

-- What the draws of seeded anchors begin with; never shown, so that nobody can foretell them.
create table anchor_draws (
  issuer_id uuid primary key references issuers,
  secret uuid not null default gen_random_uuid()
);

-- The same set may be tried again, though never twice in one go.
drop index assessments_one_each;
create unique index assessments_one_each on assessments (attempt_id, assessor_id)
  where state in ('claimed', 'completed') and role <> 'qualification';
create unique index assessments_one_qualifying on assessments (attempt_id, qualification_id) where role = 'qualification';

-- Every look-for that somebody rated on an anchor, beside the agreed rating.
create view anchor_comparisons as
  select a.id as assessment_id, a.issuer_id, a.assessor_id, a.role, a.qualification_id, n.id as anchor_id,
    n.micro_credential_id, n.rubric_sha256, r.look_for_key, r.value, r.comment, g.value as agreed, g.rationale, a.completed_at
  from assessments a
  join lateral (
    select s.anchor_id from anchor_seatings s where s.attempt_id = a.attempt_id
    union all select o.id from anchors o where o.attempt_id = a.attempt_id
  ) one on true
  join anchors n on n.id = one.anchor_id
  join ratings r on r.assessment_id = a.id
  join anchor_ratings g on g.anchor_id = n.id and g.look_for_key = r.look_for_key
  where a.state = 'completed' and a.role in ('anchor', 'qualification');

-- Once an anchor is in use its agreed ratings stay: what people were measured by must not move.
create function anchor_ratings_guard() returns trigger language plpgsql as $$
begin
  if (select state from anchors where id = coalesce(new.anchor_id, old.anchor_id) for share) <> 'draft' then
    raise exception 'agreed ratings of an anchor in use never change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger anchor_ratings_guard before insert or update or delete on anchor_ratings
  for each row execute function anchor_ratings_guard();

-- Who wrote the agreed ratings, and which second lead stands by them; null until then.
alter table anchors add column rated_by uuid references people;
alter table anchors add column agreed_by uuid references people;
alter table anchors add check (agreed_by <> rated_by);

create index certifications_person on certifications (person_id) where ended_at is null;
create index anchors_active on anchors (micro_credential_id, rubric_sha256) where state = 'active' and use = 'seed';

-- A written anchor exists before its attempt does; its evidence is drafted in an enrolment of its own.
alter table anchors alter column attempt_id drop not null;
alter table anchors add column enrolment_id uuid not null unique references enrolments;
alter table anchors add column definition_version_id uuid not null references definition_versions;
alter table anchors add check (state = 'draft' or attempt_id is not null);
-- Why an anchor was retired; by its earner, who took their leave back, it can't come into use again.
alter table anchors add column retired_because text check (length(retired_because) <= 500);

create index norming_meetings_of on norming_meetings (issuer_id, micro_credential_id, starts_at desc);

-- Anchors are nobody's work: the figures leave them out, still from indexes alone.
drop index enrolments_ever_submitted;
create index enrolments_ever_submitted on enrolments (issuer_id, micro_credential_id) where attempts_count > 0 and state <> 'anchor';
