-- What the queue asks for often.

-- Where an earner works or worked: a past school still makes a conflict.
create index affiliations_person on affiliations (person_id, school_id);
