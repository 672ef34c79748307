-- store::toponymy::find_import
-- Tells whether the newest import for an ente was of the same files.
-- $1 ente
-- $2 digest of the source
SELECT newest.source_digest = $2 AS unchanged
FROM (
    SELECT source_digest FROM civico.register_act
    WHERE ente = $1 AND kind = 'import'
    ORDER BY recorded_at DESC LIMIT 1
) AS newest
