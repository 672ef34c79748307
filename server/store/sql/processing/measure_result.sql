-- store::processing::measure_result
-- $1 name of a table, quoted
SELECT pg_total_relation_size($1::text::regclass) AS bytes
