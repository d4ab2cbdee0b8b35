-- A stack award that was revoked can be earned again, as another award; an endorsement ends when it first says that it does.

-- The revoked stack award that this one stands instead of. A person has one stack award of a series that stands instead of none,
-- and each has one that follows on it at most: of two that are issued at once, one is refused.
alter table awards
  add column instead_of uuid references awards,
  add check (instead_of is null or kind = 'stack'),
  add check (instead_of <> id);
drop index awards_stack;
create unique index awards_stack on awards (person_id, series_id) where kind = 'stack' and instead_of is null;
create unique index awards_instead_of on awards (instead_of) where instead_of is not null;

create function awards_instead_of_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from awards o
    where o.id = new.instead_of and (o.kind, o.person_id, o.series_id) = ('stack', new.person_id, new.series_id)
      and (select e.status from award_status_events e where e.award_id = o.id order by e.at desc, e.id desc limit 1) = 'revoked'
  ) then
    raise exception 'a stack award stands instead of a revoked one of the same person and series alone' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger awards_instead_of_guard before insert on awards for each row when (new.instead_of is not null)
  execute function awards_instead_of_guard();

-- A JWT says its end as `exp`, version 1.1 of the data model as `expirationDate`: the earliest holds.
alter table endorsements disable trigger endorsements_pinned, disable trigger endorsements_stay_removed;
update endorsements set valid_until = least(
  valid_until,
  (credential ->> 'expirationDate')::timestamptz,
  case when jwt is not null and jsonb_typeof(credential -> 'exp') = 'number' then to_timestamp((credential ->> 'exp')::double precision) end,
  (select min((p ->> 'expires')::timestamptz) from jsonb_path_query(credential, '$.proof[*]') p)
);
alter table endorsements enable trigger endorsements_pinned, enable trigger endorsements_stay_removed;
