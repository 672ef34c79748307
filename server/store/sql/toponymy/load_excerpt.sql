-- store::toponymy::load_excerpt
-- Streets and addresses with all that a decision about them depends on: the streets named and those
-- of the addresses named with all their addresses, streets of the same comuni with the same names,
-- the streets of places named, whole comuni, and the comuni themselves.
-- $1 streets
-- $2 addresses
-- $3 comuni of which names are looked at
-- $4 names, in capitals
-- $5 comuni taken whole
-- $6 named places
WITH named AS (
    SELECT t.*
    FROM (
        SELECT unnest($1::uuid[]) AS id
        UNION SELECT a.thoroughfare FROM civico.address a WHERE a.id = ANY ($2)
        UNION SELECT m.id FROM civico.thoroughfare m WHERE m.municipality = ANY ($5)
    ) AS asked
    JOIN civico.thoroughfare t ON t.id = asked.id
), streets AS (
    SELECT n.id, n.act, n.ordinal, n.since, n.municipality FROM named n
    UNION
    SELECT t.id, t.act, t.ordinal, t.since, t.municipality
    FROM civico.thoroughfare t
    WHERE t.municipality = ANY ($3)
      AND civico.sort_name(t.kind, t.name) IN (
          SELECT unnest($4::text[])
          UNION
          SELECT civico.sort_name(n.kind, n.name) FROM named n)
    UNION
    SELECT t.id, t.act, t.ordinal, t.since, t.municipality FROM civico.thoroughfare t WHERE t.locality = ANY ($6)
), things AS (
    SELECT s.act, s.ordinal, s.since FROM streets s
    UNION ALL
    SELECT a.act, a.ordinal, a.since
    FROM named n
    JOIN civico.address a ON a.thoroughfare = n.id
    UNION ALL
    SELECT l.act, l.ordinal, l.since
    FROM civico.locality l
    WHERE l.municipality = ANY ($3)
    UNION ALL
    SELECT m.act, m.ordinal, m.since
    FROM civico.municipality m
    WHERE m.istat_code = ANY ($3) OR m.istat_code IN (SELECT s.municipality FROM streets s)
)
SELECT e.subject_kind, civico.upcast(e.schema_version, e.subject_kind, e.after) AS after, t.since, e.act
FROM things t
JOIN civico.register_event e ON e.act = t.act AND e.ordinal = t.ordinal
