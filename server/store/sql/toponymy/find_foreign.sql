-- store::toponymy::find_foreign
-- A staged record that would take a thing of another comune over, or go to a street of another.
-- $1 act
SELECT s.subject
FROM civico.register_staging s
LEFT JOIN civico.thoroughfare t ON s.subject_kind = 'thoroughfare' AND t.id::text = s.subject
LEFT JOIN civico.address a ON s.subject_kind = 'address' AND a.id::text = s.subject
LEFT JOIN civico.thoroughfare street ON s.subject_kind = 'address' AND street.id::text = s.after ->> 'thoroughfare'
WHERE s.act = $1
  AND (t.municipality <> s.municipality OR a.municipality <> s.municipality OR street.municipality <> s.municipality)
LIMIT 1
