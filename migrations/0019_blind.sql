-- Of a file that is judged blind: a copy without what it says of who made it, where and with what.
alter table renditions drop constraint renditions_kind_check;
alter table renditions add constraint renditions_kind_check check (kind in ('pdf', 'blind'));
