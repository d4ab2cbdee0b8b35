-- Who sat before an attempt is asked for every row of a list: found by the attempt, whatever became of the seat.
create index assessments_by_attempt on assessments (attempt_id, assessor_id);
