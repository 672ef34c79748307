-- store::catalog::withdraw_version
-- Leaves a tombstone: who, when and why.
-- $1 collection
-- $2 version
-- $3 actor
-- $4 reason
UPDATE civico.dataset_version
SET state = 'withdrawn', withdrawn_at = clock_timestamp(), withdrawn_by = $3, withdrawn_reason = $4,
    report = '{}', item_count = 0, bounds = NULL
WHERE collection = $1 AND version = $2 AND state = 'published'
