-- With `enrolments_issuer` and `enrolments_waiting` the issuer's figures come from indexes alone, however many enrolled.
create index enrolments_ever_submitted on enrolments (issuer_id, micro_credential_id) where attempts_count > 0;
