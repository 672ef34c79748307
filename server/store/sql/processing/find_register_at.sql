-- store::processing::find_register_at
-- When a register number was reached, and whether no event touched a comune after it; nothing where
-- it was not reached.
-- $1 register number
SELECT (SELECT l.recorded FROM civico.change_log l WHERE l.act IS NOT NULL AND l.seq <= $1
        ORDER BY l.seq DESC LIMIT 1) AS updated,
       NOT EXISTS (SELECT FROM civico.changed_after($1) AS c WHERE c.kind = 'municipality') AS has_same_comuni
WHERE $1 <= (SELECT max(l.seq) FROM civico.change_log l WHERE l.act IS NOT NULL)
