-- store::toponymy::list_delivered_files
-- $1 delivery
SELECT u.name, u.content
FROM civico.upload u
WHERE u.delivery = $1 AND u.content IS NOT NULL
ORDER BY u.ordinal
