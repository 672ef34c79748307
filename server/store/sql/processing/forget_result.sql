-- store::processing::forget_result
-- $1 collection of a result
DELETE FROM civico.dataset WHERE collection = $1 AND job IS NOT NULL
