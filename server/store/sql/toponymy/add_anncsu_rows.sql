-- store::toponymy::add_anncsu_rows
-- Rows come with their columns in one text each, separated by U+001F: arrays of arrays have to be of
-- one length.
-- $1 comune
-- $2 kind of thing
-- $3 keys
-- $4 what ANNCSU has, NULL where it has it no more
-- $5 what both had, NULL where they never agreed
INSERT INTO civico.anncsu_row (municipality, subject_kind, row_key, fields, agreed)
SELECT $1, $2, r.row_key, string_to_array(r.fields, E'\x1f'), string_to_array(r.agreed, E'\x1f')
FROM unnest($3::text[], $4::text[], $5::text[]) AS r (row_key, fields, agreed)
