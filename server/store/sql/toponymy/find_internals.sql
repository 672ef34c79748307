-- store::toponymy::find_internals
-- What the comune wrote down of the internals of an address.
-- $1 address
SELECT e.after -> 'internals' AS internals
FROM civico.address a
JOIN civico.register_event e ON e.act = a.act AND e.ordinal = a.ordinal
WHERE a.id = $1
