-- store::toponymy::list_neighbours
-- Comuni, those whose territory was within 50 m of theirs, and those that have addresses on it now.
-- After register_as_of:
-- $4 comuni
, asked AS (
    SELECT istat_code, territory FROM municipality WHERE istat_code = ANY ($4::text[])
)
SELECT istat_code FROM asked
UNION
SELECT n.istat_code FROM asked a JOIN municipality n ON ST_DWithin(n.territory, a.territory, 50)
UNION
SELECT d.municipality FROM asked a JOIN civico.address d ON ST_Intersects(a.territory, d.point)
