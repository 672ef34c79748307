-- store::catalog::get_register_state
-- The register's number and the installation's reference system.
SELECT i.srid, last.seq, last.updated
FROM civico.installation i
CROSS JOIN (
    SELECT coalesce(max(seq), 0) AS seq, max(recorded) AS updated
    FROM (
        SELECT seq, recorded FROM civico.change_log
        WHERE act IS NOT NULL
        ORDER BY seq DESC LIMIT 1
    ) AS newest
) AS last
