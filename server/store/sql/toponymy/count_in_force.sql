-- store::toponymy::count_in_force
-- What the register of a comune holds that is not retired, and how many addresses an act has in common with it.
-- $1 act
-- $2 comune
SELECT (SELECT count(*) FROM civico.thoroughfare WHERE municipality = $2 AND stage <> 'retired')
       + (SELECT count(*) FROM civico.address WHERE municipality = $2 AND stage <> 'retired') AS in_force,
       (SELECT count(*) FROM civico.address a
        JOIN civico.register_staging s
            ON s.act = $1 AND s.subject_kind = 'address' AND s.subject = a.id::text
        WHERE a.municipality = $2) AS common
