-- store::toponymy::clear_anncsu_rows
-- $1 comune
DELETE FROM civico.anncsu_row WHERE municipality = $1
