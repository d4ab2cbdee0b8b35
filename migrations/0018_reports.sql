-- What the reports count: of every completed assessment one short row, so that figures over a million ratings read tens of
-- thousands of rows and none of the comments. It only repeats `ratings`, which never change once an assessment is
-- completed; the database writes it, so that no way of completing one can forget it.

-- Look-fors that were rated together, sorted; assessments of one version share a row.
create table look_for_sets (
  id integer generated always as identity primary key,
  keys text[] not null unique
);

create table rating_sheets (
  assessment_id uuid primary key references assessments on delete cascade,
  issuer_id uuid not null,
  attempt_id uuid not null,
  micro_credential_id uuid not null,
  definition_version_id uuid not null,
  attempt_number integer not null,
  assessor_id uuid not null,
  role text not null,
  submitted_at timestamptz not null,
  completed_at timestamptz not null,
  look_for_set integer not null references look_for_sets,
  -- A sign for each look-for of the set: 0 no, 1 almost, 2 yes, - a condition or none.
  scores text not null
);
create index rating_sheets_issuer on rating_sheets (issuer_id, role, submitted_at);
create index rating_sheets_attempt on rating_sheets (attempt_id, role);

create function fill_rating_sheet(which uuid) returns void language sql as $$
  with rated as (
    select array_agg(look_for_key order by look_for_key) as keys,
      string_agg(case value when 'no' then '0' when 'almost' then '1' when 'yes' then '2' else '-' end, '' order by look_for_key) as scores
    from ratings where assessment_id = which and (value is not null or condition is not null)
  ), added as (
    insert into look_for_sets (keys) select keys from rated where keys is not null on conflict (keys) do nothing returning id, keys
  ), known as (
    select id from added union all select s.id from look_for_sets s join rated r on s.keys = r.keys limit 1
  )
  insert into rating_sheets
  select a.id, a.issuer_id, a.attempt_id, e.micro_credential_id, t.definition_version_id, t.number, a.assessor_id, a.role,
    t.submitted_at, a.completed_at, k.id, r.scores
  from assessments a join attempts t on t.id = a.attempt_id join enrolments e on e.id = t.enrolment_id
    cross join rated r cross join known k
  where a.id = which and a.state = 'completed'
  on conflict (assessment_id) do update set look_for_set = excluded.look_for_set, scores = excluded.scores
$$;

-- At the end of the transaction, when the ratings are all there.
create function rating_sheets_follow() returns trigger language plpgsql as $$
begin
  if new.state = 'completed' then
    perform fill_rating_sheet(new.id);
    -- Another transaction has added the same set a moment ago: now it is seen.
    if not exists (select from rating_sheets where assessment_id = new.id) then
      perform fill_rating_sheet(new.id);
    end if;
  end if;
  return null;
end $$;
create constraint trigger rating_sheets_follow after insert or update on assessments deferrable initially deferred
  for each row execute function rating_sheets_follow();

select count(fill_rating_sheet(id)) from assessments where state = 'completed';

create index judgings_submitted on judgings (issuer_id, submitted_at);
