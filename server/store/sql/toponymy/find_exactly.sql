-- store::toponymy::find_exactly
-- A street in force of exactly this name, and its address in force of exactly this number.
-- After register_now or register_as_of:
-- $4 comune
-- $5 name in capitals
-- $6 number in capitals, or NULL
SELECT t.id AS thoroughfare, a.id AS address
FROM thoroughfare t
LEFT JOIN address a ON a.thoroughfare = t.id AND a.stage = 'current' AND upper(a.number_label) = $6::text
WHERE t.municipality = $4 AND t.stage = 'current'
  AND civico.sort_name(t.kind, t.name) = $5
ORDER BY a.id IS NULL, t.id
LIMIT 1
