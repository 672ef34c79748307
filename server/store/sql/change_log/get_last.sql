-- store::change_log::get_last
SELECT coalesce(max(seq), 0) AS seq FROM civico.change_log
