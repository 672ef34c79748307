-- store::processing::remove_result
-- $1 collection of a result
WITH version AS (
    DELETE FROM civico.dataset_version v
    USING civico.dataset d
    WHERE v.collection = $1 AND d.collection = v.collection AND d.job IS NOT NULL
)
UPDATE civico.dataset SET current_version = NULL WHERE collection = $1 AND job IS NOT NULL
