-- store::toponymy::list_anncsu_rows
-- What ANNCSU has of a comune by its newest file, and what both had when they last agreed.
-- $1 comune
SELECT subject_kind, row_key, fields, agreed FROM civico.anncsu_row WHERE municipality = $1
