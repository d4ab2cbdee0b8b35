-- Whether somebody sat before an attempt is asked for every row of the queue: found by the attempt, whatever the seat.
create index assessments_seated on assessments (attempt_id, assessor_id) where state in ('claimed', 'completed');
