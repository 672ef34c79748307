-- store::toponymy::find_exactly
-- A street in force of exactly this name, and its address in force of exactly this number.
-- $1 comune
-- $2 name in capitals
-- $3 number in capitals, or NULL
SELECT t.id AS thoroughfare, a.id AS address
FROM civico.thoroughfare t
LEFT JOIN civico.address a
    ON a.thoroughfare = t.id AND a.stage = 'current' AND upper(a.number_label) = $3::text
WHERE t.municipality = $1 AND t.stage = 'current'
  AND civico.sort_name(t.kind, t.name) = $2
ORDER BY a.id IS NULL, t.id
LIMIT 1
