-- store::export::count_register
-- How much of the register belongs to an ente: its streets and addresses if it is a comune, and the
-- events of its acts.
-- $1 ente
SELECT EXISTS (SELECT FROM civico.municipality m WHERE m.istat_code = $1) AS is_municipality,
       (SELECT count(*) FROM civico.thoroughfare t WHERE t.municipality = $1) AS thoroughfares,
       (SELECT count(*) FROM civico.address a WHERE a.municipality = $1) AS addresses,
       (SELECT count(*)
        FROM civico.register_event e
        JOIN civico.register_act a ON a.id = e.act
        WHERE a.ente = $1) AS events
