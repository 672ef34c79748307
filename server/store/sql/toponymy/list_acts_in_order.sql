-- store::toponymy::list_acts_in_order
-- Acts with events, in the order of their numbers.
SELECT l.act FROM civico.change_log l WHERE l.act IS NOT NULL GROUP BY l.act ORDER BY min(l.seq)
